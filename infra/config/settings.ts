import { isDeepStrictEqual } from "node:util";

import { octopusProblems } from "../octopus/checks";
import { onClusterProblems } from "../octopus/on-cluster-checks";
import { organizationProblems } from "./checks";
import { clusterSchema, type ClusterSettings } from "./cluster";
import { tooling } from "./names";
import { buildModel, findEnvironment, type Environment, type Organization } from "./model";
import { networkProblems, networkSchema, type NetworkSettings } from "./network";
import { octopusSchema, type OctopusSettings } from "./octopus";
import { secretProblems } from "./octopus-secrets";
import type { Problem } from "./problems";
import { organizationSchema } from "./schema";
import { shape } from "./shape";

/** What a stack is made from. */
export interface Settings {
  readonly organization: Organization;
  /** The environment that this stack provisions. */
  readonly environment: Environment;
  /** Of the tooling stack. */
  readonly network: NetworkSettings;
  /** Of the tooling stack. */
  readonly cluster: ClusterSettings;
  readonly octopus: OctopusSettings;
}

/** The settings as the engine hands them over, before anything is known about them. */
export interface RawSettings {
  readonly organization: unknown;
  /** `organization` as Pulumi.yaml has it, to tell when a stack replaced it. */
  readonly projectOrganization: unknown;
  /** The setting `environment`, or the stack's name. */
  readonly environment: string;
  readonly network: unknown;
  readonly cluster: unknown;
  readonly octopus?: unknown;
  /** `octopus` as Pulumi.yaml has it. */
  readonly projectOctopus?: unknown;
}

/** Settings with all that is wrong in them; nothing may be created while `problems` has an entry. */
export interface CheckedSettings {
  readonly problems: readonly Problem[];
  /** There when its shape is right, so that the documents made from it can be checked as well. */
  readonly organization?: Organization;
  /** There when every shape is right and the environment is known. */
  readonly settings?: Settings;
}

/** Validates all settings of a stack at once and builds the model from them. */
export function checkSettings(raw: RawSettings): CheckedSettings {
  const problems: Problem[] = [];
  problems.push(
    ...sharedProblems("organization", raw.organization, raw.projectOrganization),
    ...sharedProblems("octopus", raw.octopus, raw.projectOctopus),
  );
  const written = shape("organization", organizationSchema, raw.organization ?? {});
  const network = shape("network", networkSchema(raw.network), raw.network ?? {});
  const cluster = shape("cluster", clusterSchema, raw.cluster ?? {});
  const secrets = secretProblems("octopus", raw.octopus);
  const octopus = secrets.length > 0 ? undefined : shape("octopus", octopusSchema, raw.octopus ?? {});
  problems.push(...written.problems, ...network.problems, ...cluster.problems);
  problems.push(...(octopus?.problems ?? secrets));
  if (network.value && cluster.value)
    problems.push(...networkProblems(network.value, cluster.value.serviceCidr));
  if (!written.value) return { problems };

  const organization = buildModel(written.value);
  problems.push(...organizationProblems(written.value, organization));
  if (octopus?.value) problems.push(...octopusProblems(octopus.value, organization));
  if (octopus?.value) {
    // Other stacks have no network of ours, and neither has who looks at the project without a stack.
    const known = raw.environment === tooling && raw.network !== undefined;
    problems.push(...onClusterProblems(octopus.value, organization, known ? network.value : undefined));
  }
  const environment = findEnvironment(organization, raw.environment);
  if (!environment) {
    const known = ["tooling", ...organization.environments.map(({ name }) => name)];
    problems.push({
      setting: "environment",
      message:
        `is ${raw.environment} (by default the stack's name), which organization.environments does not have: select ` +
        `a stack named ${known.join(", ")}, set environment to one of them, or describe ${raw.environment}`,
    });
  }
  if (!network.value || !cluster.value || !octopus?.value || !environment) return { problems, organization };
  return {
    problems,
    organization,
    settings: {
      organization,
      environment,
      network: network.value,
      cluster: cluster.value,
      octopus: octopus.value,
    },
  };
}

/** A setting that all stacks share, and one of them set for itself. */
function sharedProblems(setting: string, own: unknown, project: unknown): Problem[] {
  if (isDeepStrictEqual(own, project)) return [];
  const message =
    `is set by this stack's file or environment, which would replace the whole ${setting} for one stack: remove it ` +
    "there and write it in Pulumi.yaml, which all stacks share";
  return [{ setting, message }];
}
