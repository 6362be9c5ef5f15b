import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { decide } from "../../../trust/decide/decide";
import { explain } from "../../../trust/decide/explain";
import type { AssumeRequest, SessionCaller } from "../../../trust/decide/request";
import type { DocumentKind } from "../../../trust/documents/kinds";
import { readDocument } from "../../../trust/documents/read";
import type { Identity, Level, NamedDocument, Organization } from "../../../trust/organization";

/** What an example of the documentation changes, as statements of policies. */
interface Example {
  readonly identity?: readonly object[];
  readonly trust?: readonly object[];
  readonly boundary?: readonly object[];
  readonly scp?: readonly object[];
  readonly rcp?: readonly object[];
  readonly session?: Pick<SessionCaller, "tags" | "transitive"> & { readonly policies?: readonly object[][] };
  readonly durationSeconds?: number;
}

const launcher = "arn:aws:iam::123456789012:role/OctoLauncherRole";
const deployRole = "arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole";
const chain = ["sts:AssumeRole", "sts:TagSession"];
const permission = { Sid: "AssumeDeployRoles", Effect: "Allow", Action: chain, Resource: deployRole };
const admission = { Sid: "Launcher", Effect: "Allow", Principal: { AWS: launcher }, Action: chain };

function named(name: string, kind: DocumentKind, statements: readonly object[]): NamedDocument {
  const document = readDocument({ Version: "2012-10-17", Statement: statements }, kind);
  assert.deepEqual(document.problems, []);
  return { name, document };
}

function answer({ identity, trust, boundary, scp, rcp, session, durationSeconds }: Example): string {
  const full = { Effect: "Allow", Action: "*", Resource: "*" };
  const levels = (id: string): readonly Level[] => [
    { target: "the root", scps: [named("FullAWSAccess", "scp", [full])], rcps: [] },
    {
      target: `account ${id}`,
      scps: [named("FullAWSAccess", "scp", [full]), ...(scp ? [named("our-scp", "scp", scp)] : [])],
      rcps: rcp ? [named("our-rcp", "rcp", rcp)] : [],
    },
  ];
  const common = (arn: string): Pick<Identity, "arn" | "account" | "name" | "tags"> => ({
    arn,
    account: arn.split(":")[4] ?? "",
    name: arn.split("/").at(-1) ?? "",
    tags: new Map(),
  });
  const organization: Organization = {
    id: "o-exampleorgid",
    accounts: new Map(
      ["123456789012", "111111111111"].map((id) => [id, { id, isManagement: false, levels: levels(id) }]),
    ),
    roles: new Map([
      [
        launcher,
        {
          ...common(launcher),
          policies: [named("launcher", "permissions", identity ?? [permission])],
          ...(boundary && { boundary: named("boundary", "permissions", boundary) }),
          trust: readDocument({ Version: "2012-10-17", Statement: [admission] }, "trust"),
        },
      ],
      [
        deployRole,
        { ...common(deployRole), policies: [], trust: named("", "trust", trust ?? [admission]).document },
      ],
    ]),
    users: new Map(),
    podIdentities: [],
    compute: [],
    kubernetes: [],
    findings: [],
  };
  const { policies, ...carried } = session ?? {};
  const request: AssumeRequest = {
    caller: {
      kind: "session",
      role: launcher,
      name: "octopus",
      ...carried,
      ...(policies && { policies: policies.map((one) => named("session policy", "permissions", one)) }),
    },
    role: deployRole,
    sessionName: "octopus-deploy-1",
    ...(durationSeconds !== undefined && { durationSeconds }),
  };
  return explain(decide(request, organization));
}

describe("the documentation of the trust engine", () => {
  const text = readFileSync("docs/trust.md", "utf8");
  const examples = text.matchAll(
    /^### (.+)$(?:(?!^#)[^])*?^```json\n([^]*?)^```$(?:(?!^#)[^])*?^```text\n([^]*?)^```$/gm,
  );
  const found = [...examples].map(([, title = "", json = "", said = ""]) => ({ title, json, said }));

  it("has an example for each layer", () =>
    assert.deepEqual(
      found.map(({ title }) => title),
      [
        "Trust policy",
        "Identity policy",
        "Permissions boundary",
        "Session policy",
        "Service control policies",
        "Resource control policies",
        "Session tags",
        "Limits of sessions",
      ],
    ));

  for (const { title, json, said } of found) {
    it(`says what the engine says: ${title}`, () =>
      assert.equal(answer(JSON.parse(json) as Example), said.trimEnd()));
  }
});
