import { iamEntity } from "../../../trust/documents/arn";
import { glob, hasWildcard, type Glob } from "../../../trust/documents/glob";
import type { Listed, ReadDocument, ReadStatement } from "../../../trust/documents/read";
import { unknown, type Unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import { isDeployRoleArn } from "../../subjects";

/** What it takes to become a deploy role, in lower case as statements are read. */
const needed: ReadonlySet<string> = new Set(["sts:assumerole", "sts:tagsession", "sts:setsourceidentity"]);

/**
 * What a permissions policy may allow beside assuming deploy roles, in words, once for each statement: e.g.
 * `Action s3:* and Resource * (Statement[1], Sid Other)`. What is malformed or not known may allow anything.
 *
 * @param document as `readDocument(source, "permissions")` reads it
 */
export function excessOf(document: ReadDocument, settings: Settings): readonly string[] {
  const { statements, problems } = document;
  const [problem] = problems;
  if (problem) return [`${problem.place || "the document"} ${problem.message}`];
  if (statements === unknown) return ["the document is not known"];
  return statements
    .filter(({ effect }) => effect !== "Deny")
    .flatMap((statement) => {
      const excess = excessIn(statement, settings);
      const { place, sid } = statement;
      const where = sid === undefined ? place : `${place}, Sid ${sid}`;
      return excess.length > 0 ? [`${excess.join(" and ")} (${where})`] : [];
    });
}

/**
 * Deploy roles that a permissions policy names in accounts that the settings do not have. A launcher keeps such a role
 * for as long as it is there after its account has left the settings.
 */
export function elsewhere({ statements }: ReadDocument, { accounts }: Settings): readonly string[] {
  const named = (statements === unknown ? [] : statements)
    .filter(({ effect }) => effect !== "Deny")
    .flatMap(({ resources }) => (resources === undefined || resources === unknown ? [] : resources.names));
  return named.filter((arn) => {
    const entity = iamEntity(arn);
    return entity !== undefined && !accounts.includes(entity.account);
  });
}

function excessIn({ effect, actions, resources }: ReadStatement, settings: Settings): readonly string[] {
  return [
    ...(effect === unknown ? ["Effect that is not known"] : []),
    ...excessOfElement("Action", actions, (action) => needed.has(action)),
    ...excessOfElement("Resource", resources, (arn) => isOneDeployRole(arn, settings)),
  ];
}

function excessOfElement<T extends string>(
  element: string,
  listed: Listed<T> | Unknown | undefined,
  isNeeded: (name: T) => boolean,
): readonly string[] {
  if (listed === undefined || listed === unknown) return [`${element} that is not known`];
  if (listed.negated) return [`Not${element}`];
  const others = listed.names.filter((name) => !isNeeded(name)).map(readable);
  const [first, second, ...more] = others;
  if (first === undefined) return [];
  const rest = more.length > 0 ? ` and ${more.length} more` : "";
  return [`${element} ${second === undefined ? first : `${first}, ${second}`}${rest}`];
}

/** Whether a resource is a deploy role by its ARN: a pattern or a variable may come to stand for others. */
function isOneDeployRole(resource: string, settings: Settings): boolean {
  const entity = iamEntity(resource);
  return (
    entity?.kind === "role" &&
    !hasWildcard(glob(resource)) &&
    !resource.includes("${") &&
    entity.account !== settings.managementAccountId &&
    !settings.launchers.includes(resource) &&
    isDeployRoleArn(resource, settings)
  );
}

function readable(name: string | Glob): string {
  return name.replaceAll(glob("*"), "*").replaceAll(glob("?"), "?");
}
