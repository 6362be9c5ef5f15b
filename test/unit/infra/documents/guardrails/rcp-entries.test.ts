import { federated, passes, principal, service, stops, tagging, type Call } from "../../../../fixtures/calls";
import { ids, launcher, rcpWith, role } from "../../../../fixtures/guardrails";

/** How the launcher's first session comes about, and who may be let into it. */

const assume = "sts:AssumeRole";
const web = "sts:AssumeRoleWithWebIdentity";
const actions = [assume, "sts:AssumeRoleWithSAML", web, "sts:SetSourceIdentity", "sts:TagSession"];
const administrator = principal(role("tooling", "Administrator"));
const dev = role("dev", "octopus/deploy/DevDeployRole");
const tags = ["eks-cluster-arn", "kubernetes-namespace", "kubernetes-service-account"];

for (const [kind, name] of [
  ["podIdentity", "pods.eks.amazonaws.com"],
  ["ecsTask", "ecs-tasks.amazonaws.com"],
  ["ec2Instance", "ec2.amazonaws.com"],
] as const) {
  describe(`the RCP around a launcher of ${kind}`, () => {
    const rcp = rcpWith([{ arn: launcher, entry: { kind } }]);

    stops(rcp, "OnlyServicesBecomeLauncher", [
      ...actions.map((action): Call => ["an administrator", administrator, action, launcher]),
      ["the account's root user", principal(`arn:aws:iam::${ids.tooling}:root`), assume, launcher],
      ["a stranger", principal(role("outside", "Anybody")), assume, launcher],
      ["the launcher itself", principal(launcher), assume, launcher],
      [
        "the provisioner",
        principal(role("tooling", "octopus/provisioning/OctolaunchProvisioner")),
        assume,
        launcher,
      ],
      ["someone by SAML", federated(), "sts:AssumeRoleWithSAML", launcher],
      [
        "a token of the cluster",
        federated({ "oidc.example:sub": "system:serviceaccount:a:b" }),
        web,
        launcher,
      ],
    ]);
    stops(rcp, "DenyAssumeDeployRolesExceptLauncher", [
      ["the service at a deploy role", service(name), assume, dev],
    ]);
    passes(rcp, [
      ["the service", service(name), assume, launcher],
      ["the service's tags", tagging(service(name), ...tags), "sts:TagSession", launcher],
      ["the launcher into a deploy role", principal(launcher), assume, dev],
      [
        "a person into the launcher's namesake elsewhere",
        administrator,
        assume,
        role("dev", "OctoLauncherRole"),
      ],
      ["a person into a name that begins as the launcher's", administrator, assume, `${launcher}2`],
    ]);

    const forged: Call[] = [
      [
        "a person who hands over a pod's tags",
        tagging(administrator, ...tags),
        "sts:TagSession",
        role("dev", "Own"),
      ],
    ];
    if (kind === "podIdentity") stops(rcp, "OnlyEksSetsPodTags", forged);
    else passes(rcp, forged);
  });
}

describe("the RCP around a launcher of irsa", () => {
  const issuer = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE";
  const subject = "system:serviceaccount:octopus:octopus-server";
  const prod = "system:serviceaccount:octopus:octopus-prod";
  const rcp = rcpWith([{ arn: launcher, entry: { kind: "irsa", issuer, subjects: [subject, prod] } }]);
  const token = (sub: string, of = issuer) =>
    federated({ [`${of}:sub`]: sub, [`${of}:aud`]: "sts.amazonaws.com" });

  stops(
    rcp,
    "OnlyWebIdentityBecomesLauncher",
    actions
      .filter((action) => action !== web)
      .flatMap((action): Call[] => [
        ["an administrator", administrator, action, launcher],
        ["a service of AWS", service("pods.eks.amazonaws.com"), action, launcher],
        ["the right service account", token(subject), action, launcher],
      ]),
  );
  stops(rcp, "OnlyServiceAccountBecomesLauncher", [
    ["another service account", token("system:serviceaccount:octopus:default"), web, launcher],
    ["its namesake in another namespace", token("system:serviceaccount:other:octopus-server"), web, launcher],
    ["a name that begins as ours", token(`${subject}2`), web, launcher],
    ["the subject in other case", token(subject.toUpperCase()), web, launcher],
    ["the same subject of another cluster", token(subject, `${issuer}2`), web, launcher],
    ["a token without a subject", federated(), web, launcher],
  ]);
  stops(rcp, "DenyAssumeDeployRolesExceptLauncher", [
    ["the right service account at a deploy role", token(subject), web, dev],
  ]);
  passes(rcp, [
    ["the right service account", token(subject), web, launcher],
    ["the other right service account", token(prod), web, launcher],
    ["the launcher into a deploy role", principal(launcher), assume, dev],
    [
      "another service account into an unrelated role",
      token("system:serviceaccount:a:b"),
      web,
      role("dev", "App"),
    ],
    [
      "a person's tags, on which nothing rests",
      tagging(administrator, ...tags),
      "sts:TagSession",
      role("dev", "Own"),
    ],
  ]);
});

describe("the RCP around launchers of several kinds", () => {
  const issuer = "oidc.example";
  const irsa = (name: string) => ({
    arn: role("tooling", name),
    entry: { kind: "irsa" as const, issuer, subjects: [`system:serviceaccount:octopus:${name}`] },
  });
  const rcp = rcpWith([{ arn: launcher, entry: { kind: "podIdentity" } }, irsa("One"), irsa("Two")]);
  const token = (name: string) => federated({ "oidc.example:sub": `system:serviceaccount:octopus:${name}` });

  passes(rcp, [
    ["a pod", service("pods.eks.amazonaws.com"), assume, launcher],
    ["the first's service account", token("One"), web, role("tooling", "One")],
    ["the second's service account", token("Two"), web, role("tooling", "Two")],
    ...["One", "Two"].map((name): Call => [
      `${name} into a deploy role`,
      principal(role("tooling", name)),
      assume,
      dev,
    ]),
  ]);
  stops(rcp, "OnlyServicesBecomeLauncher", [
    ["a service account at the pods' one", token("One"), web, launcher],
  ]);
  stops(rcp, "OnlyServiceAccountBecomesLauncher", [
    ["the second's service account at the first", token("Two"), web, role("tooling", "One")],
    ["the first's service account at the second", token("One"), web, role("tooling", "Two")],
  ]);
  stops(rcp, "OnlyWebIdentityBecomesLauncher", [
    ["a service at one of irsa", service("pods.eks.amazonaws.com"), assume, role("tooling", "Two")],
  ]);
});
