import type { Identity } from "../../../trust/organization";
import { unknown } from "../../../trust/truth";
import type { Report } from "../../rule";
import type { Subject } from "../../subjects";
import type { Found, ManagedPolicies } from "./documents";
import type { Given } from "./given";
import { grants } from "./held";
import { remedies, type Path } from "./path";
import type { Boundary } from "./role";

/** What is said of a path out of a role. */
export function pathReport(
  urn: string,
  to: Subject,
  identity: Identity,
  path: Path,
  { note }: Boundary,
): Report {
  const { kind, what, actions, how = grants(identity, actions) } = path;
  return { urn, message: `${wordsOf(to)} may ${what}: ${how}${note}.\n${remedies[kind]}` };
}

/** What is said of a policy that cannot be read. */
export function unclearReport({ by, to }: Given, found: Found): readonly Report[] {
  if (found.kind !== "unclear") return [];
  return [
    {
      urn: by.urn,
      message: `${wordsOf(to)} gets permissions that cannot be judged: ${found.words}.\n${found.remedy}`,
    },
  ];
}

/** What is said of managed policies that a stack does not have. */
export function missingReports(
  { by, to, managed, managedIn, isOpen }: Given,
  policies: ManagedPolicies,
): readonly Report[] {
  if (isOpen) return [];
  return policies.in(managedIn, managed, by).flatMap((arn) => {
    if (arn !== unknown && policies.of(arn).kind !== "missing") return [];
    const words =
      arn === unknown ? "a managed policy whose ARN is not known" : `${arn}, which is not in this stack`;
    return [
      {
        urn: by.urn,
        message:
          `${wordsOf(to)} gets ${words}, so that nobody can judge what it opens.\n` +
          `Declare the policy in the stack that attaches it, or write it into the role.`,
      },
    ];
  });
}

/** What is said of one of AWS's own policies that this pack does not have. */
export function awsReport({ by, to }: Given, found: Found): readonly Report[] {
  if (found.kind !== "of AWS") return [];
  return [
    {
      urn: by.urn,
      isAdvice: true,
      message:
        `${wordsOf(to)} gets ${found.words}, whose document is not known to this pack.\n` +
        `Look at it for a path out of the role, or write the permissions that the deployment needs.`,
    },
  ];
}

function wordsOf({ words, isDeployRole, isOidcRole }: Subject): string {
  return isDeployRole === "yes" || isOidcRole === "yes" ? words : `${words}, which may be a deploy role,`;
}
