import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { decide } from "../../../../trust/decide/decide";
import type { PolicyDocument, Statement } from "../../../../trust/documents/policy";
import { readDocument } from "../../../../trust/documents/read";
import type { NamedDocument, Organization, PodIdentity, Role } from "../../../../trust/organization";
import { nameOf } from "../../../../trust/reach/graph";
import { sessionOfPods } from "../../../../trust/reach/pods";
import { explainPath, whatBreaks, whoReaches, type Reach } from "../../../../trust/reach/reach";
import { worldOf } from "../../../../trust/reach/world";
import { allowing, ids, member, role, trusting } from "../decide/model";
import { modelOf, rootOf } from "./model";

const expected = (name: string): PolicyDocument =>
  JSON.parse(readFileSync(`${__dirname}/../../../expected/${name}.json`, "utf8")) as PolicyDocument;

const launcher = "arn:aws:iam::123456789012:role/OctoLauncherRole";
const dev = "arn:aws:iam::111111111111:role/octopus/deploy/DevDeployRole";
const prod = "arn:aws:iam::333333333333:role/octopus/deploy/ProdDeployRole";
const admin = "arn:aws:iam::111111111111:role/Admin";
const cluster = "arn:aws:eks:us-east-1:123456789012:cluster/octopus-cluster";

function written(arn: string, name: string): Role {
  return {
    ...role(arn, launcher),
    trust: readDocument(expected(`${name}.trust`), "trust"),
    policies: [{ name: "own", document: readDocument(expected(`${name}.permissions`), "permissions") }],
  };
}

/** The service control policy, without or with a denial of the call that makes roles from templates of AWS. */
function serviceControl(deniesTemplates: boolean): NamedDocument {
  const document = expected("octolaunch-scp-1");
  const more: Statement = { Effect: "Deny", Action: "iam:AcquireRole", Resource: "*" };
  const Statement = [...document.Statement, ...(deniesTemplates ? [more] : [])];
  return { name: "octolaunch-scp-1", document: readDocument({ ...document, Statement }, "scp") };
}

const resourceControl: NamedDocument = {
  name: "octolaunch-rcp-1",
  document: readDocument(expected("octolaunch-rcp-1"), "rcp"),
};

interface Sample {
  readonly isGuarded?: boolean;
  readonly deniesTemplates?: boolean;
  readonly roles?: readonly Role[];
  readonly podIdentities?: readonly PodIdentity[];
}

/** Prod's is apart from those whose pods others may create. */
const namespaceOf = (serviceAccount: string): string =>
  serviceAccount === "octopus-prod" ? "octopus-prod" : "octopus";

const associationOf = (serviceAccount: string): PodIdentity => ({
  clusterArn: cluster,
  account: ids.tooling,
  namespace: namespaceOf(serviceAccount),
  serviceAccount,
  role: launcher,
  disableSessionTags: false,
});

function sample({
  isGuarded = false,
  deniesTemplates = true,
  roles = [],
  podIdentities,
}: Sample): Organization {
  const scps = isGuarded ? { account: [serviceControl(deniesTemplates)] } : {};
  const rcps = isGuarded ? { account: [resourceControl] } : {};
  const provisioners = [ids.tooling, ids.dev, ids.prod].map((id) =>
    role(
      `arn:aws:iam::${id}:role/octopus/provisioning/OctolaunchProvisioner`,
      `arn:aws:iam::${id}:role/Nobody`,
    ),
  );
  const own: Role[] = [
    written(launcher, "OctoLauncherRole"),
    written(dev, "DevDeployRole"),
    written(prod, "ProdDeployRole"),
    role(admin, `arn:aws:iam::${ids.outside}:root`, { policies: [allowing({ Action: "*" })] }),
    ...provisioners,
    ...roles,
  ];
  return modelOf({
    accounts: [ids.tooling, ids.dev, ids.prod].map((id) => member(id, scps, rcps)),
    roles: [...new Map(own.map((one) => [one.arn, one])).values()],
    podIdentities: podIdentities ?? ["octopus-server", "octopus-prod", "other"].map(associationOf),
    kubernetes: [
      {
        clusterArn: cluster,
        subject: "Group:developers",
        namespace: "octopus",
        serviceAccount: "octopus-server",
        by: "create pods",
      },
    ],
  });
}

