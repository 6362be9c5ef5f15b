import assert from "node:assert/strict";

import { describe as inWords } from "../../../../trust/bound/answers";
import { upperBound } from "../../../../trust/bound/bound";
import { assumeActions, type StsAction } from "../../../../trust/bound/way";
import { readDocument, type ReadDocument } from "../../../../trust/documents/read";
import { unknown } from "../../../../trust/truth";

export const tooling = "123456789012";
export const launcher = `arn:aws:iam::${tooling}:role/OctoLauncherRole`;
export const other = `arn:aws:iam::${tooling}:role/Other`;

export type Fields = Readonly<Record<string, unknown>>;

/** A statement that lets the launcher in, unless `fields` say otherwise. */
export function allow(fields: Fields = {}): Fields {
  return { Effect: "Allow", Principal: { AWS: launcher }, Action: "sts:AssumeRole", ...fields };
}

/** A statement that denies everybody, unless `fields` say otherwise. */
export function deny(fields: Fields = {}): Fields {
  return { Effect: "Deny", Principal: { AWS: "*" }, Action: "sts:*", ...fields };
}

export function trustOf(...statements: readonly unknown[]): ReadDocument {
  return readDocument({ Version: "2012-10-17", Statement: statements }, "trust");
}

/** Statements without principals that a document could have: trust policies with `NotPrincipal` are malformed. */
export function withNotPrincipal(...statements: readonly Fields[]): ReadDocument {
  const document = trustOf(...statements);
  assert(document.statements !== unknown);
  return {
    ...document,
    statements: document.statements.map((statement) =>
      statement.principals === undefined || statement.principals === unknown || statement.sid !== "Not"
        ? statement
        : { ...statement, principals: { ...statement.principals, negated: true } },
    ),
  };
}

/** The ways into a role in words, each with what was not counted in square brackets. */
export function ways(trust: ReadDocument, actions: readonly StsAction[] = assumeActions): string[] {
  return upperBound(trust, actions).ways.map((way) =>
    [inWords(way), ...way.notCounted.map((words) => `[${words}]`)].join(" "),
  );
}

/** A test for each row: what it shows, the statements of a trust policy, and the ways that are left. */
export type Row = readonly [title: string, statements: readonly unknown[], left: readonly string[]];

export function table(rows: readonly Row[]): void {
  for (const [title, statements, left] of rows) {
    it(title, () => {
      assert.deepEqual(ways(trustOf(...statements)), left);
    });
  }
}
