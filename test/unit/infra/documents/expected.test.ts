import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { deployPermissions, deployTrust } from "../../../../infra/documents/deploy-role";
import {
  guardrailDocuments,
  kinds,
  policyName,
  type GuardrailKind,
} from "../../../../infra/documents/guardrails/policies";
import { launcherPermissions, launcherTrust } from "../../../../infra/documents/launcher";
import { oidcTrust } from "../../../../infra/documents/oidc-role";
import { characters, compact, type PolicyDocument } from "../../../../trust/documents/policy";
import { syntaxProblems } from "../../../../trust/documents/syntax";
import { expected, expectedGuardrail, type DocumentOf } from "../../../fixtures/expected";
import { model, oidcAccounts } from "../../../fixtures/settings";

describe("the documents of the sample organization", () => {
  const sample = model();
  const documents: [role: string, kind: DocumentOf, document: PolicyDocument][] = [
    ...sample.launchers.flatMap((launcher): typeof documents => [
      [launcher.name, "trust", launcherTrust(launcher)],
      [launcher.name, "permissions", launcherPermissions(launcher.targets)],
    ]),
    ...[sample.tooling, ...sample.environments]
      .flatMap(({ deployRoles }) => deployRoles)
      .flatMap((role): typeof documents => [
        [role.name, "trust", deployTrust(role)],
        [role.name, "permissions", deployPermissions(sample, role)],
      ]),
    ...oidcAccounts({ accounts: "oidc", oidc: { issuer: "https://octopus.example.com" } })
      .filter(({ roleName }) => roleName === "OctoDevRole")
      .map((oidc): (typeof documents)[number] => [oidc.roleName, "trust", oidcTrust(oidc)]),
  ];

  for (const [role, kind, document] of documents) {
    it(`has the ${kind} of ${role} as expected, well formed and without white space`, () => {
      assert.deepEqual(document, expected(role, kind));
      assert.deepEqual(syntaxProblems(document, kind), []);
      assert.doesNotMatch(compact(document), /\s/);
      assert.deepEqual(JSON.parse(compact(document)), expected(role, kind));
      assert.equal(characters(document), compact(document).length);
    });
  }

  const guardrails = (Object.keys(kinds) as GuardrailKind[]).flatMap((kind) =>
    (guardrailDocuments(sample, [])[kind] ?? []).map(
      (document, index) => [policyName(kind, index + 1), document] as const,
    ),
  );
  for (const [name, document] of guardrails) {
    it(`has ${name} as expected, without white space`, () => {
      assert.deepEqual(document, expectedGuardrail(name));
      assert.deepEqual(JSON.parse(compact(document)), expectedGuardrail(name));
      assert.doesNotMatch(compact(document), /\s/);
    });
  }

  it("leaves no expected document out", () => {
    assert.deepEqual(
      [
        ...documents.map(([role, kind]) => `${role}.${kind}.json`),
        ...guardrails.map(([name]) => `${name}.json`),
      ].sort(),
      readdirSync(join(__dirname, "../../../expected")).sort(),
    );
  });

  it("trusts the same for every account of an environment", () => {
    const { environments } = model({
      "accounts.prodeu": { id: "444444444444", region: "eu-west-1" },
      "environments[2].accounts": ["prod", "prodeu"],
    });
    const trusts = environments[2]?.deployRoles.map((role) => deployTrust(role)) ?? [];
    assert.equal(trusts.length, 2);
    for (const trust of trusts) assert.deepEqual(trust, expected("ProdDeployRole", "trust"));
  });

  it("names its own partition in every ARN", () => {
    const china = model({ partition: "aws-cn", region: "cn-north-1" });
    const roles = [china.tooling, ...china.environments].flatMap(({ deployRoles }) => deployRoles);
    const texts = [
      ...china.launchers.flatMap((launcher) => [
        launcherTrust(launcher),
        launcherPermissions(launcher.targets),
      ]),
      ...roles.flatMap((role) => [deployTrust(role), deployPermissions(china, role)]),
      ...Object.values(guardrailDocuments(china, [])).flatMap((policies) => policies ?? []),
    ].map(compact);
    const arns = texts.flatMap((text) => text.match(/arn:[\w-]*:/g) ?? []);
    assert.equal(texts.length, 12);
    assert(arns.length > 20);
    assert.deepEqual([...new Set(arns)], ["arn:aws-cn:"]);
  });
});

