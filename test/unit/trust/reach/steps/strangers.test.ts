import assert from "node:assert/strict";

import { upperBound } from "../../../../../trust/bound/bound";
import type { Statement } from "../../../../../trust/documents/policy";
import { nameOf } from "../../../../../trust/reach/graph";
import { strangersOf } from "../../../../../trust/reach/steps/strangers";
import { worldOf } from "../../../../../trust/reach/world";
import { unknown } from "../../../../../trust/truth";
import { identity, ids, role, roleArn, trusting, userArn } from "../../decide/model";
import { modelOf } from "../model";

const target = roleArn("dev", "Target");
const nobody = (entity: string, partition = "aws"): string => `arn:${partition}:iam::000000000000:${entity}`;
const other = "whomever accounts of the organization let that are not known here";

interface Case {
  readonly title: string;
  readonly AWS: string;
  readonly name?: string | readonly string[];
  readonly role?: string;
  /** Name, ARN as which it asks, and whether the organization ought to have it. */
  readonly is: readonly (readonly [string, string, boolean])[];
}

const anyone = (arn: string): Case["is"] => [
  ["anyone", arn, false],
  [other, arn, true],
];
const dead = (id: string): string => `the role or user ${id}, which is not known here`;

const cases: readonly Case[] = [
  { title: "anyone", AWS: "*", is: anyone(nobody("role/Anyone")) },
  {
    title: "anyone of the partition",
    AWS: "*",
    role: target.replace("aws", "aws-cn"),
    is: anyone(nobody("role/Anyone", "aws-cn")),
  },
  { title: "anyone by a pattern", AWS: "*", name: "arn:aws:iam::*:role/F*", is: anyone(nobody("role/Fx")) },
  {
    title: "anyone by a pattern of users",
    AWS: "*",
    name: "arn:aws:iam::*:user/F*",
    is: anyone(nobody("user/Fx")),
  },
  {
    title: "an account outside by a pattern",
    AWS: "*",
    name: roleArn("outside", "F*"),
    is: [[`whomever account ${ids.outside} lets`, roleArn("outside", "Fx"), false]],
  },
  { title: "nobody of an account of which somebody is known", AWS: "*", name: roleArn("dev", "F*"), is: [] },
  {
    title: "who is named by a condition",
    AWS: "*",
    name: roleArn("outside", "F"),
    is: [[roleArn("outside", "F"), roleArn("outside", "F"), false]],
  },
  {
    title: "who is missing and named by a condition",
    AWS: "*",
    name: roleArn("dev", "F"),
    is: [[roleArn("dev", "F"), roleArn("dev", "F"), true]],
  },
  { title: "nobody who is named by a condition and is there", AWS: "*", name: target, is: [] },
  {
    title: "an account outside",
    AWS: ids.outside,
    is: [[`whomever account ${ids.outside} lets`, roleArn("outside", "Anyone"), false]],
  },
  { title: "an account of which somebody is known", AWS: ids.dev, is: [] },
  {
    title: "a role outside",
    AWS: roleArn("outside", "F"),
    is: [[roleArn("outside", "F"), roleArn("outside", "F"), false]],
  },
  {
    title: "a user outside",
    AWS: userArn("outside", "f"),
    is: [[userArn("outside", "f"), userArn("outside", "f"), false]],
  },
  {
    title: "a role that its account does not have",
    AWS: roleArn("dev", "F"),
    is: [[roleArn("dev", "F"), roleArn("dev", "F"), true]],
  },
  { title: "a role that is there", AWS: target, is: [] },
  { title: "a user who is there", AWS: userArn("dev", "ada"), is: [] },
  {
    title: "a session of a role that is not there",
    AWS: `arn:aws:sts::${ids.dev}:assumed-role/F/me`,
    is: [[roleArn("dev", "F"), roleArn("dev", "F"), true]],
  },
  {
    title: "a session of a role that is there under another path",
    AWS: `arn:aws:sts::${ids.dev}:assumed-role/Deep/me`,
    is: [],
  },
  {
    title: "a session of a role that is there in another account",
    AWS: `arn:aws:sts::${ids.outside}:assumed-role/Deep/me`,
    is: [[roleArn("outside", "Deep"), roleArn("outside", "Deep"), false]],
  },
  {
    title: "a role that was deleted",
    AWS: "AROADEADDEADDEAD1",
    is: [[dead("AROADEADDEADDEAD1"), nobody("role/Anyone"), true]],
  },
  {
    title: "a user who was deleted",
    AWS: "AIDADEADDEADDEAD1",
    is: [[dead("AIDADEADDEADDEAD1"), nobody("user/Anyone"), true]],
  },
  { title: "a role that is there by its id", AWS: "AROADEEPDEEPDEEP1", is: [] },
];

describe("whom nobody knows and a trust policy lets in is", () => {
  const strangers = ({ AWS, name, role: entered = target }: Case) => {
    const Condition: Statement["Condition"] = { ArnLike: { "aws:PrincipalArn": name ?? "" } };
    const trust = trusting({
      Principal: { AWS },
      Action: "sts:AssumeRole",
      ...(name !== undefined && { Condition }),
    });
    const deep = { ...role(roleArn("dev", "deep/Deep"), ids.dev), uniqueId: "AROADEEPDEEPDEEP1" };
    const world = worldOf(
      modelOf({ roles: [role(target, ids.dev), deep], users: [identity(userArn("dev", "ada"))] }),
    );
    return upperBound(trust.trust).ways.flatMap((way) => strangersOf(world, entered, way));
  };
  for (const one of cases) {
    it(one.title, () => {
      const found = strangers(one).map(({ node, identity: { arn }, isMissing }) => [
        nameOf(node),
        arn,
        isMissing,
      ]);
      assert.deepEqual(found, one.is);
    });
  }

  it("of another organization, or of ours as far as that is known", () => {
    const contexts = strangers({ title: "", AWS: "*", is: [] }).map(({ context }) => context);
    assert.deepEqual(contexts, [
      { "aws:principalorgid": ["o-another"], "aws:principalorgpaths": ["o-another/"] },
      { "aws:principalorgid": unknown, "aws:principalorgpaths": unknown },
    ]);
    for (const AWS of [ids.outside, "AROADEADDEADDEAD1", roleArn("dev", "F")])
      assert.deepEqual(
        strangers({ title: "", AWS, is: [] }).map(({ context }) => context),
        [{}],
      );
  });
});
