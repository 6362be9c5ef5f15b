import assert from "node:assert/strict";

import type { Another, Lookup } from "../../../../trust/conditions/lookup";
import { application } from "../../../../trust/decide/statements";
import { readDocument } from "../../../../trust/documents/read";
import { unknown, type Truth, type Unknown } from "../../../../trust/truth";

/** Keys in lower case; one that is left out is absent. */
export type Context = Readonly<Record<string, string | readonly string[] | Unknown | Another>>;

/** What a request says about condition keys; it is asked in lower case alone. */
export function lookupOf(context: Context): Lookup {
  return (key) => {
    assert.equal(key, key.toLowerCase());
    const value = Object.hasOwn(context, key) ? context[key] : undefined;
    return typeof value === "string" ? [value] : value;
  };
}

/** Whether the conditions of a well-formed statement hold. */
export function holds(Condition: unknown, context: Context = {}, Version: unknown = "2012-10-17"): Truth {
  const Statement = { Effect: "Allow", Action: "*", Resource: "*", Condition };
  const { version, statements, problems } = readDocument({ Version, Statement }, "permissions");
  assert.deepEqual(problems, []);
  assert(statements !== unknown);
  const [statement] = statements;
  assert(statement);
  const request = { action: "sts:assumerole", resource: "*", lookup: lookupOf(context) };
  return application(statement, version, request).applies;
}
