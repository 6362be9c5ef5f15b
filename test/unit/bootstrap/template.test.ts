import assert from "node:assert/strict";

import { characters, policy } from "../../../trust/documents/policy";
import { syntaxProblems } from "../../../trust/documents/syntax";
import { limits } from "../../../trust/limits";
import { places, provisioner, samplePlace } from "../../support/bootstrap";
import { ParameterError, type Parameters } from "../../support/cloudformation";

const kinds = ["environment", "tooling"] as const;

/** The longest that the parameters can be, with as many launchers as an organization may reasonably have. */
const longest = (partition: string): Parameters => ({
  DeployingPrincipalArn: [1, 2, 3]
    .map(
      (number) =>
        `arn:${partition}:iam::99999999999${number}:role/aws-reserved/sso.amazonaws.com/${"r".repeat(64)}`,
    )
    .join(","),
  ExternalId: "e".repeat(128),
  RolePath: `/${"p".repeat(62)}/`,
  DeployBoundaryArn: `arn:${partition}:iam::123456789012:policy/${"b".repeat(128)}`,
  OctopusIssuer: `${"o".repeat(63)}.${"o".repeat(63)}.${"o".repeat(63)}.example.com`,
  ClusterName: "c".repeat(100),
  LauncherNames: ["a", "b", "c"].map((letter) => letter.repeat(64)).join(","),
  ExistingVpcId: `vpc-${"0".repeat(17)}`,
});

describe("bootstrap template", () => {
  for (const kind of kinds) {
    it(`makes documents that AWS takes, for ${kind}, in every partition`, () => {
      for (const place of places) {
        for (const parameters of [{}, longest(place.partition)]) {
          const { trust, inline, managed } = provisioner(kind, parameters, place);
          assert.deepEqual(syntaxProblems(trust, "trust"), []);
          for (const document of [inline, ...Object.values(managed)]) {
            assert.deepEqual(syntaxProblems(document, "permissions"), []);
            assert.doesNotMatch(JSON.stringify(document), /\$\{|<\w/);
          }
          assert.ok(characters(trust) <= limits.trustPolicyCharacters.value);
          assert.ok(characters(inline) <= limits.inlinePolicyCharacters.value);
          for (const [name, document] of Object.entries(managed)) {
            const size = characters(document);
            assert.ok(size <= limits.managedPolicyCharacters.value, `${name} has ${size}`);
          }
        }
      }
    });
  }

  it("uses the partition that it stands in, everywhere", () => {
    for (const place of places) {
      const text = JSON.stringify(provisioner("tooling", {}, place));
      const partitions = new Set([...text.matchAll(/arn:([\w-]+):/g)].map(([, partition]) => partition));
      assert.deepEqual([...partitions], [place.partition]);
    }
  });

  it("gives an account of an environment one inline policy, and the tooling account four policies more", () => {
    assert.deepEqual(Object.keys(provisioner("environment").managed), []);
    assert.deepEqual(Object.keys(provisioner("tooling").managed), [
      "OctolaunchProvisioner-roles",
      "OctolaunchProvisioner-network",
      "OctolaunchProvisioner-resolver",
      "OctolaunchProvisioner-cluster",
    ]);
  });

  it("trusts the deploying principals and nobody else", () => {
    const [one, other] = ["arn:aws:iam::999999999999:role/Pulumi", "arn:aws:iam::999999999999:user/ci"];
    const statement = {
      Sid: "DeployingPrincipal",
      Effect: "Allow",
      Principal: { AWS: [one, other] },
      Action: "sts:AssumeRole",
    } as const;
    const given = { DeployingPrincipalArn: `${one},${other}` };
    assert.deepEqual(provisioner("environment", given).trust, policy(statement));
    assert.deepEqual(
      provisioner("environment", { ...given, ExternalId: "octolaunch" }).trust,
      policy({ ...statement, Condition: { StringEquals: { "sts:ExternalId": "octolaunch" } } }),
    );
  });

  for (const [name, values] of Object.entries({
    AccountKind: ["", "Tooling", "management"],
    DeployingPrincipalArn: [
      "",
      "*",
      "999999999999",
      "arn:aws:iam::999999999999:root",
      "arn:aws:iam::999999999999:role/*",
      "arn:aws:iam::*:role/Pulumi",
      "arn:aws:iam::99999999999:role/Pulumi",
      "arn:aws:sts::999999999999:assumed-role/Pulumi/session",
      "arn:aws:iam::999999999999:role/Pulumi,*",
      "arn:aws:iam::999999999999:role/Pulumi,",
    ],
    RoleName: ["", "a*", "a b", "r".repeat(65)],
    RolePath: [
      "",
      "/",
      "octopus/",
      "/octopus",
      "/octopus/deploy/",
      "/octopus/oidc/",
      "/octopus/launcher/x/",
      "/octopus/cluster/",
      "/*/",
    ],
    ExternalId: ["x", "a b", "*"],
    DeployBoundaryArn: [
      "Boundary",
      "*",
      "arn:aws:iam::123456789012:role/x",
      "arn:aws:iam::123456789012:policy/octopus/launcher/x",
    ],
    OctopusIssuer: [
      "https://octopus.example.com",
      "octopus.example.com/x",
      "*.example.com",
      "Octopus.com",
      "-a",
    ],
    ClusterName: ["", "a*", "-a", "c".repeat(101)],
    LauncherNames: ["", "a,*", "a/b", "a,,b"],
    ExistingVpcId: ["vpc-*", "subnet-1"],
    Surplus: ["x"],
  })) {
    for (const value of values) {
      it(`refuses ${name} "${value}"`, () => {
        assert.throws(() => provisioner("tooling", { [name]: value }, samplePlace), ParameterError);
      });
    }
  }

  it("refuses to be given no deploying principal", () => {
    assert.throws(
      () => provisioner("tooling", { DeployingPrincipalArn: undefined } as unknown as Parameters),
      /DeployingPrincipalArn has no value/,
    );
  });
});
