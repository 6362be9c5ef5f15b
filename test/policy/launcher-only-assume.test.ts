import { launcherOnlyAssume } from "../../policy-pack/rules/launcher-only-assume";
import { expected } from "../fixtures/expected";
import { deployRoleArn, ids, launcherArn, providerWith } from "./resources";
import { table } from "./table";
import { clusterArn, deployRole, letsIn, ofServer, trustOf } from "./trusts";

const root = { AWS: `arn:aws:iam::${ids.tooling}:root` };
const other = `arn:aws:iam::${ids.tooling}:role/CiRole`;
const isLauncher = { ArnEquals: { "aws:PrincipalArn": launcherArn } };
const launcher = letsIn();
const tagged = (serviceAccount: string, cluster: unknown = clusterArn, namespace = "octopus"): object => ({
  "aws:PrincipalTag/eks-cluster-arn": cluster,
  "aws:PrincipalTag/kubernetes-namespace": namespace,
  "aws:PrincipalTag/kubernetes-service-account": serviceAccount,
});
const server = { cluster: "octopus-cluster", namespace: "octopus", serviceAccount: "octopus-server" };
const trusts = (title: string, ...statements: (typeof launcher)[]) => ({
  title,
  resources: [deployRole("dev", trustOf(...statements))],
});

