import { compact, list, policy, type PolicyDocument, type Statement } from "../../../trust/documents/policy";
import { named } from "../sids";
import { shard } from "../shards";

/**
 * Spreads statements over as few policies as they fit into.
 *
 * Each policy has the statements with its share of their resources. A `Deny` on two resources is the same as two on
 * one each, so that nothing is lost. A resource has the same place in every statement and moves only into a policy
 * that is added: whoever updates the last policy first never lets go of a resource before another policy has it.
 *
 * @param statements only `Deny`, each with `Resource`
 * @param characters that a policy may have as it is sent
 * @param most policies that there may be
 * @returns one document a policy; undefined when they do not fit
 */
export function split(
  statements: readonly Statement[],
  characters: number,
  most: number,
): PolicyDocument[] | undefined {
  for (let count = 1; count <= most; count++) {
    const documents = spread(statements, count);
    // A place left empty would give its number to the next one, and resources would move between policies.
    if (documents.every((one) => one.Statement.length > 0 && compact(one).length <= characters))
      return documents;
  }
  return undefined;
}

function spread(statements: readonly Statement[], count: number): PolicyDocument[] {
  const places = statements.map((statement) => shard(list(statement.Resource), count));
  return Array.from({ length: count }, (_, place) => {
    const shares = statements.flatMap((statement, index): Statement[] => {
      const share = places[index]?.[place] ?? [];
      const [first] = share;
      return first === undefined ? [] : [{ ...statement, Resource: share.length === 1 ? first : share }];
    });
    return policy(...named(shares));
  });
}
