import { allowing, identity, secret, trusting } from "../decide/model";
import { may, type Parts } from "./model";
import { foreigner, victim, check, boundary, scp } from "./editing";

// https://pathfinding.cloud/paths/iam-002
describe("a step by credentials of a user", () => {
  const trusts = trusting({ Principal: { AWS: victim } });
  const more: Parts = { users: [identity(victim)] };
  check([
    ...["CreateAccessKey", "CreateLoginProfile", "UpdateLoginProfile"].map((name) => ({
      title: `who may ${name}`,
      editor: may(`iam:${name}`, victim),
      target: trusts,
      more,
      is: "proven: credentials, assume role",
    })),
    {
      title: "who may make them for others",
      editor: may("iam:CreateAccessKey", `${victim}2`),
      target: trusts,
      more,
      is: "not",
    },
    {
      title: "of whom nobody read the policies, and who might just as well edit the trust policy",
      editor: { policies: [secret("own")] },
      target: trusts,
      more,
      is: "possible: edit trust",
    },
    {
      title: "who may make them from some places",
      editor: {
        policies: [
          allowing({
            Action: "iam:CreateAccessKey",
            Resource: victim,
            Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
          }),
        ],
      },
      target: trusts,
      more,
      is: "possible: credentials, assume role",
    },
    { title: "another account", from: foreigner, editor: may("iam:*"), target: trusts, more, is: "not" },
    {
      title: "whom the boundary stops",
      editor: { ...may("iam:CreateAccessKey"), ...boundary },
      target: trusts,
      more,
      is: "not",
    },
    {
      title: "whom a service control policy stops",
      editor: may("iam:CreateAccessKey"),
      target: trusts,
      more: { ...more, ...scp("iam:*") },
      is: "not",
    },
  ]);
});
