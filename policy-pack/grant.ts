import { glob, matches, witness, type Glob } from "../trust/documents/glob";
import type { ReadStatement } from "../trust/documents/read";
import type { Identity, Organization } from "../trust/organization";
import { may } from "../trust/reach/judge";
import { unknown } from "../trust/truth";

/**
 * The statement by which a role or user may do something, in words; undefined if it may not, or if only a policy that
 * is not known would let it.
 *
 * @param action e.g. `ssm:GetParameter`
 * @param resources ARNs, of which one is enough
 */
export function grantOf(
  organization: Organization,
  identity: Identity,
  action: string,
  resources: readonly string[],
): string | undefined {
  for (const resource of resources) {
    const isAllowed = (policies: Identity["policies"]): boolean =>
      may(organization, { ...identity, policies }, action.toLowerCase(), resource) !== "no";
    if (!isAllowed(identity.policies)) continue;
    for (const { name, document } of identity.policies) {
      const by = statementsOf(document).find((statement) =>
        isAllowed([{ name, document: { ...document, statements: [statement] } }]),
      );
      if (by)
        return `${action} (policy ${name}, ${by.place}${by.sid === undefined ? "" : `, Sid ${by.sid}`})`;
    }
  }
  return undefined;
}

/**
 * ARNs that begin with a text: any one, and one for each pattern in the policies of a role or user that is about some
 * of them alone.
 *
 * @param beginning e.g. `arn:aws:ssm:us-east-1:123456789012:parameter/octopus-server/`
 */
export function samples(beginning: string, { policies }: Identity): readonly string[] {
  const patterns = policies
    .flatMap(({ document }) => statementsOf(document))
    .flatMap(({ resources }) => (resources === undefined || resources === unknown ? [] : resources.names))
    .map(glob);
  return [...new Set([`${beginning}any`, ...patterns.flatMap((pattern) => sample(beginning, pattern))])];
}

/** What is left of the pattern, where its first part matches the beginning, says how the rest may be. */
function sample(beginning: string, pattern: Glob): readonly string[] {
  for (let at = 1; at <= pattern.length; at++)
    if (matches(pattern.slice(0, at) as Glob, beginning))
      return [beginning + witness(pattern.slice(at) as Glob)];
  return [];
}

function statementsOf({ statements }: Identity["policies"][number]["document"]): readonly ReadStatement[] {
  return statements === unknown ? [] : statements;
}
