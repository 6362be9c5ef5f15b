import assert from "node:assert/strict";

import { unknown } from "../../../../trust/truth";
import { allowing, ids, trusting, userArn } from "../decide/model";
import { how, may } from "./model";
import {
  target,
  near,
  far,
  user,
  stranger,
  assumes,
  assumesAndTags,
  proven,
  possible,
  partsOf,
  when,
  check,
} from "./assuming";

describe("steps by sts:AssumeRole with tags of the caller", () => {
  check([
    {
      title: "a role with the tag that is asked for",
      from: far,
      trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      far: { ...assumes, tags: new Map([["team", "shop"]]) },
      is: proven,
    },
    {
      title: "a role with the tag that is asked for in other letters",
      from: far,
      trust: when(far, { StringEqualsIgnoreCase: { "aws:PrincipalTag/team": "shop" } }),
      far: { ...assumes, tags: new Map([["team", "SHOP"]]) },
      is: proven,
    },
    {
      title: "a role without the tag, in sessions that carry it and hand nothing on",
      from: `${far} in sessions tagged team=shop`,
      trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      far: assumes,
      is: possible,
    },
    {
      title: "a role without the tag, in sessions that hand it on",
      from: `${far} in sessions tagged team=shop`,
      trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      far: assumesAndTags,
      is: proven,
    },
    {
      title: "any session of a role without the tag",
      from: far,
      trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      far: assumesAndTags,
      is: "not",
    },
    {
      title: "any session of a role of which the tags are not known",
      from: far,
      trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      far: { ...assumes, tags: unknown },
      is: possible,
    },
    {
      title: "a role that tags itself",
      from: far,
      trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      far: may(["sts:AssumeRole", "iam:TagRole"]),
      is: proven,
    },
    {
      title: "a role that tags itself with other keys",
      from: far,
      trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      far: {
        policies: [
          ...assumes.policies,
          allowing({ Action: "iam:TagRole", Condition: { StringEquals: { "aws:TagKeys": "other" } } }),
        ],
      },
      is: possible,
    },
    {
      title: "a user that tags itself",
      from: user,
      trust: when(user, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      user: may(["sts:AssumeRole", "iam:TagUser"]),
      is: proven,
    },
    {
      title: "a user without the tag",
      from: user,
      trust: when(user, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      is: "not",
    },
    {
      title: "a role in sessions that override the tag that keeps it out",
      from: `${far} in sessions tagged team=*`,
      trust: when(far, { StringNotEquals: { "aws:PrincipalTag/team": "shop" } }),
      far: { ...assumesAndTags, tags: new Map([["team", "shop"]]) },
      is: possible,
    },
    {
      title: "whoever opens a session with the tag that is asked for",
      from: near,
      trust: when(far, { StringLike: { "aws:PrincipalTag/team": "sh*" } }),
      far: { ...trusting({ Principal: { AWS: near } }), ...assumesAndTags },
      near: assumesAndTags,
      is: "proven: assume role, assume role",
    },
    {
      title: "whoever may not open a session with the tag that is asked for",
      from: near,
      trust: when(far, { StringLike: { "aws:PrincipalTag/team": "sh*" } }),
      far: { ...trusting({ Principal: { AWS: near }, Action: "sts:AssumeRole" }), ...assumesAndTags },
      near: assumesAndTags,
      is: "not",
    },
    {
      title: "a user with unknown tags",
      from: user,
      trust: when(user, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      user: { tags: unknown },
      is: possible,
    },
    {
      title: "a user who may not pass on the tag that is asked for",
      from: user,
      trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      far: { ...trusting({ Principal: { AWS: user }, Action: "sts:AssumeRole" }), ...assumesAndTags },
      user: { ...assumesAndTags, tags: new Map([["team", "shop"]]) },
      is: "not",
    },
    {
      title: "a user who may pass on the tag that is asked for",
      from: user,
      trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      far: { ...trusting({ Principal: { AWS: user } }), ...assumesAndTags },
      user: assumesAndTags,
      is: "proven: assume role, assume role",
    },
    {
      title: "a user outside who may not pass on the tag that is asked for",
      from: userArn("outside", "eve"),
      trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      far: {
        ...trusting({ Principal: { AWS: userArn("outside", "eve") }, Action: "sts:AssumeRole" }),
        ...assumesAndTags,
      },
      is: "not",
    },
    {
      title: "a role outside whose sessions hand on the tag that is asked for",
      from: stranger,
      trust: when(far, { StringEquals: { "aws:PrincipalTag/team": "shop" } }),
      far: { ...trusting({ Principal: { AWS: stranger } }), ...assumesAndTags },
      is: "proven: assume role, assume role",
    },
    {
      title: "a role that comes in by one statement and passes tags by another",
      from: far,
      trust: [
        {
          Principal: { AWS: far },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:RequestTag/team": "shop" } },
        },
        { Principal: { AWS: ids.prod }, Action: "sts:TagSession" },
      ],
      far: assumesAndTags,
      is: proven,
    },
    {
      title: "a role with a source identity by another statement",
      from: far,
      trust: [
        {
          Principal: { AWS: far },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:SourceIdentity": "ada" } },
        },
        { Principal: { AWS: ids.prod }, Action: ["sts:SetSourceIdentity"] },
      ],
      far: may(["sts:AssumeRole", "sts:SetSourceIdentity"]),
      is: proven,
    },
    {
      title: "a role that may not set the source identity that any other value would do for",
      from: far,
      trust: when(far, { Null: { "sts:SourceIdentity": "false" } }),
      far: assumes,
      is: "not",
    },
    {
      title: "a role that may set any source identity",
      from: far,
      trust: [
        { Principal: { AWS: far } },
        {
          Effect: "Deny",
          Principal: { AWS: far },
          Condition: { Null: { "sts:SourceIdentity": "true" }, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
        },
      ],
      far: may(["sts:AssumeRole", "sts:SetSourceIdentity"]),
      is: possible,
    },
    {
      title: "a role that a denial asks for some tag",
      from: far,
      trust: [
        { Principal: { AWS: far } },
        {
          Effect: "Deny",
          Principal: { AWS: far },
          Condition: { Null: { "aws:RequestTag/team": "true", "aws:RequestTag/stage": "true" } },
        },
      ],
      far: assumesAndTags,
      is: possible,
    },
    {
      title: "a role that a denial asks for some tag, which it may not pass",
      from: far,
      trust: [
        { Principal: { AWS: far } },
        {
          Effect: "Deny",
          Principal: { AWS: far },
          Condition: { Null: { "aws:RequestTag/team": "true", "aws:RequestTag/stage": "true" } },
        },
      ],
      far: assumes,
      is: "not",
    },
    {
      title: "a role that one of two ways leaves out",
      from: far,
      trust: [
        { Principal: { AWS: far } },
        {
          Effect: "Deny",
          Principal: { AWS: far },
          Condition: { StringEquals: { "aws:PrincipalAccount": ids.prod } },
        },
      ],
      far: assumes,
      is: "not",
    },
  ]);

  it("tell no difference between too many combinations of tags", () => {
    const values = Array.from({ length: 65 }, (_, index) => `team-${index}`);
    const one = { title: "", from: far, is: possible };
    const trust = when(far, { StringEquals: { "aws:PrincipalTag/team": values } });
    assert.equal(how(partsOf({ ...one, trust, far: assumesAndTags }), far, target), possible);
    assert.equal(
      how(
        partsOf({
          ...one,
          trust: when(far, { StringEquals: { "aws:PrincipalTag/team": values.slice(1) } }),
          far: assumesAndTags,
        }),
        far,
        target,
      ),
      "not",
    );
  });
});
