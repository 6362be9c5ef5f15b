import type { Resource } from "../../../trust/sources/resources/context";
import { isFields } from "../../../trust/sources/resources/plain";
import { unknown } from "../../../trust/truth";
import type { Report } from "../../rule";
import { twoLines } from "../../words";
import { isBlank, isTrue } from "./assumed";

const targetType = "octopusdeploy:index/kubernetesClusterDeploymentTarget:KubernetesClusterDeploymentTarget";

/**
 * What is wrong with a deployment target that is a cluster of EKS: steps there come in as the role that it assumes.
 *
 * @see https://octopus.com/docs/kubernetes/targets/kubernetes-api#aws-account
 */
export function* targetWithoutRole({ urn, type, props }: Resource): Iterable<Report> {
  const access = props.awsAccountAuthentication;
  if (type !== targetType || access === undefined || access === null) return;
  const { useInstanceRole, assumeRole, assumedRoleArn } = isFields(access) ? access : notKnown;
  if (useInstanceRole !== unknown && !isTrue(useInstanceRole)) return;
  if ([useInstanceRole, assumeRole, assumedRoleArn].includes(unknown)) {
    const message = "A cluster as a target has settings that are not known yet: judged at `pulumi up`.";
    yield { urn, message, isAdvice: true };
  } else if (!isTrue(assumeRole) || isBlank(assumedRoleArn)) {
    yield {
      urn,
      message: twoLines(
        "A cluster as a target works with AWS without an assumed role, as whatever its worker is.",
        "Set assumeRole to true and assumedRoleArn to the deploy role.",
      ),
    };
  }
}

const notKnown = { useInstanceRole: unknown, assumeRole: unknown, assumedRoleArn: unknown } as const;
