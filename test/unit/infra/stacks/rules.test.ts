import assert from "node:assert/strict";

import { findEnvironment, type Organization } from "../../../../infra/config/model";
import { syntaxProblems } from "../../../../trust/documents/syntax";
import { certificateAuthority } from "../../../fixtures/certificate";
import { unknown, type Recording, type Registration } from "../../../fixtures/recorder";
import { everythingOnCluster, firstRun, workersOnCluster } from "../../../fixtures/on-cluster";
import { goodSettings, type Setup } from "../../../fixtures/settings";
import { recordEnvironment, recordTooling } from "../../../fixtures/stacks";

/** Every stack, and the variants whose resources differ. */
const stacks: readonly (Setup & { readonly title: string; readonly stack: string })[] = [
  { title: "tooling", stack: "tooling" },
  { title: "tooling with NAT gateways", stack: "tooling", network: { nat: "perZone", zones: 3 } },
  {
    title: "tooling in an existing VPC",
    stack: "tooling",
    network: {
      existing: { vpcId: "vpc-0a", privateSubnetIds: ["subnet-0a", "subnet-0b"], addEndpoints: ["sts"] },
    },
  },
  {
    title: "tooling in China, in an account of another name",
    stack: "tooling",
    changes: {
      partition: "aws-cn",
      region: "cn-north-1",
      "accounts.tooling": undefined,
      "accounts.platform": { id: "555555555555", region: "cn-northwest-1" },
      "tooling.account": "platform",
    },
  },
  { title: "tooling with Octopus", stack: "tooling", octopus: {} },
  { title: "tooling with Octopus Server and workers on the cluster", ...everythingOnCluster },
  { title: "tooling with workers of a server elsewhere on the cluster", ...workersOnCluster },
  { title: "dev", stack: "dev" },
  {
    title: "dev with Octopus, in both ways",
    stack: "dev",
    octopus: {
      accounts: ["ambient", "oidc"],
      oidc: { issuer: "octopus.example.com" },
      clusters: [{ environment: "dev", name: "apps", url: "https://apps.example.com", certificateAuthority }],
    },
  },
  { title: "staging", stack: "staging" },
  { title: "prod", stack: "prod" },
  {
    title: "prod in two accounts and regions, with two roles in each",
    stack: "prod",
    changes: {
      "accounts.prodeu": { id: "444444444444", region: "eu-west-1" },
      "environments[2].accounts": ["prod", "prodeu"],
      "environments[2].deployRoles": [
        { name: "ProdDataPlaneRole", permissions: ["prod"] },
        { name: "ProdControlPlaneRole", permissions: ["prod"] },
      ],
    },
  },
];

/** What a provider is for: the account, and the role that it assumes there. */
function reachOf({ inputs }: Registration): readonly [account: unknown, role: unknown] {
  const [account] = JSON.parse(inputs.allowedAccountIds as string) as unknown[];
  const [assumed] = JSON.parse((inputs.assumeRoles as string | undefined) ?? "[]") as { roleArn: string }[];
  return [account, assumed?.roleArn];
}

/** What belongs to the organization and not to an account: its policies, and where they are attached. */
const isOfOrganization = (type: string): boolean => type.startsWith("aws:organizations/");

const byUrn = ({ resources }: Recording<unknown>): Map<string, Registration> =>
  new Map(resources.map((one) => [one.urn, one]));

/** The account that a resource lands in, through its own provider or, of a component, its nearest ancestor's. */
function accountOf(recording: Recording<unknown>, resource: Registration): unknown {
  const urns = byUrn(recording);
  let provider = resource.provider;
  for (let place: Registration | undefined = resource; !provider && place; place = urns.get(place.parent)) {
    provider = place.providers.aws ?? "";
  }
  const registered = urns.get(provider);
  assert(registered, `${resource.urn} has an explicit provider`);
  return reachOf(registered)[0];
}

const isOfOctopus = ({ type }: Registration): boolean => type.startsWith("octopusdeploy:");

/** What the engine answers itself, without any provider. */
const isOfEngine = (token: string): boolean => token.startsWith("pulumi:pulumi:");

const isOfKubernetes = ({ type }: Registration): boolean => type.startsWith("kubernetes:");

