import assert from "node:assert/strict";

import { decide } from "../../../../trust/decide/decide";
import { explain } from "../../../../trust/decide/explain";
import {
  sessionOf,
  type AssumeRequest,
  type Caller,
  type SessionCaller,
} from "../../../../trust/decide/request";
import { readDocument } from "../../../../trust/documents/read";
import type { Account, NamedDocument, Organization, Role } from "../../../../trust/organization";
import { expected, expectedGuardrail, type DocumentOf } from "../../../fixtures/expected";
import {
  allowing,
  identity,
  ids,
  member,
  named,
  organization,
  role,
  roleArn,
  trusting,
  userArn,
} from "./model";

const launcher = roleArn("tooling", "OctoLauncherRole");
const dev = roleArn("dev", "octopus/deploy/DevDeployRole");
const prod = roleArn("prod", "octopus/deploy/ProdDeployRole");
const cluster = `arn:aws:eks:us-east-1:${ids.tooling}:cluster/octopus-cluster`;
const provider = `arn:aws:iam::${ids.dev}:oidc-provider/token.actions.githubusercontent.com`;

/** The administrators of accounts, who are trusted by whoever rewrote a trust policy. */
const admin = (account: keyof typeof ids): string => roleArn(account, "Administrator");

const read = (name: string, kind: DocumentOf): Pick<Role, "trust"> & { policies: NamedDocument[] } => ({
  trust: readDocument(expected(name, "trust"), "trust"),
  policies: [{ name: "octolaunch", document: readDocument(expected(name, kind), "permissions") }],
});
const guardrail = (kind: "scp" | "rcp"): NamedDocument => ({
  name: `octolaunch-${kind}-1`,
  document: readDocument(expectedGuardrail(`octolaunch-${kind}-1`), kind),
});

/** The sample organization; everybody gets into the role `Rewritten` by its trust policy, and into nothing else. */
const rewritten = roleArn("dev", "octopus/deploy/Rewritten");
const guarded = { root: [guardrail("scp")] };
const accounts: Account[] = [ids.tooling, ids.dev, ids.prod].map((id) =>
  member(id, guarded, { root: [guardrail("rcp")] }),
);
const sample: Organization = organization({
  accounts,
  roles: [
    { ...identity(launcher), ...read("OctoLauncherRole", "permissions") },
    { ...identity(dev), ...read("DevDeployRole", "permissions") },
    { ...identity(prod), ...read("ProdDeployRole", "permissions") },
    {
      ...identity(rewritten),
      ...trusting({
        Sid: "Intruders",
        Principal: { AWS: Object.values(ids), Service: "lambda.amazonaws.com", Federated: provider },
      }),
    },
    ...(["tooling", "dev", "management", "outside"] as const).map((account) =>
      role(admin(account), "*", { policies: [allowing({ Sid: "Everything" }, "AdministratorAccess")] }),
    ),
  ],
});

const podTags = (serviceAccount: string): Record<string, string> => ({
  "eks-cluster-arn": cluster,
  "eks-cluster-name": "octopus-cluster",
  "kubernetes-namespace": "octopus",
  "kubernetes-service-account": serviceAccount,
  "kubernetes-pod-name": "octopus-0",
  "kubernetes-pod-uid": "6d1c",
});
const fromEks = (serviceAccount: string): AssumeRequest => ({
  caller: {
    kind: "service",
    service: "pods.eks.amazonaws.com",
    sourceAccount: ids.tooling,
    sourceArn: cluster,
  },
  role: launcher,
  sessionName: "eks-octopus-0",
  tags: podTags(serviceAccount),
  transitiveTagKeys: Object.keys(podTags(serviceAccount)),
});
const pod = (serviceAccount: string): SessionCaller => sessionOf(fromEks(serviceAccount));
const person = (account: keyof typeof ids): Caller => ({
  kind: "session",
  role: admin(account),
  name: "ada",
});

const sts = (account: keyof typeof ids, name: string): string =>
  `arn:aws:sts::${ids[account]}:assumed-role/${name}`;
const denial = (kind: "service" | "resource", sid: string): string =>
  `the ${kind} control policy octolaunch-${kind[0]}cp-1 (${sid}), attached to the root, denies it`;
const tags =
  "Session tags go along, passed or inherited: they need sts:TagSession wherever sts:AssumeRole is allowed.";

