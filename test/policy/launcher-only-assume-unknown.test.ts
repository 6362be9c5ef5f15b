import { launcherOnlyAssume } from "../../policy-pack/rules/launcher-only-assume";
import { ids, notKnown, output } from "./resources";
import { table } from "./table";
import { deployRole, letsIn, role, trustOf } from "./trusts";

const root = { AWS: `arn:aws:iam::${ids.tooling}:root` };
const launcher = letsIn();
const trusts = (title: string, ...statements: (typeof launcher)[]) => ({
  title,
  resources: [deployRole("dev", trustOf(...statements))],
});

describe("a deploy role is refused as long as it is not known whom it lets in", () => {
  const made = role(notKnown, trustOf(letsIn({ Principal: root })), "foreign");
  table(launcherOnlyAssume, [
    {
      title: "a trust policy that is not known",
      resources: [deployRole("dev", notKnown)],
      refused: [
        /role\/octopus\/deploy\/DevDeployRole may let in anybody by its trust policy: it is not known\.\nWrite names/,
      ],
    },
    {
      title: "a trust policy from an output",
      resources: [made, deployRole("dev", output(made, "arn"))],
      refused: [/it is not known/],
    },
    {
      title: "a trust policy as a value with a principal that is not known",
      resources: [
        deployRole("dev", { Version: "2012-10-17", Statement: [letsIn({ Principal: { AWS: notKnown } })] }),
      ],
      refused: [/Statement\[0\]\.Principal is not known/],
    },
    {
      title: "a second statement that is not known, beside another one that lets in more",
      resources: [
        deployRole("dev", { Version: "2012-10-17", Statement: [letsIn({ Principal: root }), notKnown] }),
      ],
      refused: [/lets in any principal of account/, /Statement\[1\]\.Effect is not known; .*; and 1 more/],
    },
    {
      title: "a role that may be a deploy role, as its name is not known",
      resources: [
        role(
          notKnown,
          trustOf(letsIn({ Principal: { Service: "ec2.amazonaws.com" } })),
          "dev",
          "/octopus/deploy/",
        ),
      ],
      refused: [/lets in the service/, /by any binding/],
    },
    {
      title: "a role that may be a deploy role, as its path is not known",
      resources: [role("DevDeployRole", trustOf(letsIn({ Principal: root })), "dev", notKnown)],
      refused: [/lets in any principal/],
    },
    {
      title: "a role that may be a deploy role, as neither name nor path is known",
      resources: [role(notKnown, notKnown, "dev", notKnown)],
      refused: [/\(it may be a deploy role\) may let in anybody/],
    },
    {
      title: "no JSON",
      resources: [deployRole("dev", "{")],
      refused: [/by its trust policy: it is no JSON\.\nMend what is malformed there/],
    },
    {
      title: "no trust policy",
      resources: [deployRole("dev", undefined)],
      refused: [/it is no JSON object/],
    },
    {
      ...trusts("a malformed effect", letsIn({ Effect: "allow" })),
      refused: [/Statement\[0\]\.Effect is neither Allow nor Deny/],
    },
    {
      ...trusts(
        "a principal with a wildcard",
        letsIn({ Principal: { AWS: `arn:aws:iam::${ids.tooling}:role/*` } }),
      ),
      refused: [/Statement\[0\]\.Principal\.AWS has /],
    },
    {
      title: "a repeated element",
      resources: [deployRole("dev", trustOf(launcher).replace('"Sid"', '"Effect":"Deny","Sid"'))],
      refused: [/stands twice/],
    },
    {
      title: "words over several lines, in two",
      resources: [deployRole("dev", trustOf(letsIn({ Principal: { AWS: "one\ntwo\nthree" } })))],
      refused: [/has "one two three"/],
    },
  ]);
});
