import { guardrailEffective } from "../../policy-pack/rules/guardrail-effective";
import { compact, policy, type Statement } from "../../trust/documents/policy";
import {
  allAccounts,
  attached,
  denial,
  guardrail,
  guardrailDocument,
  organizationPolicy,
  toolingStack,
} from "./guardrails";
import { launcherRole, otherRole } from "./launchers";
import {
  defaultProvider,
  deployRoleArn,
  ids,
  launcherArn,
  notKnown,
  resource,
  type Given,
} from "./resources";
import { table } from "./table";

const [scp, rcp] = [guardrailDocument("scp"), guardrailDocument("rcp")];

describe("guardrail-effective: a stack that has the launcher", () => {
  const withoutProd = allAccounts.filter((id) => id !== ids.prod);
  const narrowed = (statement: Statement): Statement => ({
    ...statement,
    Resource: `arn:aws:iam::${ids.prod}:role/octopus/deploy/*`,
  });
  const [first = "", second = ""] = [deployRoleArn("dev"), deployRoleArn("prod")];
  const halves = [first, second].map((one) => compact(policy(denial({ Resource: one }))));
  const two = { config: { deployRoles: [first, second] } };
  const native = (kind: "scp" | "rcp", content: object, targetIds: readonly string[]): Given => ({
    ...guardrail(kind, content),
    type: "aws-native:organizations:Policy",
    props: { ...guardrail(kind, content).props, targetIds },
  });
  table(guardrailEffective, [
    { title: "both guardrails, attached to every account", resources: toolingStack() },
    { title: "the same once it is all there", resources: toolingStack(), when: "update" },
    {
      title: "documents with white space",
      resources: toolingStack({ scp: [JSON.stringify(scp, null, 2)], rcp: [JSON.stringify(rcp, null, 2)] }),
    },
    {
      title: "each statement in a policy of its own",
      resources: toolingStack({
        scp: scp.Statement.map((one) => compact(policy(one))),
        rcp: rcp.Statement.map((one) => compact(policy(one))),
      }),
    },
    { title: "each deploy role in a policy of its own", resources: toolingStack({ scp: halves }), ...two },
    {
      title: "guardrails on an OU and on the root, in which any account may be",
      resources: toolingStack({ scpTargets: ["ou-ab12-cd34ef56"], rcpTargets: ["r-ab12"] }),
    },
    { title: "targets that are not known yet", resources: toolingStack({ scpTargets: [notKnown] }) },
    {
      title: "an RCP in the accounts alone in which deploy roles may be",
      resources: toolingStack({ rcpTargets: [ids.dev, ids.prod] }),
      ...two,
    },
    // https://www.pulumi.com/registry/packages/aws-native/api-docs/organizations/policy/
    {
      title: "guardrails that the other provider makes and attaches",
      resources: [launcherRole(), native("scp", scp, allAccounts), native("rcp", rcp, ["r-ab12"])],
    },
    {
      title: "a guardrail of the other provider that leaves somebody else",
      resources: [
        native(
          "scp",
          guardrailDocument("scp", (statement) => ({
            ...statement,
            Condition: { StringNotEquals: { "aws:PrincipalArn": [launcherArn, deployRoleArn("dev")] } },
          })),
          allAccounts,
        ),
      ],
      refused: [/^SCP octolaunch-scp-1 .* leaves sts:AssumeRole on .* to .*DevDeployRole because of/],
    },
    {
      title: "guardrails of the other provider that it does not attach everywhere",
      resources: [launcherRole(), native("scp", scp, withoutProd), native("rcp", rcp, [])],
      refused: [
        /SCP octolaunch-scp-1 is not attached to 333333333333/,
        /octolaunch-rcp-1 is attached to nothing/,
      ],
      beforeCreation: false,
    },
    {
      title: "a stack without an RCP",
      resources: toolingStack({ rcp: [] }),
      refused: [/There is no RCP that keeps deploy roles for the launcher/],
      beforeCreation: false,
    },
    {
      title: "a stack without guardrails",
      resources: [launcherRole()],
      refused: [/There is no SCP/, /There is no RCP/],
      beforeCreation: false,
    },
    {
      title: "an SCP with full access alone",
      resources: toolingStack({
        scp: [compact(policy({ Effect: "Allow", Action: "*", Resource: "*" }))],
      }),
      refused: [/There is no SCP/],
      beforeCreation: false,
    },
    {
      title: "an SCP that only keeps IAM as it is",
      resources: toolingStack({ scp: scp.Statement.slice(1).map((one) => compact(policy(one))) }),
      refused: [/SCP octolaunch-scp-1, .* does not deny sts:AssumeRole on arn:aws:iam::\*:role\/octopus/],
      beforeCreation: false,
    },
    {
      title: "guardrails on the deploy roles of one account",
      resources: toolingStack({ rcp: [compact(guardrailDocument("rcp", narrowed))] }),
      refused: [/RCP octolaunch-rcp-1 does not deny sts:AssumeRole, .* on arn:aws:iam::\*:role\/octopus/],
      beforeCreation: false,
    },
    {
      title: "one deploy role without a policy",
      resources: toolingStack({ scp: halves.slice(1) }),
      ...two,
      refused: [
        /does not deny sts:AssumeRole on arn:aws:iam::111111111111:role\/octopus\/deploy\/DevDeployRole/,
      ],
      beforeCreation: false,
    },
    {
      title: "a policy that is attached to nothing",
      resources: toolingStack({ scpTargets: [] }),
      refused: [/SCP octolaunch-scp-1 is attached to nothing/],
      beforeCreation: false,
    },
    {
      title: "an attachment of nobody knows what",
      resources: [
        ...toolingStack({ rcpTargets: [] }),
        resource("aws:organizations/policyAttachment:PolicyAttachment", "attachment", {
          policyId: notKnown,
          targetId: "r-ab12",
        }),
      ],
      refused: [/RCP octolaunch-rcp-1 is attached to nothing/],
      beforeCreation: false,
    },
    {
      title: "an account that no SCP reaches",
      resources: toolingStack({ scpTargets: withoutProd }),
      refused: [/SCP octolaunch-scp-1 is not attached to 333333333333: it does not reach whoever asks/],
      beforeCreation: false,
    },
    {
      title: "an account that no RCP reaches, once it is all there",
      resources: toolingStack({ rcpTargets: withoutProd }),
      when: "update",
      refused: [/RCP octolaunch-rcp-1 is not attached to 333333333333: it does not reach deploy roles there/],
      beforeCreation: false,
    },
    {
      title: "an account that one policy of two reaches",
      resources: [
        ...toolingStack({ scp: halves.slice(0, 1) }),
        guardrail("scp", halves[1], 2),
        ...attached(guardrail("scp", halves[1], 2), []),
      ],
      ...two,
      refused: [/SCP octolaunch-scp-2 is attached to nothing/],
      beforeCreation: false,
    },
    {
      title: "a hollow SCP, of which nothing else is said",
      resources: toolingStack({
        scp: [compact(guardrailDocument("scp", (one) => ({ ...one, Effect: "Allow" })))],
      }),
      refused: [/SCP octolaunch-scp-1 does not deny sts:AssumeRole/],
    },
  ]);
});

