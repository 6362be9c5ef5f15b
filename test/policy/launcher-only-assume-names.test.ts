import { launcherOnlyAssume } from "../../policy-pack/rules/launcher-only-assume";
import { expected } from "../fixtures/expected";
import { defaultProvider, ids, launcherArn, notKnown, pinned, providerWith, resource } from "./resources";
import { table } from "./table";
import { deployRole, letsIn, ofServer, role, trustOf, type Fields } from "./trusts";

const launcherTrust = JSON.stringify(expected("OctoLauncherRole", "trust"));
const service = trustOf(letsIn({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }));
const unpinned = providerWith("somewhere", {});

describe("the launcher is one role", () => {
  const another = /has the name of a launcher, and is another role, by account, path or case\.\nMake it arn:/;
  table(launcherOnlyAssume, [
    { title: "the launcher itself", resources: [role("OctoLauncherRole", launcherTrust, "tooling")] },
    {
      title: "a launcher whose trust policy is not known, which another rule judges",
      resources: [role("OctoLauncherRole", notKnown, "tooling")],
    },
    {
      title: "each of two launchers",
      resources: [
        role("OctoLauncherRole", launcherTrust, "tooling"),
        { ...role("OctoLauncherRole", launcherTrust, "staging"), name: "second" },
      ],
      config: { launcherRoleArn: [launcherArn, launcherArn.replace(ids.tooling, ids.staging)] },
    },
    {
      title: "a role of its name in another account",
      resources: [role("OctoLauncherRole", service, "dev")],
      refused: [
        /^arn:aws:iam::111111111111:role\/OctoLauncherRole has the name of a launcher, .*\nMake it arn:aws:iam::123456789012:role\/OctoLauncherRole, or give it another name\.$/,
      ],
    },
    {
      title: "a role of its name in the management account",
      resources: [role("OctoLauncherRole", service, "management")],
      refused: [another],
    },
    {
      title: "a role of its name under another path",
      resources: [role("OctoLauncherRole", service, "tooling", "/octopus/")],
      refused: [another],
    },
    {
      title: "a role of its name in another case",
      resources: [role("octolauncherrole", service, "tooling")],
      refused: [another],
    },
    {
      title: "a role of its name in another case and account",
      resources: [role("OCTOLAUNCHERROLE", service, "prod")],
      refused: [another],
    },
    {
      title: "a role of its name whose path is not known",
      resources: [role("OctoLauncherRole", launcherTrust, "tooling", notKnown)],
      refused: [/has the name of a launcher, and a path that is not known/],
    },
    {
      title: "a role of its name under another path, wherever its provider works",
      resources: [role("OctoLauncherRole", service, unpinned, "/octopus/")],
      refused: [another],
    },
    {
      title: "a role of its name where the account is not known, which another rule judges",
      resources: [role("OctoLauncherRole", service, unpinned)],
    },
    {
      title: "a role of its name in somebody else's account",
      resources: [role("OctoLauncherRole", service, "foreign")],
    },
    {
      title: "a role whose name begins with its name",
      resources: [role("OctoLauncherRole2", service, "tooling")],
    },
  ]);
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
describe("a deploy role is one in the very case of its pattern", () => {
  const trust = trustOf(letsIn(ofServer));
  const wrong =
    /is a deploy role only if case is ignored.*\nWrite its path and name in the case of arn:aws:iam::/;
  table(launcherOnlyAssume, [
    {
      title: "a path in another case",
      resources: [role("DevDeployRole", trust, "dev", "/Octopus/Deploy/")],
      refused: [wrong],
    },
    {
      title: "a path in another case, of a role whose trust policy lets in more",
      resources: [role("DevDeployRole", service, "dev", "/Octopus/Deploy/")],
      refused: [wrong, /lets in the service/, /by any binding/],
    },
    {
      title: "a name in another case",
      resources: [role("devdeployrole", trust, "dev", "/octopus/deploy/")],
      config: { deployRoles: [`arn:aws:iam::${ids.dev}:role/octopus/deploy/DevDeployRole`] },
      refused: [wrong],
    },
    {
      title: "a name in another case that another pattern matches",
      resources: [role("devdeployrole", trust, "dev", "/octopus/deploy/")],
    },
    {
      title: "deploy roles of other names and paths, where settings say so",
      resources: [role("ci-deploy", trust, "dev", "/ci/")],
      config: { deployRoles: ["arn:aws:iam::*:role/ci/*-deploy"] },
    },
  ]);
});

describe("no other role trusts the launcher", () => {
  const outside =
    /is no deploy role and lets in the launcher: (.*) \(Statement\[\d\], Sid Launcher\)\.\nTake the launcher/;
  const trusting = (title: string, changes: Fields, account: "dev" | "foreign" | "tooling" = "dev") => ({
    title,
    resources: [role("Backup", trustOf(letsIn(changes)), account)],
  });
  const root = { AWS: `arn:aws:iam::${ids.tooling}:root` };
  const arn = (value: unknown, operator = "ArnLike"): Fields => ({
    Principal: root,
    Condition: { [operator]: { "aws:PrincipalArn": value } },
  });
  table(launcherOnlyAssume, [
    { ...trusting("a role that names it", {}), refused: [outside] },
    { ...trusting("a role that names it, in somebody else's account", {}, "foreign"), refused: [outside] },
    {
      ...trusting("a role that names it among others", { Principal: { AWS: [ids.dev, launcherArn] } }),
      refused: [outside],
    },
    {
      ...trusting("a role that names one of its sessions", {
        Principal: { AWS: `arn:aws:sts::${ids.tooling}:assumed-role/OctoLauncherRole/octopus` },
      }),
      refused: [outside],
    },
    {
      ...trusting("a role that names its ARN in a condition", arn(launcherArn, "ArnEquals")),
      refused: [outside],
    },
    {
      ...trusting("a role that names it by a pattern", arn("arn:aws:iam::*:role/OctoLaunch*")),
      refused: [outside],
    },
    {
      ...trusting("a role that names its ARN with case ignored", {
        Principal: root,
        ...arn([launcherArn], "StringEqualsIgnoreCase"),
      }),
      refused: [outside],
    },
    {
      title: "a deploy role's name under another path",
      resources: [role("DevDeployRole", trustOf(letsIn()), "dev")],
      refused: [outside],
    },
    {
      title: "a role that names it in a statement that is not known otherwise",
      resources: [role("Backup", { Version: "2012-10-17", Statement: [letsIn({ Condition: notKnown })] })],
      refused: [outside],
    },
    {
      title: "a role that names it only to deny",
      resources: [role("Backup", trustOf(letsIn({ Effect: "Deny" }), letsIn({ Sid: "A", Principal: root })))],
    },
    trusting("a role that trusts the launcher's account", { Principal: root }),
    trusting("a role that trusts everybody", { Principal: { AWS: "*" } }),
    trusting("a role that trusts any role of the account", arn(`arn:aws:iam::${ids.tooling}:role/*`)),
    trusting("a role that trusts other roles of the account", arn(`arn:aws:iam::${ids.tooling}:role/Ci*`)),
    trusting("a role that trusts another one", { Principal: { AWS: `${launcherArn}2` } }),
  ]);
});

describe("roles of a type that is not read", () => {
  const native = (props: object, account: "dev" | "foreign" = "dev") => [
    resource(
      "aws-native:iam:Role",
      "native",
      { ...props },
      {
        ...pinned(account),
        type: "pulumi:providers:aws-native",
      },
    ),
  ];
  const unread =
    /is made by aws-native:iam:Role, a type that this pack does not read\.\nMake it with aws\.iam\.Role/;
  table(launcherOnlyAssume, [
    {
      title: "a deploy role",
      resources: native({ roleName: "X", path: "/octopus/deploy/" }),
      refused: [unread],
    },
    {
      title: "a deploy role in an account that settings do not know",
      resources: native({ roleName: "X", path: "/octopus/deploy/" }, "foreign"),
      refused: [unread],
    },
    {
      title: "what may be a deploy role",
      resources: native({ roleName: "DevDeployRole", path: notKnown }),
      refused: [unread],
    },
    {
      title: "what may be a deploy role in somebody else's account",
      resources: native({ path: notKnown }, "foreign"),
    },
    { title: "any other role", resources: native({ roleName: "lambda" }) },
  ]);
});

describe("programs that have nothing to do with the launcher", () => {
  const later = /has a trust policy that is not known yet: judged at `pulumi up`\.$/;
  table(launcherOnlyAssume, [
    {
      title: "roles of a default provider",
      resources: [
        role("lambda", service, defaultProvider),
        role("app-7f3a2c1", notKnown, defaultProvider, "/service/"),
        role("broken", "{", defaultProvider),
        resource("aws:s3/bucket:Bucket", "logs", { bucket: notKnown }, defaultProvider),
      ],
    },
    {
      title: "a role whose name and trust policy are not known",
      resources: [role(notKnown, notKnown, unpinned)],
    },
    {
      title: "a role whose name begins with a prefix",
      resources: [
        resource("aws:iam/role:Role", "app", { namePrefix: "app-", assumeRolePolicy: service }, "tooling"),
      ],
    },
    {
      title: "roles of somebody else's account that are not known",
      resources: [role("lambda", notKnown, "foreign")],
    },
    {
      title: "a role of our accounts whose trust policy is not known",
      resources: [role("lambda", notKnown, "dev")],
      advised: [later],
    },
    {
      title: "a role of our accounts with a principal that is not known",
      resources: [
        role("lambda", { Version: "2012-10-17", Statement: [letsIn({ Principal: { AWS: notKnown } })] }),
      ],
      advised: [later],
    },
    { title: "a malformed trust policy, which AWS refuses", resources: [role("lambda", "{", "dev")] },
    { title: "an empty trust policy", resources: [role("lambda", "", "dev")] },
    {
      title: "a deploy role beside them as it should be",
      resources: [role("lambda", service, "dev"), deployRole("dev", trustOf(letsIn(ofServer)))],
    },
  ]);
});
