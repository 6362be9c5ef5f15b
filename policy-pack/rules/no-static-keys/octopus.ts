import type { Resource } from "../../../trust/sources/resources/context";
import type { Report } from "../../rule";
import { twoLines } from "../../words";
import { hasKeys } from "./aws";

/** Accounts of Octopus that are nothing but a pair of keys. */
const keyAccounts: ReadonlySet<string> = new Set([
  "octopusdeploy:index/awsAccount:AwsAccount",
  "octopusdeploy:index/platformHubAwsAccount:PlatformHubAwsAccount",
]);

/** Feeds that Octopus reads with keys, or otherwise. */
const feeds: Readonly<Record<string, string>> = {
  "octopusdeploy:index/s3Feed:S3Feed": "Set useMachineCredentials",
  "octopusdeploy:index/awsElasticContainerRegistry:AwsElasticContainerRegistry": "Set oidcAuthentication",
};

/**
 * What is wrong with an account or feed of Octopus that keeps access keys. Their values are never shown.
 *
 * @see https://registry.terraform.io/providers/OctopusDeploy/octopusdeploy/latest/docs/resources/aws_account
 */
export function* keptKeys(resource: Resource): Iterable<Report> {
  const { urn, type } = resource;
  if (keyAccounts.has(type)) {
    yield {
      urn,
      message: twoLines(
        "An access-key account of Octopus: who reads its keys has them for good.",
        "Let steps assume a role with the worker's own credentials, or make it an AwsOpenidConnectAccount.",
      ),
    };
  } else if (Object.hasOwn(feeds, type) && hasKeys(resource)) {
    yield {
      urn,
      message: twoLines(
        "A feed of Octopus that keeps access keys.",
        `${feeds[type] ?? ""} instead of accessKey and secretKey.`,
      ),
    };
  }
}
