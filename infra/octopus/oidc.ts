import { slugOf } from "./names";

/** Parts of a subject in the order in which Octopus writes them, whatever the order of the keys. */
const order = ["space", "project", "runbook", "tenant", "environment", "target", "account", "type"] as const;

/** A part of a subject. */
export type SubjectKey = (typeof order)[number];

/** Slugs of what a token is issued for; `type` is `deployment`, `runbook`, `health` or `test`. */
export type SubjectValues = Readonly<Partial<Record<SubjectKey, string>>>;

/** The keys of the three uses that Octopus makes of an account. */
export interface SubjectKeys {
  /** Deployments and runs of runbooks. */
  readonly execution: readonly SubjectKey[];
  readonly healthCheck: readonly SubjectKey[];
  readonly accountTest: readonly SubjectKey[];
}

/**
 * The subject of a token: the chosen parts that have a value. A part without one is left out with its label.
 *
 * @param keys which parts, e.g. `["space", "project", "environment"]`
 * @returns e.g. `space:aws:project:shop:environment:dev`
 * @see https://octopus.com/docs/infrastructure/accounts/openid-connect#subject-keys
 */
export function subject(keys: readonly SubjectKey[], values: SubjectValues): string {
  return order
    .filter((key) => keys.includes(key) && values[key] !== undefined)
    .map((key) => `${key}:${values[key]}`)
    .join(":");
}

/** What the tokens of one account are issued for. */
export interface SubjectScope {
  /** Slugs. */
  readonly space: string;
  readonly environment: string;
  readonly account: string;
  readonly projects: readonly { readonly slug: string; readonly runbooks: readonly string[] }[];
  /** Slugs of the targets that log in with the account. */
  readonly targets: readonly string[];
}

/**
 * Every subject that Octopus can have in a token for an account, and that its role therefore trusts, each once.
 * Runbooks count by name where the keys tell runbooks apart from deployments.
 */
export function subjectsOf(keys: SubjectKeys, scope: SubjectScope): readonly string[] {
  const { space, environment, account } = scope;
  const execution = scope.projects.flatMap(({ slug: project, runbooks }) => {
    const values = { space, project, environment, account };
    return [
      subject(keys.execution, { ...values, type: "deployment" }),
      ...runbooks.map((name) =>
        subject(keys.execution, { ...values, runbook: slugOf(name), type: "runbook" }),
      ),
    ];
  });
  const healthCheck = scope.targets.map((target) =>
    subject(keys.healthCheck, { space, account, target, type: "health" }),
  );
  const accountTest = subject(keys.accountTest, { space, account, type: "test" });
  return [...new Set([...execution, ...healthCheck, accountTest])];
}
