import assert from "node:assert/strict";

import type { Statement } from "../../../../trust/documents/policy";
import { readDocument } from "../../../../trust/documents/read";
import type { Identity, Role } from "../../../../trust/organization";
import { unknown } from "../../../../trust/truth";
import { identity, ids, role, roleArn, trusting, userArn } from "../decide/model";
import { how, may, type Parts } from "./model";

export const target = roleArn("dev", "Target");
export const near = roleArn("dev", "Near");
export const far = roleArn("prod", "Far");
export const user = userArn("dev", "ada");
export const stranger = roleArn("outside", "Stranger");
export const assumes = may("sts:AssumeRole", target);
export const assumesAndTags = may(["sts:AssumeRole", "sts:TagSession"]);
export const ada = identity(user, assumes);

export interface Case {
  readonly title: string;
  readonly from: string;
  readonly trust: readonly Partial<Statement>[] | "unknown";
  readonly near?: Partial<Role>;
  readonly far?: Partial<Role>;
  readonly user?: Partial<Identity>;
  readonly target?: Partial<Role>;
  readonly more?: Parts;
  readonly is: string;
}

export const proven = "proven: assume role";
export const possible = "possible: assume role";

export function partsOf(one: Case): Parts {
  const trust = one.trust === "unknown" ? { trust: readDocument(unknown, "trust") } : trusting(...one.trust);
  return {
    ...one.more,
    roles: [
      { ...role(target, ids.dev), ...trust, ...one.target },
      { ...role(near, ids.management), uniqueId: "AROANEARNEARNEAR1", ...one.near },
      { ...role(far, ids.management), uniqueId: "AROAFARFARFARFAR1", ...one.far },
      ...(one.more?.roles ?? []),
    ],
    users: [{ ...ada, ...one.user }],
  };
}

export const named_ = (AWS: string | readonly string[]): Partial<Statement>[] => [{ Principal: { AWS } }];
export const when = (AWS: string, Condition: Statement["Condition"]): Partial<Statement>[] => [
  { Principal: { AWS }, ...(Condition && { Condition }) },
];

/** A test for each case. */
export function check(cases: readonly Case[]): void {
  for (const one of cases) {
    it(`${one.is === "not" ? "do not lead from" : `are ${one.is.split(":")[0]} from`} ${one.title}`, () => {
      assert.equal(how(partsOf(one), one.from, target), one.is);
    });
  }
}