const isOfAws = ({ type, remote }: Registration): boolean => type.startsWith("aws:") || remote;

for (const { title, ...setup } of stacks) {
  describe(`the stack ${title}`, () => {
    let organization: Organization;
    let accounts: readonly string[];
    const recordings: Record<string, Recording<unknown>> = {};

    before(async () => {
      const settings = goodSettings(setup);
      organization = settings.organization;
      accounts = settings.environment.accounts.map(({ id }) => id);
      const run = setup.stack === "tooling" ? recordTooling : recordEnvironment;
      for (const preview of [true, false]) {
        recordings[preview ? "preview" : "up"] = await run(setup, {
          stack: setup.stack,
          preview,
          variables: firstRun,
        });
      }
    });

    for (const phase of ["preview", "up"]) {
      const recording = (): Recording<unknown> => recordings[phase] as Recording<unknown>;

      it(`has a provider for each account, and assumes its provisioning role in all but management (${phase})`, () => {
        const providers = recording().resources.filter(({ type }) => type === "pulumi:providers:aws");
        const { partition } = organization;
        assert.deepEqual(providers.map(reachOf), [
          ...accounts.map((id) => [
            id,
            `arn:${partition}:iam::${id}:role/octopus/provisioning/OctolaunchProvisioner`,
          ]),
          ...(setup.stack === "tooling" ? [[organization.management.id, undefined]] : []),
        ]);
      });

      it(`creates and asks nothing without an explicit provider (${phase})`, () => {
        const found = recording().resources.filter(isOfAws);
        assert(found.length >= 2 * accounts.length);
        for (const resource of found.filter(({ type }) => !isOfOrganization(type))) {
          assert(accounts.includes(accountOf(recording(), resource) as string), resource.urn);
        }
        const urns = byUrn(recording());
        const asked = recording().invocations.filter(({ token }) => !isOfEngine(token));
        for (const { provider, token } of asked) assert(urns.has(provider), token);
        const looks = title.includes("in both ways") ? accounts.length : 0;
        assert.equal(
          asked.filter(({ token }) => token.startsWith("aws:")).length,
          setup.stack === "tooling" ? 10 : looks,
        );
      });

      it(`keeps everything in Octopus through the provider of the space, and no key in any state (${phase})`, () => {
        const { resources } = recording();
        const urns = byUrn(recording());
        const found = resources.filter(isOfOctopus);
        const isPlanned = phase === "preview" && goodSettings(setup).octopus.server === "onCluster";
        assert.equal(found.length > 0, setup.octopus !== undefined);
        for (const { urn, type, provider } of found) {
          const inputs = urns.get(provider)?.inputs;
          assert(inputs, `${urn} has an explicit provider`);
          assert.equal("spaceId" in inputs, !type.endsWith(":Space"), urn);
          // A server of our own is not asked before it runs.
          assert.equal(inputs.address, isPlanned ? unknown : "https://octopus.example.com");
          assert.deepEqual([inputs.apiKey, inputs.accessToken], [undefined, undefined]);
        }
      });

      it(`reaches Kubernetes through the stack's own cluster (${phase})`, () => {
        const urns = byUrn(recording());
        for (const { urn, provider } of recording().resources.filter(isOfKubernetes)) {
          const { type, inputs } = urns.get(provider) as Registration;
          assert.equal(type, "pulumi:providers:kubernetes", urn);
          assert.equal(inputs.clusterIdentifier, organization.launchers[0]?.mechanism.clusterArn, urn);
        }
      });

      it(`reaches management for the organization's policies alone (${phase})`, () => {
        const { resources, invocations } = recording();
        const urns = byUrn(recording());
        const inManagement = resources
          .filter((one) => isOfAws(one) && accountOf(recording(), one) === organization.management.id)
          .map(({ type }) => type);
        assert.deepEqual(
          inManagement.sort(),
          resources
            .map(({ type }) => type)
            .filter(isOfOrganization)
            .sort(),
        );
        assert.equal(inManagement.length, setup.stack === "tooling" ? 10 : 0);
        for (const { token, provider } of invocations.filter((one) => one.token.startsWith("aws:"))) {
          const [account] = reachOf(urns.get(provider) as Registration);
          assert.equal(account === organization.management.id, isOfOrganization(token), token);
        }
      });

      it(`creates the model's deploy roles, each in its account (${phase})`, () => {
        const path = "/octopus/deploy/";
        const roles = recording().resources.filter(
          ({ type, inputs }) => type === "aws:iam/role:Role" && inputs.path === path,
        );
        const environment = findEnvironment(organization, setup.stack);
        assert.deepEqual(
          roles.map((role) => [accountOf(recording(), role), role.inputs.name].join()).sort(),
          environment?.deployRoles.map(({ account, name }) => [account.id, name].join()).sort(),
        );
      });

      it(`gives every resource a parent, and every name to one alone (${phase})`, () => {
        const { resources } = recording();
        const urns = byUrn(recording());
        assert.equal(urns.size, resources.length);
        for (const { urn, parent, type } of resources) {
          if (type === "pulumi:pulumi:Stack") continue;
          const above = urns.get(parent);
          assert(above, `${urn} has a parent`);
          // Only components and providers stand directly below the stack.
          if (above.type === "pulumi:pulumi:Stack") {
            assert.match(type, /^(octolaunch:|pulumi:providers:|pulumi:pulumi:StackReference)/);
          }
        }
      });

      it(`protects the launcher's role, the space in Octopus and nothing else (${phase})`, () => {
        const { resources } = recording();
        const guarded = resources
          .filter((one) => one.protect)
          .map(({ type, inputs }) => `${type} ${String(inputs.name)}`);
        assert.deepEqual(guarded.sort(), [
          ...(setup.stack === "tooling" ? ["aws:iam/role:Role OctoLauncherRole"] : []),
          ...(setup.stack === "tooling" && setup.octopus ? ["octopusdeploy:index/space:Space AWS"] : []),
        ]);
      });

      it(`knows every IAM document, compact and well formed (${phase})`, () => {
        const documents = recording().resources.flatMap(({ urn, type, inputs }) =>
          (["assumeRolePolicy", "policy"] as const)
            .filter((name) => type.startsWith("aws:iam/") && name in inputs)
            .map((name) => ({ urn, name, text: inputs[name] })),
        );
        const oidcRoles = title.includes("in both ways") ? 1 : 0;
        const roles = (findEnvironment(organization, setup.stack)?.deployRoles.length ?? 0) + oidcRoles;
        assert.equal(documents.length, 2 * roles + (setup.stack === "tooling" ? 5 : 0));
        for (const { urn, name, text } of documents) {
          assert(typeof text === "string" && !text.includes(unknown), `${name} of ${urn} is known`);
          assert.doesNotMatch(text, /\s/);
          assert.deepEqual(syntaxProblems(text, name === "policy" ? "permissions" : "trust"), [], urn);
        }
      });

      it(`knows every policy of the organization, compact, and where it is attached (${phase})`, () => {
        const { resources } = recording();
        const policies = resources.filter(({ type }) => type === "aws:organizations/policy:Policy");
        assert.equal(policies.length, setup.stack === "tooling" ? 2 : 0);
        for (const { urn, inputs } of policies) {
          const { content } = inputs;
          assert(typeof content === "string" && content !== unknown, urn);
          assert.equal(JSON.stringify(JSON.parse(content)), content);
        }
        for (const { urn, inputs } of resources.filter(({ type }) => type.endsWith(":PolicyAttachment"))) {
          assert.match(inputs.targetId as string, /^\d{12}$/, urn);
        }
      });

      it(`has no role or policy whose name AWS makes up (${phase})`, () => {
        const named = recording().resources.filter(({ type }) =>
          [
            "aws:iam/role:Role",
            "aws:iam/policy:Policy",
            "aws:iam/rolePolicy:RolePolicy",
            "aws:organizations/policy:Policy",
          ].includes(type),
        );
        assert(named.length >= 2);
        for (const { urn, inputs } of named)
          assert(typeof inputs.name === "string" && inputs.name !== unknown, urn);
      });
    }

    it("asks for the same in the preview as later", () => {
      const urns = (phase: string): string[] =>
        (recordings[phase]?.resources ?? []).map(({ urn }) => urn).sort();
      assert.deepEqual(urns("preview"), urns("up"));
    });
  });
}
