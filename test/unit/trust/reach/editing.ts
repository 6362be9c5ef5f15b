import assert from "node:assert/strict";

import type { Statement } from "../../../../trust/documents/policy";
import type { Role } from "../../../../trust/organization";
import { ids, member, named, role, roleArn, userArn } from "../decide/model";
import { denying, how, may, type Parts } from "./model";

export const target = roleArn("dev", "Target");
export const editor = roleArn("dev", "Editor");
export const foreigner = roleArn("prod", "Editor");
export const victim = userArn("dev", "victim");
export const policyArn = `arn:aws:iam::${ids.dev}:policy/shop`;

export interface Case {
  readonly title: string;
  readonly editor?: Partial<Role>;
  readonly target?: Partial<Role>;
  readonly from?: string;
  readonly more?: Parts;
  readonly is: string;
}

export function check(cases: readonly Case[]): void {
  for (const one of cases) {
    it(`${one.is === "not" ? "does not lead from" : `is ${one.is.split(":")[0]} from`} ${one.title}`, () => {
      const from = one.from ?? editor;
      const parts: Parts = {
        ...one.more,
        roles: [
          { ...role(target, ids.management), ...one.target },
          role(
            from.startsWith("arn:") && from.includes(":role/") ? from : editor,
            ids.management,
            one.editor,
          ),
          ...(one.more?.roles ?? []),
        ],
      };
      assert.equal(how(parts, from, target), one.is);
    });
  }
}

export const boundary = {
  boundary: named("b", "permissions", { Effect: "Allow", Action: "s3:*", Resource: "*" }),
};
export const scp = (action: string, more: Partial<Statement> = {}): Parts => ({
  accounts: [member(ids.dev, denying("scp", action, more))],
});
export const rcp = (action: string, more: Partial<Statement> = {}): Parts => ({
  accounts: [member(ids.dev, {}, denying("rcp", action, more))],
});
export const trustEdit = may("iam:UpdateAssumeRolePolicy", target);