describe("guardrail-effective: guardrails that others attach", () => {
  const external = { mode: "external", scp: [scp], rcp: [rcp] } as const;
  const hollow = guardrailDocument("rcp", (one) => ({ ...one, Action: "sts:AssumeRole" }));
  const narrow = guardrailDocument("scp", (one) => ({ ...one, Resource: deployRoleArn("dev") }));
  table(guardrailEffective, [
    { title: "documents in the settings", resources: [launcherRole()], config: { guardrails: external } },
    {
      title: "documents as text",
      resources: [launcherRole()],
      config: { guardrails: { ...external, scp: [compact(scp)], rcp: [JSON.stringify(rcp, null, 2)] } },
    },
    {
      title: "a document that leaves callers by SAML in",
      resources: [launcherRole()],
      config: { guardrails: { ...external, rcp: [hollow] } },
      refused: [/RCP of the setting guardrails\.rcp\[0\] does not deny sts:AssumeRoleWithSAML/],
    },
    {
      title: "documents about one deploy role",
      resources: [launcherRole()],
      config: { guardrails: { ...external, scp: [narrow] } },
      refused: [/SCP of the setting guardrails\.scp\[0\] does not deny sts:AssumeRole on arn:aws:iam::\*/],
    },
    {
      title: "a malformed document",
      resources: [launcherRole()],
      config: { guardrails: { ...external, scp: ["{"] } },
      refused: [/guardrails\.scp\[0\]: its content is no JSON/],
    },
    {
      title: "hollow documents where the launcher is not",
      resources: [otherRole("DevDeployRole", "dev", "/octopus/deploy/")],
      config: { guardrails: { ...external, rcp: [hollow] } },
    },
  ]);
});

