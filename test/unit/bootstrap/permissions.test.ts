import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { list } from "../../../trust/documents/policy";
import { places, provisioner, samplePlace, statements, uncoveredActions } from "../../support/bootstrap";
import { allowedIn } from "./authorize";
import { needsIn } from "./needs";
import { everywhere, need, type Need } from "./needs/need";
import { issuerHost, Resources } from "./needs/resources";

const infra = join(__dirname, "..", "..", "..", "infra");
const program = readdirSync(infra, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(join(infra, file), "utf8"))
  .join("\n");

/** What the program does in the management account alone, with the credentials that Pulumi runs with. */
const inManagement = [
  "aws.organizations.Policy",
  "aws.organizations.PolicyAttachment",
  "aws.organizations.getOrganizationalUnitDescendantAccounts",
  "aws.organizations.getPoliciesForTarget",
  "aws.organizations.getPolicy",
];

/** Types of resources and look-ups that stand in the program's source, e.g. `aws.iam.Role`; providers apart. */
const types = [
  ...new Set(
    [
      ...program.matchAll(/new ((?:aws|eks)\.[\w.]+)\(/g),
      ...program.matchAll(/\b(aws\.(?:\w+\.)?get\w+)\(/g),
    ].flatMap(([, type]) => type ?? []),
  ),
].filter((type) => type !== "aws.Provider");

/** Octopus logs in with tokens of its own, beside its pods. */
const withIssuer = { OctopusIssuer: issuerHost };

const describeNeed = ({ action, on }: Need): string => `${action} on ${on.map(({ arn }) => arn).join(", ")}`;

describe("what the provisioning role may do", () => {
  it("is known for every type in the program, each named in full", () => {
    assert.ok(types.length > 20, `found only ${types.join(", ")}`);
    assert.doesNotMatch(program, /from "@pulumi\/(aws|eks)\//);
    assert.deepEqual([...Object.keys(needsIn(samplePlace)), ...inManagement].sort(), types.sort());
  });

  for (const type of Object.keys(needsIn(samplePlace))) {
    it(`is enough for ${type}, in every partition`, () => {
      for (const place of places) {
        const role = statements(provisioner("tooling", withIssuer, place));
        const needs = needsIn(place)[type] ?? [];
        assert.ok(needs.length > 0);
        assert.deepEqual(needs.filter((one) => !allowedIn(place, role, one)).map(describeNeed), []);
      }
    });
  }

  it("is enough for deploy roles and those for tokens, and for nothing else, in an account of an environment", () => {
    const role = statements(provisioner("environment", withIssuer));
    const needs = Object.values(needsIn(samplePlace)).flat();
    assert.ok(needs.some((one) => one.everywhere));
    const reading = /^iam:(Get|List)\w*Role/;
    for (const one of needs.filter(({ action }) => !reading.test(action))) {
      assert.equal(allowedIn(samplePlace, role, one), one.everywhere, describeNeed(one));
    }
  });

  it("has no action that nothing needs", () => {
    for (const kind of ["environment", "tooling"] as const) {
      const needed = new Set(
        Object.values(needsIn(samplePlace))
          .flat()
          .filter((one) => kind === "tooling" || one.everywhere)
          .map(({ action }) => action),
      );
      const granted = statements(provisioner(kind, withIssuer))
        .filter(({ Effect }) => Effect === "Allow")
        .flatMap(({ Action }) => list(Action));
      assert.deepEqual(
        granted.filter((action) => !needed.has(action)),
        [],
        kind,
      );
    }
  });

  it("attaches to roles of the cluster exactly the policies of AWS that components attach", () => {
    const attached = [
      ...program.matchAll(/"((?:service-role\/)?Amazon(?!EKSClusterAdmin)\w+Policy|Amazon\w+PullOnly)"/g),
    ];
    const wanted = new Set(attached.map(([, name]) => new Resources(samplePlace).awsPolicy(name ?? "")));
    const [statement] = statements(provisioner("tooling")).filter(({ Sid }) => Sid === "ClusterAttachments");
    assert.deepEqual(
      [...list(statement?.Condition?.ArnEquals?.["iam:PolicyARN"])].sort(),
      [...wanted].sort(),
    );
  });

  it("is enough from whatever path the role stands at", () => {
    const role = statements(provisioner("tooling", { ...withIssuer, RolePath: "/octopus/", RoleName: "P" }));
    const needs = Object.values(needsIn(samplePlace)).flat();
    assert.deepEqual(needs.filter((one) => !allowedIn(samplePlace, role, one)).map(describeNeed), []);
  });

  it("covers several launchers, each by its exact name", () => {
    const at = new Resources(samplePlace);
    const role = statements(provisioner("tooling", { LauncherNames: "OctoLauncherRole,ProdLauncher" }));
    for (const [name, covered] of [
      ["OctoLauncherRole", true],
      ["ProdLauncher", true],
      ["ProdLauncher2", false],
      ["OctoLauncherRole2", false],
    ] as const) {
      const [update] = need("iam:UpdateAssumeRolePolicy", at.role("/", name)) as [Need];
      assert.equal(allowedIn(samplePlace, role, update), covered, name);
    }
  });

  it("adds endpoints and a resolver to one existing VPC when it is named, and to no other", () => {
    const at = new Resources(samplePlace);
    const vpc = (id: string): string => at.regional("ec2", `vpc/${id}`);
    const endpointIn = (id: string): Need => ({
      action: "ec2:CreateVpcEndpoint",
      everywhere: false,
      on: [
        at.fresh("vpc-endpoint"),
        at.own("security-group"),
        { arn: vpc(id) },
        { ...at.foreign("subnet"), context: { "ec2:Vpc": vpc(id) } },
      ],
    });
    const without = statements(provisioner("tooling"));
    const named = statements(provisioner("tooling", { ExistingVpcId: "vpc-1234" }));
    const resolverIn = (id: string): Need => ({
      action: "ec2:CreateNetworkInterface",
      everywhere: false,
      on: [
        { ...at.foreign("network-interface"), context: { "aws:ViaAWSService": "true" } },
        at.own("security-group"),
        { ...at.foreign("subnet"), context: { "ec2:Vpc": vpc(id) } },
      ],
    });
    for (const inVpc of [endpointIn, resolverIn]) {
      assert.equal(allowedIn(samplePlace, without, inVpc("vpc-1234")), false);
      assert.equal(allowedIn(samplePlace, named, inVpc("vpc-1234")), true);
      assert.equal(allowedIn(samplePlace, named, inVpc("vpc-5678")), false);
    }
  });

  it("holds deploy roles to a permissions boundary when one is given", () => {
    const at = new Resources(samplePlace);
    const boundary = at.policy("/", "Boundary");
    const role = statements(provisioner("environment", { ...withIssuer, DeployBoundaryArn: boundary }));
    const guarded = "iam:CreateRole iam:PutRolePolicy iam:DeleteRolePolicy iam:PutRolePermissionsBoundary";
    for (const arn of [at.deployRole, at.oidcRole]) {
      const on = (actual: string | undefined): Parameters<typeof need>[1] => ({
        arn,
        ...(actual && { context: { "iam:PermissionsBoundary": actual } }),
      });
      for (const one of need(guarded, on(boundary))) assert.ok(allowedIn(samplePlace, role, one));
      for (const other of [undefined, at.policy("/", "Wide")]) {
        for (const one of everywhere(need(guarded, on(other)))) {
          assert.ok(!allowedIn(samplePlace, role, one), describeNeed(one));
        }
      }
      const [remove] = need("iam:DeleteRolePermissionsBoundary", on(boundary)) as [Need];
      assert.ok(!allowedIn(samplePlace, role, remove));
    }
  });

  it("has nothing to do with tokens where no issuer is named, nor with another issuer than the one that is", () => {
    const at = new Resources(samplePlace);
    const create = (arn: string) => need("iam:CreateOpenIDConnectProvider", arn)[0] as Need;
    const without = statements(provisioner("environment"));
    for (const one of [create(at.issuer), ...need("iam:CreateRole iam:DeleteRole", at.oidcRole)])
      assert.ok(!allowedIn(samplePlace, without, one), describeNeed(one));
    const named = statements(provisioner("environment", withIssuer));
    for (const other of [`${at.issuer}.evil.example`, at.issuer.replace("octopus.", ""), `${at.issuer}/x`])
      assert.ok(!allowedIn(samplePlace, named, create(other)), other);
  });

  it("tells which recorded actions are not covered", () => {
    assert.deepEqual(
      uncoveredActions("environment", [
        "iam:CreateUser",
        "iam:CreateRole",
        "sts:GetCallerIdentity",
        "iam:CreateUser",
      ]),
      ["iam:CreateUser"],
    );
    assert.deepEqual(uncoveredActions("environment", ["ec2:CreateVpc"]), ["ec2:CreateVpc"]);
    assert.deepEqual(uncoveredActions("tooling", ["ec2:CreateVpc"]), []);
    assert.deepEqual(uncoveredActions("tooling", ["sts:AssumeRole"]), ["sts:AssumeRole"]);
  });
});
