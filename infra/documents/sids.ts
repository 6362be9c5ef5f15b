import type { Statement } from "../../trust/documents/policy";

/** The statements with each repeated Sid numbered, as AWS takes every Sid once: `Launcher`, `Launcher2`, ... */
export function named(statements: readonly Statement[]): Statement[] {
  const taken = new Set<string>();
  return statements.map((statement) => {
    if (!statement.Sid) return statement;
    let sid = statement.Sid;
    for (let count = 2; taken.has(sid); count++) sid = `${statement.Sid}${count}`;
    taken.add(sid);
    return { ...statement, Sid: sid };
  });
}