const podsOf = (serviceAccount: string): string =>
  `pods of ${namespaceOf(serviceAccount)}/${serviceAccount} in ${cluster}`;
const tagged = (serviceAccount: string): string =>
  `${launcher} in sessions tagged eks-cluster-arn=${cluster}, kubernetes-namespace=${namespaceOf(serviceAccount)}, kubernetes-service-account=${serviceAccount}`;
const developers = `Group:developers in ${cluster}`;
const eks = "whoever makes pods.eks.amazonaws.com act";

function names(model: Organization, target: string, certainty: string): readonly string[] {
  return whoReaches(worldOf(model), [target])
    .filter((reach) => reach.certainty === certainty)
    .map(({ from }) => nameOf(from))
    .sort();
}

function found(model: Organization, target: string, name: string): Reach {
  const reach = whoReaches(worldOf(model), [target]).find(({ from }) => nameOf(from) === name);
  assert.ok(reach, `${name} reaches ${target}`);
  return reach;
}

describe("the deploy roles of the sample", () => {
  it("are reached by administrators and by outsiders without guardrails", () => {
    assert.deepEqual(
      names(sample({}), dev, "proven"),
      [
        admin,
        tagged("octopus-server"),
        podsOf("octopus-server"),
        developers,
        rootOf("dev"),
        rootOf("tooling"),
        rootOf("outside"),
        `whomever account ${ids.outside} lets`,
      ].sort(),
    );
  });

  it("are reached by the launcher's pods alone, and whoever is those pods, with guardrails", () => {
    const model = sample({ isGuarded: true });
    assert.deepEqual(
      names(model, dev, "proven"),
      [tagged("octopus-server"), podsOf("octopus-server"), developers].sort(),
    );
    assert.deepEqual(names(model, dev, "possible"), [eks]);
    assert.deepEqual(names(model, prod, "proven"), [tagged("octopus-prod"), podsOf("octopus-prod")].sort());
    assert.deepEqual(names(model, prod, "possible"), [eks]);
  });

  it("are possibly reached by whoever makes a role from a template under an exempt name", () => {
    const model = sample({ isGuarded: true, deniesTemplates: false });
    assert.ok(names(model, dev, "possible").includes(rootOf("dev")));
  });

  it("for production are not reached by the service account for development", () => {
    for (const isGuarded of [false, true]) {
      const model = sample({ isGuarded });
      assert.ok(
        !whoReaches(worldOf(model), [prod]).some(({ from }) => nameOf(from) === podsOf("octopus-server")),
      );
    }
  });

  it("are not reached by pods of an association for another service account", () => {
    for (const target of [dev, prod]) {
      const all = whoReaches(worldOf(sample({})), [target]).map(({ from }) => nameOf(from));
      assert.ok(!all.includes(podsOf("other")));
    }
  });

  it("are still not reached where somebody rewrites the launcher's trust policy, as a guardrail lets services alone in", () => {
    const open = { ...written(launcher, "OctoLauncherRole"), ...trusting({ Principal: { AWS: "*" } }) };
    const reachedBy = (isGuarded: boolean): readonly string[] =>
      names(sample({ isGuarded, roles: [open] }), launcher, "proven");
    assert.ok(reachedBy(false).includes("anyone"));
    assert.ok(reachedBy(false).includes(admin));
    assert.ok(!reachedBy(true).includes("anyone"));
    assert.ok(!reachedBy(true).includes(admin));
  });

  it("let in the pods of their own association, which is decided for a session as EKS gives it", () => {
    const model = sample({ isGuarded: true });
    const outcome = (serviceAccount: string, target: string): string => {
      const caller = sessionOfPods(associationOf(serviceAccount));
      assert.ok(caller);
      return decide({ caller, role: target }, model).outcome;
    };
    assert.equal(outcome("octopus-server", dev), "allowed");
    assert.equal(outcome("octopus-prod", prod), "allowed");
    assert.equal(outcome("octopus-server", prod), "denied");
    assert.equal(outcome("other", dev), "denied");
  });
});