describe("permission sets", () => {
  it("follow one another as the settings list them, each Sid once", () => {
    const statement = { Sid: "Build2", Effect: "Allow", Action: "sqs:*", Resource: "*" };
    const { environments, ...organization } = model({
      "environments[0].deployRoles[0].permissions": ["dev", statement, "staging"],
    });
    const [role] = environments[0]?.deployRoles ?? [];
    assert(role);
    const document = deployPermissions({ ...organization, environments }, role);
    assert.deepEqual(
      document.Statement.map(({ Sid }) => Sid),
      ["Build", "Buckets", "Build2", "Build3", "Buckets2"],
    );
    assert.deepEqual(document.Statement[2], statement);
    assert.deepEqual(syntaxProblems(document, "permissions"), []);
  });

  it("name the buckets of the environment and the account of the role", () => {
    const organization = model({
      "environments[0].name": "qa",
      "environments[0].deployRoles[0].permissions": ["dev", "prod", "tooling"],
      "launchers[0].bindings[0].environments": ["tooling", "qa", "staging"],
      "accounts.dev.region": "eu-west-1",
    });
    const [role] = organization.environments[0]?.deployRoles ?? [];
    assert(role);
    assert.deepEqual(
      deployPermissions(organization, role).Statement.map(({ Resource }) => Resource),
      [
        "*",
        ["arn:aws:s3:::qa-*", "arn:aws:s3:::qa-*/*"],
        "*",
        ["arn:aws:s3:::qa-config-*", "arn:aws:s3:::qa-config-*/*"],
        "arn:aws:eks:eu-west-1:111111111111:cluster/octopus-cluster",
        "arn:aws:secretsmanager:eu-west-1:111111111111:secret:octopus/*",
      ],
    );
  });
});

describe("one statement a binding", () => {
  it("has a Sid of its own where service accounts have the same name", () => {
    const [launcher] = model({
      "launchers[0].bindings": [
        { namespace: "one", serviceAccount: "worker", environments: ["tooling", "dev", "staging", "prod"] },
        { namespace: "one", serviceAccount: "worker2", environments: ["dev"] },
        { namespace: "two", serviceAccount: "worker", environments: ["dev"] },
      ],
    }).launchers;
    assert(launcher);
    const { Statement: statements } = launcherTrust(launcher);
    assert.deepEqual(
      statements.map(({ Sid, Condition }) => [
        Sid,
        Condition?.StringEquals?.["aws:RequestTag/kubernetes-namespace"],
      ]),
      [
        ["Worker", "one"],
        ["Worker2", "one"],
        ["Worker3", "two"],
      ],
    );
  });

  it("admits each launcher in its own sessions", () => {
    const [role] =
      model({
        "launchers[1]": {
          name: "SecondLauncherRole",
          mechanism: "podIdentity",
          cluster: "octopus-cluster",
          bindings: [{ namespace: "worker", serviceAccount: "worker", environments: ["dev"] }],
        },
      }).environments[0]?.deployRoles ?? [];
    assert(role);
    assert.deepEqual(
      deployTrust(role).Statement.map(({ Sid, Principal, Condition }) => [
        Sid,
        Principal,
        Condition?.StringEquals?.["aws:PrincipalTag/kubernetes-service-account"],
      ]),
      [
        ["Launcher", { AWS: "arn:aws:iam::123456789012:role/OctoLauncherRole" }, "octopus-server"],
        ["Launcher2", { AWS: "arn:aws:iam::123456789012:role/SecondLauncherRole" }, "worker"],
      ],
    );
  });
});
