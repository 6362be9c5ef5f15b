import assert from "node:assert/strict";

import {
  account,
  findingsOf,
  providerOf,
  resource,
  roleResource,
  sentinel,
} from "../../../../fixtures/trust-resources";
import { fromResources, type PlainResource } from "../../../../../trust/sources/resources";
import { unknown } from "../../../../../trust/truth";

const clusterArn = `arn:aws:eks:us-east-1:${account}:cluster/octopus-cluster`;
const roleArn = `arn:aws:iam::${account}:role/Ops`;
const api = { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false };
const cluster = (props: object = {}, more: Partial<PlainResource> = {}): PlainResource =>
  resource(
    "aws:eks/cluster:Cluster",
    "octopus",
    { name: "octopus-cluster", accessConfig: api, ...props },
    more,
  );
const association = (props: object = {}, more: Partial<PlainResource> = {}): PlainResource =>
  resource(
    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    "a",
    {
      clusterName: "octopus-cluster",
      namespace: "octopus",
      serviceAccount: "octopus-server",
      roleArn,
      ...props,
    },
    more,
  );
const whole = {
  clusterArn,
  account,
  namespace: "octopus",
  serviceAccount: "octopus-server",
  role: roleArn,
  disableSessionTags: false,
};

describe("a Pod Identity association from its resource", () => {
  const cases: [what: string, props: object, expected: object][] = [
    ["as it is", {}, {}],
    [
      "with a target role",
      { targetRoleArn: "arn:aws:iam::222222222222:role/x" },
      { targetRole: "arn:aws:iam::222222222222:role/x" },
    ],
    ["without session tags", { disableSessionTags: true }, { disableSessionTags: true }],
    ["with unknown session tags", { disableSessionTags: sentinel }, { disableSessionTags: unknown }],
    ["with an unknown role", { roleArn: sentinel }, { role: unknown }],
    ["without a role", { roleArn: undefined }, { role: unknown }],
    ["with an unknown target role", { targetRoleArn: sentinel }, { targetRole: unknown }],
    ["with session tags in a form not known", { disableSessionTags: "no" }, { disableSessionTags: unknown }],
    ["in an unknown namespace", { namespace: sentinel }, { namespace: unknown }],
    ["without a namespace", { namespace: undefined }, { namespace: unknown }],
    ["for an unknown service account", { serviceAccount: sentinel }, { serviceAccount: unknown }],
    ["for no service account", { serviceAccount: undefined }, { serviceAccount: unknown }],
    ["in an unknown cluster", { clusterName: sentinel }, { clusterArn: unknown }],
    [
      "in another region",
      { region: "eu-west-1", clusterName: "x" },
      { clusterArn: `arn:aws:eks:eu-west-1:${account}:cluster/x` },
    ],
  ];
  for (const [what, props, expected] of cases) {
    it(`is there ${what}`, () => {
      assert.deepEqual(fromResources([cluster(), association(props)]).podIdentities, [
        { ...whole, ...expected },
      ]);
    });
  }

  it("names a cluster that the data knows better than its own region", () => {
    const known = cluster({ arn: "arn:aws:eks:eu-central-1:111111111111:cluster/octopus-cluster" });
    const [one] = fromResources([known, association()]).podIdentities;
    assert.equal(one?.clusterArn, "arn:aws:eks:eu-central-1:111111111111:cluster/octopus-cluster");
  });

  it("names no cluster that has no name yet", () => {
    const nameless = cluster({ name: sentinel });
    const later = association(
      { clusterName: sentinel },
      { propertyDependencies: { clusterName: [nameless.urn] } },
    );
    assert.equal(fromResources([nameless, later]).podIdentities[0]?.clusterArn, unknown);
  });

  it("names no cluster without its region or account", () => {
    const nowhere = { provider: providerOf(account, { region: undefined }) };
    const nobody = { provider: providerOf(sentinel) };
    for (const more of [nowhere, nobody])
      assert.equal(fromResources([association({}, more)]).podIdentities[0]?.clusterArn, unknown);
  });

  it("takes cluster and role from the resources that it depends on", () => {
    const role = roleResource("Ops");
    const later = association(
      { clusterName: sentinel, roleArn: sentinel, targetRoleArn: sentinel },
      { propertyDependencies: { clusterName: [cluster().urn], roleArn: [role.urn] } },
    );
    const { podIdentities } = fromResources([cluster(), role, later]);
    const { namespace: _, ...rest } = whole;
    assert.deepEqual(podIdentities, [{ ...rest, namespace: "octopus" }]);
  });

  it("says that who may act as its pods is not known if the cluster is not in the data", () => {
    assert.deepEqual(findingsOf(fromResources([association()])), [
      `${clusterArn}: is not in the data: who may act as its service accounts is not known`,
    ]);
    const namesake = roleResource("octopus-cluster");
    assert.equal(findingsOf(fromResources([namesake, association()])).length, 1);
    assert.deepEqual(findingsOf(fromResources([cluster(), association()])), []);
    assert.deepEqual(findingsOf(fromResources([association({ clusterName: sentinel })])), []);
  });
});

describe("an add-on from its resource", () => {
  const addon = (props: object): PlainResource =>
    resource("aws:eks/addon:Addon", "a", { clusterName: "octopus-cluster", ...props });

  it("brings associations along, in its own namespace or one that is not known", () => {
    const arn = `arn:aws:eks:us-east-1:${account}:addon/octopus-cluster/ebs/a-1`;
    const associations = [{ serviceAccount: "ebs", roleArn }];
    const expected = { ...whole, serviceAccount: "ebs" };
    assert.deepEqual(fromResources([addon({ podIdentityAssociations: associations })]).podIdentities, [
      { ...expected, namespace: unknown },
    ]);
    const placed = { podIdentityAssociations: associations, namespaceConfig: { namespace: "storage" } };
    assert.deepEqual(fromResources([addon({ ...placed, arn })]).podIdentities, [
      { ...expected, namespace: "storage" },
    ]);
  });

  it("may bring any along while they are not known", () => {
    const any = { ...whole, namespace: unknown, serviceAccount: unknown, role: unknown };
    for (const podIdentityAssociations of [sentinel, [sentinel], [{}]])
      assert.deepEqual(fromResources([addon({ podIdentityAssociations })]).podIdentities, [any]);
    assert.deepEqual(fromResources([addon({})]).podIdentities, []);
  });
});
