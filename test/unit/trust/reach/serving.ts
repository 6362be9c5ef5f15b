import assert from "node:assert/strict";

import type { Statement } from "../../../../trust/documents/policy";
import type { Role } from "../../../../trust/organization";
import { ids, role, roleArn, trusting } from "../decide/model";
import { how, type Parts } from "./model";

export const target = roleArn("dev", "Target");
export const actor = roleArn("dev", "Actor");
export const foreigner = roleArn("prod", "Actor");
export const lambda = "lambda.amazonaws.com";
export const passing = ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"];

export interface Case {
  readonly title: string;
  readonly trust?: Partial<Statement>;
  readonly actor?: Partial<Role>;
  readonly from?: string;
  readonly more?: Parts;
  readonly is: string;
}

export function partsOf({ trust, actor: who, from = actor, more }: Case): Parts {
  return {
    ...more,
    roles: [
      {
        ...role(target, ids.dev),
        ...trusting({ Principal: { Service: lambda }, Action: "sts:AssumeRole", ...trust }),
      },
      role(from.startsWith("arn:") ? from : actor, ids.management, who),
      ...(more?.roles ?? []),
    ],
  };
}

export function check(cases: readonly Case[]): void {
  for (const one of cases) {
    it(`${one.is === "not" ? "does not lead from" : `is ${one.is.split(":")[0]} from`} ${one.title}`, () => {
      assert.equal(how(partsOf(one), one.from ?? actor, target), one.is);
    });
  }
}