describe("a path", () => {
  const model = sample({});

  it("is told in words, a line for what is got and one for how", () => {
    const statement = `${launcher}, through sts:AssumeRole, only under StringEquals aws:PrincipalTag/eks-cluster-arn and StringEquals aws:PrincipalTag/kubernetes-namespace and StringEquals aws:PrincipalTag/kubernetes-service-account (Statement[0], Sid Launcher)`;
    assert.deepEqual(explainPath(found(model, dev, developers)).split("\n"), [
      developers,
      `  gets ${podsOf("octopus-server")}`,
      "    by create pods in octopus",
      `  gets ${tagged("octopus-server")}`,
      `    by a Pod Identity association of octopus/octopus-server in ${cluster}`,
      `  gets ${dev}`,
      `    by sts:AssumeRole: the trust policy lets in ${statement}`,
    ]);
  });

  it("says where it is possible only", () => {
    const lines = explainPath(found(model, dev, eks)).split("\n");
    assert.equal(lines[0], `${eks} possibly`);
    assert.match(lines[2] ?? "", /\(possible\)$/);
    assert.doesNotMatch(lines[4] ?? "", /\(possible\)$/);
  });

  it("breaks by any of its steps where no other is left", () => {
    const reach = found(model, dev, developers);
    assert.deepEqual(
      whatBreaks(worldOf(model), reach, dev).map(({ remedy }) => remedy),
      [
        `take create pods in octopus of ${cluster} from Group:developers`,
        `delete the association of octopus/octopus-server in ${cluster}`,
        `let that in no more by Statement[0] of ${dev}`,
      ],
    );
  });

  it("breaks by none of its steps where another one is left", () => {
    const twice = role("arn:aws:iam::111111111111:role/Twice", launcher);
    const both = { ...twice, ...trusting({ Principal: { AWS: admin } }, { Principal: { AWS: admin } }) };
    const other = sample({ roles: [both] });
    assert.deepEqual(whatBreaks(worldOf(other), found(other, twice.arn, admin), twice.arn), []);
  });

  it("breaks by the one step that all others share", () => {
    const one = role("arn:aws:iam::333333333333:role/One", admin);
    const model = sample({ roles: [one] });
    const world = worldOf(model);
    const reach = found(model, one.arn, `whomever account ${ids.outside} lets`);
    assert.deepEqual(
      whatBreaks(world, reach, one.arn).map(({ to }) => nameOf(to)),
      [admin, one.arn],
    );
  });
});

describe("the session of pods", () => {
  const association = associationOf("octopus-server");
  const none = { ...association, disableSessionTags: true };

  it("carries six tags, which all go on", () => {
    const session = sessionOfPods(association);
    assert.equal(session?.role, launcher);
    assert.deepEqual(Object.keys(session?.tags ?? {}).sort(), [
      "eks-cluster-arn",
      "eks-cluster-name",
      "kubernetes-namespace",
      "kubernetes-pod-name",
      "kubernetes-pod-uid",
      "kubernetes-service-account",
    ]);
    assert.deepEqual(session?.transitive, Object.keys(session?.tags ?? {}));
    assert.equal(session?.tags?.["eks-cluster-name"], "octopus-cluster");
    assert.deepEqual(sessionOfPods(none)?.tags, {});
  });

  it("is the target role's where there is one", () => {
    assert.equal(sessionOfPods({ ...association, targetRole: dev })?.role, dev);
  });
});