describe("a deploy role lets in nobody but the launcher", () => {
  describe("as the sample organization has it", () => {
    table(
      launcherOnlyAssume,
      (["tooling", "dev", "staging", "prod"] as const).flatMap((account) => {
        const name = `${account.charAt(0).toUpperCase()}${account.slice(1)}DeployRole`;
        const document = expected(name, "trust");
        return [
          { title: `${name}, compact`, resources: [deployRole(account, JSON.stringify(document))] },
          {
            title: `${name}, pretty`,
            resources: [deployRole(account, JSON.stringify(document, undefined, 2))],
            when: "update" as const,
          },
        ];
      }),
    );
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  describe("whomever the trust policy names besides", () => {
    table(launcherOnlyAssume, [
      {
        ...trusts(
          "another role in a second statement",
          launcher,
          letsIn({ Sid: "Ci", Principal: { AWS: other } }),
        ),
        refused: [
          new RegExp(
            `^${deployRoleArn("dev")} lets in ${other}, through sts:AssumeRole \\(Statement\\[1\\], Sid Ci\\)\\.\n` +
              `Let in ${launcherArn} alone`,
          ),
        ],
      },
      {
        ...trusts("another role in the same list", letsIn({ Principal: { AWS: [launcherArn, other] } })),
        refused: [/lets in arn:aws:iam::123456789012:role\/CiRole, through/],
      },
      {
        ...trusts("the launcher's account", letsIn({ Principal: root })),
        refused: [/lets in any principal of account 123456789012/],
      },
      {
        ...trusts("an account by its bare id", launcher, letsIn({ Sid: "Two", Principal: { AWS: ids.dev } })),
        refused: [/lets in any principal of account 111111111111/],
      },
      {
        ...trusts("everybody", letsIn({ Principal: { AWS: "*" } })),
        refused: [/lets in anybody, through sts:AssumeRole \(Statement\[0\], Sid Launcher\)\.\n/],
      },
      {
        ...trusts(
          "services",
          launcher,
          letsIn({ Sid: "Build", Principal: { Service: "codebuild.amazonaws.com" } }),
        ),
        refused: [/lets in the service codebuild\.amazonaws\.com/],
      },
      {
        // https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments
        ...trusts("an identity provider", launcher, {
          Effect: "Allow",
          Principal: {
            Federated: `arn:aws:iam::${ids.dev}:oidc-provider/token.actions.githubusercontent.com`,
          },
          Action: "sts:AssumeRoleWithWebIdentity",
        }),
        refused: [/lets in whoever arn:.*githubusercontent\.com vouches for/],
      },
      {
        ...trusts(
          "an action by pattern for another one",
          launcher,
          letsIn({ Sid: "All", Principal: { AWS: other }, Action: "sts:*" }),
        ),
        refused: [/lets in .*CiRole, through sts:AssumeRole \(Statement\[1\], Sid All\)\.\n/],
      },
      {
        ...trusts("all but some actions", launcher, {
          Effect: "Allow",
          Principal: { AWS: other },
          NotAction: "sts:TagSession",
        }),
        refused: [/lets in .*CiRole, through sts:AssumeRole/],
      },
      {
        ...trusts(
          "only session tags for another one",
          launcher,
          letsIn({ Sid: "Tags", Principal: { AWS: other }, Action: "sts:TagSession" }),
        ),
        refused: [/lets in .*CiRole, through sts:TagSession/],
      },
      {
        ...trusts(
          "a source identity for another one",
          launcher,
          letsIn({ Sid: "Who", Principal: { AWS: other }, Action: "sts:SetSourceIdentity" }),
        ),
        refused: [/lets in .*CiRole, through sts:SetSourceIdentity/],
      },
      {
        ...trusts(
          "the launcher's name in another case",
          letsIn({ Principal: { AWS: launcherArn.toLowerCase() } }),
        ),
        refused: [/lets in .*octolauncherrole/, /does not let in the launcher by any binding/],
      },
      {
        ...trusts(
          "a user",
          launcher,
          letsIn({ Sid: "Ada", Principal: { AWS: `arn:aws:iam::${ids.dev}:user/ada` } }),
        ),
        refused: [/lets in arn:aws:iam::111111111111:user\/ada/],
      },
      {
        ...trusts(
          "more than three at once, in two lines",
          launcher,
          letsIn({ Sid: "More", Principal: { AWS: ["A", "B", "C", "D", "E"].map((name) => other + name) } }),
        ),
        refused: [/lets in .*CiRoleA, .*; .*CiRoleB, .*; .*CiRoleC, .*; and 2 more\.\n/],
      },
      {
        ...trusts(
          "a session of the launcher alone",
          letsIn({
            Principal: { AWS: `arn:aws:sts::${ids.tooling}:assumed-role/OctoLauncherRole/octopus` },
          }),
        ),
        refused: [/lets in .*assumed-role\/OctoLauncherRole\/octopus/, /by any binding/],
      },
      {
        ...trusts(
          "what is left of a deleted launcher",
          letsIn({ Principal: { AWS: "AROAEXAMPLEEXAMPLE123" } }),
        ),
        refused: [/lets in the deleted role or user AROAEXAMPLEEXAMPLE123/],
      },
    ]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
  describe("whatever conditions narrow", () => {
    const under = (title: string, Condition: object, Principal: object = root) =>
      trusts(title, letsIn({ Principal, Condition }));
    const anyone = /lets in /;
    const accepted = [
      under("an account's principals with the launcher's ARN", isLauncher),
      under("everybody with the launcher's ARN", isLauncher, { AWS: "*" }),
      under("everybody with the launcher's ARN, in another case of the key", {
        StringEquals: { "AWS:principalARN": launcherArn },
      }),
      trusts("everybody, with a denial of all others", letsIn({ Principal: { AWS: "*" } }), {
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "sts:*",
        Condition: { StringNotEquals: { "aws:PrincipalArn": launcherArn } },
      }),
    ];
    table(launcherOnlyAssume, [
      // With two bindings there would be advice, as any pods that have the launcher get in.
      ...accepted.map((one) => ({ ...one, config: { binding: server } })),
      {
        ...trusts("everybody, without the denial", letsIn({ Principal: { AWS: "*" } })),
        refused: [anyone],
      },
      ...(
        [
          [
            "a pattern of ARNs",
            { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${ids.tooling}:role/Octo*` } },
          ],
          ["IfExists", { ArnEqualsIfExists: { "aws:PrincipalArn": launcherArn } }],
          ["ForAllValues", { "ForAllValues:ArnEquals": { "aws:PrincipalArn": launcherArn } }],
          ["ForAnyValue", { "ForAnyValue:StringLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }],
          ["Null", { Null: { "aws:PrincipalArn": "false" } }],
          ["case ignored", { StringEqualsIgnoreCase: { "aws:PrincipalArn": launcherArn } }],
          ["a second ARN", { ArnEquals: { "aws:PrincipalArn": [launcherArn, other] } }],
          ["the organization", { StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } }],
          ["session tags that anybody may set", { StringEquals: tagged("octopus-server") }],
        ] as const
      ).map(([title, Condition]) => ({
        ...under(`everybody under ${title}`, Condition, { AWS: "*" }),
        refused: [anyone],
      })),
      {
        ...under("an account, but not the launcher", { ArnNotEquals: { "aws:PrincipalArn": launcherArn } }),
        refused: [anyone, /by any binding/],
      },
      {
        ...trusts("everybody but the launcher, by NotPrincipal in an Allow", {
          Effect: "Allow",
          NotPrincipal: { AWS: other },
          Action: ["sts:AssumeRole", "sts:TagSession"],
        }),
        refused: [/anybody/],
      },
    ]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
  describe("and surely lets in the launcher", () => {
    const closed =
      /does not let in the launcher by any binding: (.*)\.\nAllow sts:AssumeRole and sts:TagSession/;
    const under = (title: string, Condition: object) => trusts(title, letsIn({ Condition }));
    table(launcherOnlyAssume, [
      under("one binding of several", { StringEquals: tagged("octopus-prod", clusterArn, "octopus-prod") }),
      under("clusters of any region", {
        StringLike: tagged("octopus-*", `arn:aws:eks:*:${ids.tooling}:cluster/octopus-cluster`),
      }),
      under("a cluster in another region", {
        StringEquals: tagged("octopus-server", clusterArn.replace("us-east-1", "eu-west-3")),
      }),
      under("a namespace", { StringLike: { "aws:PrincipalTag/kubernetes-namespace": "octopus" } }),
      {
        ...trusts("the launcher, without sts:TagSession", letsIn({ Action: "sts:AssumeRole" })),
        refused: [/does not admit the caller for sts:TagSession/],
      },
      {
        ...trusts("the launcher, without sts:AssumeRole", letsIn({ Action: "sts:TagSession" })),
        refused: [closed],
      },
      { ...under("another service account", { StringEquals: tagged("default") }), refused: [closed] },
      {
        ...under("another cluster", {
          StringEquals: tagged("octopus-server", clusterArn.replace("octopus-c", "c")),
        }),
        refused: [closed],
      },
      {
        ...trusts("the launcher, and denies everybody", launcher, {
          Effect: "Deny",
          Principal: { AWS: "*" },
          Action: "sts:AssumeRole",
        }),
        refused: [/by any binding: .*denies it, in Statement\[1\]/],
      },
      {
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
        ...under("an external id, which the step may give", {
          StringEquals: { "sts:ExternalId": "octopus" },
        }),
        advised: [/may keep the launcher out: .*StringEquals on sts:ExternalId, in Statement\[0\]\.\n/],
      },
      {
        ...under("addresses, which nobody knows here", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
        advised: [/IpAddress on aws:SourceIp/],
      },
      {
        ...under("one pod", { StringEquals: { "aws:PrincipalTag/kubernetes-pod-name": "octopus-0" } }),
        advised: [/aws:PrincipalTag\/kubernetes-pod-name/],
      },
      {
        title: "one launcher of two",
        resources: [deployRole("dev", trustOf(letsIn(ofServer)))],
        config: { launcherRoleArn: [launcherArn, `arn:aws:iam::${ids.staging}:role/StagingLauncher`] },
      },
      {
        title: "a role in an account that nobody knows, under a condition on that account",
        resources: [
          deployRole(
            "dev",
            trustOf(letsIn({ Condition: { StringEquals: { "aws:ResourceAccount": ids.dev } } })),
            providerWith("somewhere", {}),
          ),
        ],
        advised: [/aws:ResourceAccount/],
      },
    ]);
  });
});
