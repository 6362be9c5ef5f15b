import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { CORE_SCHEMA, load } from "js-yaml";

import type { RawSettings } from "./settings";

/** Reads this stack's settings from the engine, unchecked. */
export function loadSettings(): RawSettings {
  const config = new pulumi.Config();
  const project = projectDefaults(pulumi.getRootDirectory());
  return {
    organization: config.getObject("organization"),
    projectOrganization: project("organization"),
    environment: config.get("environment") || pulumi.getStack(),
    network: config.getObject("network"),
    cluster: config.getObject("cluster"),
    octopus: config.getObject("octopus"),
    projectOctopus: project("octopus"),
  };
}

/** The defaults in Pulumi.yaml. The engine merges them with a stack's own and does not say so. */
function projectDefaults(root: string): (setting: string) => unknown {
  // Timestamps and other types beyond JSON would not compare with what the engine hands over.
  const project = load(readFileSync(join(root, "Pulumi.yaml"), "utf8"), { schema: CORE_SCHEMA }) as {
    config?: Record<string, { default?: unknown } | undefined>;
  };
  return (setting) => project.config?.[setting]?.default;
}
