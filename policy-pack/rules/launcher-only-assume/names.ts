import { iamEntity, isAccountId } from "../../../trust/documents/arn";
import { covers, glob, literal, type Glob } from "../../../trust/documents/glob";
import type { Resource } from "../../../trust/sources/resources/context";
import { text } from "../../../trust/sources/resources/plain";
import { unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import type { Subject } from "../../subjects";
import { nameOf } from "./words";
import { anyOf, twoLines } from "../../words";

/** What is wrong with the name, path or account of a role that goes by the launcher's name, if anything is. */
export function namesake(
  subject: Subject,
  { props, home }: Resource,
  settings: Settings,
): string | undefined {
  const { launchers, accounts, managementAccountId } = settings;
  const [name, path] = [text(props.name), text(props.path) ?? "/"];
  const alike = launchers.filter((arn) => isSame(iamEntity(arn)?.name, name));
  const isOurAccount =
    !isAccountId(home.account) || [...accounts, managementAccountId].includes(home.account);
  if (alike.length === 0 || !isOurAccount) return undefined;
  const isLauncher = alike.some((arn) => {
    const launcher = iamEntity(arn);
    const isThere = !isAccountId(home.account) || home.account === launcher?.account;
    return isThere && name === launcher?.name && path === launcher?.path;
  });
  if (isLauncher) return undefined;
  const problem =
    path === unknown ? "and a path that is not known" : "and is another role, by account, path or case";
  return twoLines(
    `${nameOf(subject)} has the name of a launcher, ${problem}.`,
    `Make it ${anyOf(alike)}, or give it another name.`,
  );
}

/** What is wrong with a deploy role that patterns match only if case is ignored, which IAM does for names alone. */
export function wrongCase(subject: Subject, role: Resource, { deployRoles }: Settings): string | undefined {
  const arn = arnOf(role);
  const alike = deployRoles.filter((one) => arn && covers(lower(one.pattern), lower(arn)));
  const [first] = alike;
  if (!first || !arn || alike.some(({ pattern }) => covers(pattern, arn))) return undefined;
  return twoLines(
    `${nameOf(subject)} is a deploy role only if case is ignored, and SCPs and RCPs compare with case.`,
    `Write its path and name in the case of ${first.text}.`,
  );
}

/** As much of a role's ARN as is known, with wildcards for the rest; undefined without its path. */
function arnOf({ props, home }: Resource): Glob | undefined {
  const name = text(props.name) ?? unknown;
  const path = text(props.path) ?? "/";
  if (path === unknown) return undefined;
  return [
    literal(`arn:${home.partition}:iam::`),
    isAccountId(home.account) ? literal(home.account) : glob("*"),
    literal(`:role${path}`),
    name === unknown ? glob("*") : literal(name),
  ].join("") as Glob;
}

function lower(pattern: Glob): Glob {
  return pattern.toLowerCase() as Glob;
}

function isSame(one: string | undefined, other: unknown): boolean {
  return typeof other === "string" && one?.toLowerCase() === other.toLowerCase();
}
