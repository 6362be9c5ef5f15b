import { may } from "./model";
import { far, user, assumes, assumesAndTags, proven, possible, when, check } from "./assuming";

describe("steps by sts:AssumeRole with what whoever asks chooses", () => {
  check([
    {
      title: "a role under an external id",
      from: far,
      trust: when(far, { StringEquals: { "sts:ExternalId": ["42", "43"] } }),
      far: assumes,
      is: proven,
    },
    {
      title: "a role under an external id that no one way asks for",
      from: far,
      trust: when(far, {
        StringEquals: { "sts:ExternalId": ["a1", "b1"] },
        StringLike: { "sts:ExternalId": "b*" },
      } as never),
      far: assumes,
      is: possible,
    },
    {
      title: "a role under a session name",
      from: far,
      trust: when(far, { StringLike: { "sts:RoleSessionName": "deploy-*" } }),
      far: assumes,
      is: proven,
    },
    {
      title: "a user under its own name",
      from: user,
      trust: when(user, { StringEquals: { "sts:RoleSessionName": "${aws:username}" } }),
      is: possible,
    },
    {
      title: "a role with a source identity that it may set",
      from: far,
      trust: when(far, { StringEquals: { "sts:SourceIdentity": "ada" } }),
      far: may(["sts:AssumeRole", "sts:SetSourceIdentity"]),
      is: proven,
    },
    {
      title: "a role with the source identity of its session",
      from: far,
      trust: when(far, { StringEquals: { "aws:SourceIdentity": "ada" } }),
      far: assumes,
      is: possible,
    },
    {
      title: "a role that passes a tag",
      from: far,
      trust: when(far, { StringEquals: { "aws:RequestTag/team": "shop" } }),
      far: assumesAndTags,
      is: proven,
    },
    {
      title: "a role that may not pass a tag",
      from: far,
      trust: when(far, { StringEquals: { "aws:RequestTag/team": "shop" } }),
      far: assumes,
      is: "not",
    },
    {
      title: "a role that passes no tag but some",
      from: far,
      trust: when(far, {
        "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
        Null: { "aws:TagKeys": "false" },
      }),
      far: assumesAndTags,
      is: possible,
    },
    {
      title: "a role behind a network that nobody knows",
      from: far,
      trust: when(far, { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
      far: assumes,
      is: possible,
    },
  ]);
});
