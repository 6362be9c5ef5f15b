import type { ReadDocument, ReadStatement } from "../documents/read";
import type { SyntaxProblem } from "../documents/syntax";
import { unknown } from "../truth";

/** What of a trust policy is malformed or not known, so that anybody is taken to come in by it. */
export function findingsOf({ statements, version, problems }: ReadDocument): readonly SyntaxProblem[] {
  if (problems.length > 0) return problems;
  if (statements === unknown) return [{ place: "", message: "is not known" }];
  return [
    ...(version === unknown ? [{ place: "Version", message: "is not known" }] : []),
    ...statements.flatMap(ofStatement),
  ];
}

function ofStatement(statement: ReadStatement): SyntaxProblem[] {
  const { place, effect, principals, actions, conditions } = statement;
  const notKnown = (element: string): SyntaxProblem => ({
    place: `${place}.${element}`,
    message: "is not known",
  });
  return [
    ...(effect === unknown ? [notKnown("Effect")] : []),
    ...(principals === unknown ? [notKnown("Principal")] : []),
    ...(principals !== unknown && principals !== undefined
      ? principals.names.flatMap((principal) =>
          principal.kind === "other"
            ? { place: `${place}.Principal`, message: `has "${principal.text}", which may be anybody` }
            : [],
        )
      : []),
    ...(actions === unknown ? [notKnown("Action")] : []),
    ...(conditions === unknown
      ? [notKnown("Condition")]
      : conditions.flatMap(({ operator, values, words }) =>
          operator === unknown || values === unknown
            ? { place: `${place}.Condition`, message: `has ${words}, which is not known` }
            : [],
        )),
  ];
}