describe("a decision explained, about the sample organization", () => {
  const cases: [what: string, request: AssumeRequest, lines: string[]][] = [
    [
      "EKS and the launcher",
      fromEks("octopus-server"),
      [
        `allowed: pods.eks.amazonaws.com may assume ${launcher}.`,
        "sts:AssumeRole: the role's trust policy (OctopusServer) allows it, in Statement[0].",
        "sts:TagSession: the role's trust policy (OctopusServer) allows it, in Statement[0].",
      ],
    ],
    [
      "EKS and a pod of nobody",
      fromEks("other"),
      [
        `denied: pods.eks.amazonaws.com may not assume ${launcher}.`,
        "sts:AssumeRole: the role's trust policy does not admit the caller.",
        `Look at the trust policy of ${launcher}.`,
      ],
    ],
    [
      "the launcher and a deploy role",
      { caller: pod("octopus-server"), role: dev },
      [
        `allowed: ${sts("tooling", "OctoLauncherRole/eks-octopus-0")} may assume ${dev}.`,
        "sts:AssumeRole: the role's trust policy (Launcher) allows it, in Statement[0].",
        "sts:AssumeRole: an identity policy of the caller allows it: octolaunch (AssumeDeployRoles), in Statement[0].",
        "sts:TagSession: the role's trust policy (Launcher) allows it, in Statement[0].",
        "sts:TagSession: an identity policy of the caller allows it: octolaunch (AssumeDeployRoles), in Statement[0].",
      ],
    ],
    [
      "the launcher of another pod and the role of prod",
      { caller: pod("octopus-server"), role: prod },
      [
        `denied: ${sts("tooling", "OctoLauncherRole/eks-octopus-0")} may not assume ${prod}.`,
        "sts:AssumeRole: the role's trust policy does not admit the caller.",
        `Look at the trust policy of ${prod}.`,
      ],
    ],
    [
      "the launcher and a role that it was not given",
      { caller: pod("octopus-server"), role: rewritten },
      [
        `denied: ${sts("tooling", "OctoLauncherRole/eks-octopus-0")} may not assume ${rewritten}.`,
        "sts:AssumeRole: no identity policy of the caller allows it.",
        `Look at the policies of ${sts("tooling", "OctoLauncherRole/eks-octopus-0")}.`,
      ],
    ],
    [
      "an administrator and a rewritten role",
      { caller: person("dev"), role: rewritten },
      [
        `denied: ${sts("dev", "Administrator/ada")} may not assume ${rewritten}.`,
        `sts:AssumeRole: ${denial("service", "DenyAssumeDeployRolesExceptLauncher")}, in Statement[0].`,
        `Look at the service control policies of account ${ids.dev}, its OUs and the root.`,
      ],
    ],
    [
      "the management account and a rewritten role",
      { caller: person("management"), role: rewritten },
      [
        `denied: ${sts("management", "Administrator/ada")} may not assume ${rewritten}.`,
        `sts:AssumeRole: ${denial("resource", "DenyAssumeDeployRolesExceptLauncher")}, in Statement[0].`,
        `Look at the resource control policies of account ${ids.dev}, its OUs and the root.`,
      ],
    ],
    [
      "an outsider and a rewritten role",
      { caller: person("outside"), role: rewritten },
      [
        `denied: ${sts("outside", "Administrator/ada")} may not assume ${rewritten}.`,
        `sts:AssumeRole: ${denial("resource", "DenyAssumeDeployRolesExceptLauncher")}, in Statement[0].`,
        `Look at the resource control policies of account ${ids.dev}, its OUs and the root.`,
      ],
    ],
    [
      "a token and a rewritten role: it has no ARN, so that the negated condition holds",
      { caller: { kind: "webIdentity", provider, claims: {} }, role: rewritten },
      [
        `denied: somebody whom ${provider} vouches for may not assume ${rewritten}.`,
        `sts:AssumeRoleWithWebIdentity: ${denial("resource", "DenyAssumeDeployRolesExceptLauncher")}, in Statement[0].`,
        `Look at the resource control policies of account ${ids.dev}, its OUs and the root.`,
      ],
    ],
    [
      "a service and a rewritten role: AWS does not say whether it has an ARN",
      { caller: { kind: "service", service: "lambda.amazonaws.com" }, role: rewritten },
      [
        `unknown: lambda.amazonaws.com may or may not assume ${rewritten}.`,
        "sts:AssumeRole: the resource control policy octolaunch-rcp-1 (DenyAssumeDeployRolesExceptLauncher), " +
          "attached to the root, may deny it; could not decide the condition StringNotEqualsIfExists on " +
          "aws:PrincipalArn, in Statement[0].",
        `Look at the resource control policies of account ${ids.dev}, its OUs and the root.`,
      ],
    ],
    [
      "a person and the launcher",
      { caller: person("management"), role: launcher },
      [
        `denied: ${sts("management", "Administrator/ada")} may not assume ${launcher}.`,
        `sts:AssumeRole: ${denial("resource", "OnlyServicesBecomeLauncher")}, in Statement[1].`,
        `Look at the resource control policies of account ${ids.tooling}, its OUs and the root.`,
      ],
    ],
    [
      "a person with a pod's tags",
      { caller: person("dev"), role: admin("dev"), tags: { "Kubernetes-Namespace": "octopus" } },
      [
        `denied: ${sts("dev", "Administrator/ada")} may not assume ${admin("dev")}.`,
        `sts:TagSession: ${denial("resource", "OnlyEksSetsPodTags")}, in Statement[2].`,
        tags,
        `Look at the resource control policies of account ${ids.dev}, its OUs and the root.`,
      ],
    ],
    [
      "a person with other tags",
      { caller: person("tooling"), role: admin("dev"), tags: { team: "shop" } },
      [
        `allowed: ${sts("tooling", "Administrator/ada")} may assume ${admin("dev")}.`,
        "sts:AssumeRole: the role's trust policy (a statement without Sid) allows it, in Statement[0].",
        "sts:AssumeRole: an identity policy of the caller allows it: AdministratorAccess (Everything), in Statement[0].",
        "sts:TagSession: the role's trust policy (a statement without Sid) allows it, in Statement[0].",
        "sts:TagSession: an identity policy of the caller allows it: AdministratorAccess (Everything), in Statement[0].",
      ],
    ],
    [
      "too long a session",
      { caller: person("tooling"), role: admin("dev"), durationSeconds: 7200 },
      [
        `denied: ${sts("tooling", "Administrator/ada")} may not assume ${admin("dev")}.`,
        "sts:AssumeRole: the request asks for 7200 seconds, and a session that another role's session opens has 3600 at most.",
        "Look at the request itself: no policy changes this.",
      ],
    ],
    [
      "a session narrowed when it was opened",
      {
        caller: {
          kind: "session",
          role: admin("tooling"),
          name: "ada",
          policies: [named("p", "permissions", { Effect: "Allow", Action: "s3:*", Resource: "*" })],
        },
        role: admin("dev"),
      },
      [
        `denied: ${sts("tooling", "Administrator/ada")} may not assume ${admin("dev")}.`,
        "sts:AssumeRole: no session policy of the caller allows it.",
        `Look at the policies that ${sts("tooling", "Administrator/ada")} was given when the session was opened.`,
      ],
    ],
    [
      "somebody of whom nothing is known",
      { caller: { kind: "user", arn: userArn("outside", "eve") }, role: admin("dev"), sourceIdentity: "eve" },
      [
        `unknown: ${userArn("outside", "eve")} may or may not assume ${admin("dev")}.`,
        `sts:AssumeRole: an identity policy of the caller may deny it: the policies of ${userArn("outside", "eve")} ` +
          "(content not known); could not decide the whole policy.",
        `Look at the policies of ${userArn("outside", "eve")}.`,
      ],
    ],
  ];
  for (const [what, request, lines] of cases) {
    it(`tells of ${what}`, () => assert.deepEqual(explain(decide(request, sample)).split("\n"), lines));
  }

  it("tells of a boundary, and of a source identity that goes along", () => {
    const limited = role(launcher, "*", {
      policies: [allowing()],
      boundary: allowing({ Action: "sts:AssumeRole" }, "limit"),
    });
    const caller: Caller = { kind: "session", role: launcher, name: "octopus", sourceIdentity: "ada" };
    const decision = decide({ caller, role: dev }, organization({ roles: [limited, role(dev, launcher)] }));
    assert.deepEqual(explain(decision).split("\n"), [
      `denied: ${sts("tooling", "OctoLauncherRole/octopus")} may not assume ${dev}.`,
      "sts:SetSourceIdentity: the caller's permissions boundary does not allow it.",
      "A source identity goes along: it needs sts:SetSourceIdentity wherever sts:AssumeRole is allowed.",
      `Look at the permissions boundary of ${sts("tooling", "OctoLauncherRole/octopus")}.`,
    ]);
  });
});
