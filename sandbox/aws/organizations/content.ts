import { syntaxProblems } from "../../../trust/documents/syntax";
import type { Limits } from "../../../trust/limits";
import { AwsError } from "../front/errors";
import { parsedPolicy, resourcePolicyProblem } from "../iam/documents";

/** Characters of a policy as it is sent, white space included. */
const longest: Readonly<Record<string, (limits: Limits) => number>> = {
  SERVICE_CONTROL_POLICY: ({ scpCharacters }) => scpCharacters,
  RESOURCE_CONTROL_POLICY: ({ rcpCharacters }) => rcpCharacters,
};

/** Refuses the text of a policy that Organizations would not take. Types other than SCP and RCP are not looked at. */
export function checkPolicyContent(content: string | undefined, type: string, limits: Limits): void {
  const most = longest[type]?.(limits);
  if (most === undefined) return;
  const malformed = (why: string): never => {
    throw new AwsError(
      "MalformedPolicyDocumentException",
      `The provided policy document does not meet the requirements of the specified policy type. (${why})`,
    );
  };
  if (!content) return malformed("it is empty");
  if (content.length > most) {
    throw new AwsError(
      "ConstraintViolationException",
      `You have exceeded the maximum size of a policy: it has ${content.length} characters of ${most}.`,
      400,
      { Reason: "POLICY_CONTENT_LIMIT_EXCEEDED" },
    );
  }
  const isRcp = type === "RESOURCE_CONTROL_POLICY";
  const [problem] = isRcp ? [] : syntaxProblems(content, "permissions");
  if (problem) malformed(`${problem.place || "the document"} ${problem.message}`);
  const rcpProblem = isRcp ? resourcePolicyProblem(content) : undefined;
  if (rcpProblem !== undefined) malformed(rcpProblem);
  if (!isRcp) return;
  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
  for (const { Effect, Principal } of parsedPolicy(content).Statement) {
    if (Principal !== "*") malformed('the Principal of a statement is not "*"');
    if (Effect !== "Deny") malformed("the Effect of a statement is not Deny");
  }
}