describe("guardrail-effective: what is not known yet", () => {
  const unknownScp = organizationPolicy("regions", notKnown);
  const advice = /policy regions says, .* not known yet: it is judged at `pulumi up`/;
  const violation = /policy regions says, .* not known yet, and it may be about deploy roles/;
  table(guardrailEffective, [
    {
      title: "the content of a guardrail",
      resources: toolingStack({ scp: [notKnown] }),
      refused: [/policy octolaunch-scp-1 says/],
      beforeCreation: false,
    },
    {
      title: "the content of a policy beside the launcher",
      resources: [...toolingStack(), unknownScp],
      refused: [violation],
      beforeCreation: false,
    },
    {
      title: "the content of a policy beside a guardrail",
      resources: [guardrail("rcp", compact(rcp)), unknownScp],
      refused: [violation],
      beforeCreation: false,
    },
    { title: "the content of a policy elsewhere", resources: [unknownScp], advised: [advice] },
    {
      title: "the type of a policy that names the launcher",
      resources: [organizationPolicy("regions", compact(scp), { type: notKnown })],
      refused: [violation],
      beforeCreation: false,
    },
    {
      title: "the type of a policy that names nothing of ours",
      resources: [organizationPolicy("regions", "{}", { type: notKnown })],
    },
    {
      title: "the content of a tag policy",
      resources: [organizationPolicy("tags", notKnown, { type: "TAG_POLICY" })],
    },
  ]);
});

describe("guardrail-effective: programs of others", () => {
  table(guardrailEffective, [
    { title: "a stack with a guardrail and no launcher", resources: [guardrail("scp", compact(scp))] },
    {
      title: "a stack with deploy roles alone",
      resources: [otherRole("ProdDeployRole", "prod", "/octopus/deploy/")],
    },
    {
      title: "roles and attachments of which little is known",
      resources: [
        resource("aws:iam/role:Role", "any", { name: notKnown, assumeRolePolicy: notKnown }, defaultProvider),
        resource(
          "aws:organizations/policyAttachment:PolicyAttachment",
          "any",
          { policyId: notKnown, targetId: notKnown },
          defaultProvider,
        ),
      ],
    },
    {
      title: "a launcher's name in an account of nobody",
      resources: [otherRole("OctoLauncherRole", "foreign")],
    },
    {
      title: "launcher and deploy roles of other names, with guardrails of theirs",
      resources: [
        otherRole("Runner", "dev"),
        ...toolingStack({
          scp: [compact(policy(denial({ Sid: "Runner", ...theirs() })))],
          rcp: [
            compact(
              policy({
                ...denial({ Sid: "Runner", ...theirs() }),
                Principal: "*",
                Action: "sts:AssumeRole*",
              }),
            ),
          ],
        }).slice(1),
      ],
      config: {
        launcherRoleArn: `arn:aws:iam::${ids.dev}:role/Runner`,
        deployRoles: [`arn:aws:iam::${ids.prod}:role/Deploy*`],
        accounts: [ids.dev, ids.prod],
      },
    },
    {
      title: "the same where it leaves in the launcher of the article",
      resources: [
        guardrail(
          "scp",
          compact(
            policy(
              denial({
                ...theirs(),
                Condition: { StringNotEquals: { "aws:PrincipalArn": launcherArn } },
              }),
            ),
          ),
        ),
      ],
      config: {
        launcherRoleArn: `arn:aws:iam::${ids.dev}:role/Runner`,
        deployRoles: [`arn:aws:iam::${ids.prod}:role/Deploy*`],
      },
      refused: [
        /to arn:aws:iam::123456789012:role\/OctoLauncherRole/,
        /denies .*role\/Runner sts:AssumeRole/,
      ],
    },
  ]);
});

/** What a foreign program writes about its roles. */
function theirs(): Partial<Statement> {
  return {
    Resource: `arn:aws:iam::${ids.prod}:role/Deploy*`,
    Condition: { ArnNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${ids.dev}:role/Runner` } },
  };
}
