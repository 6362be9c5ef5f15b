import assert from "node:assert/strict";

import type { Statement } from "../../../../trust/documents/policy";
import type { Identity } from "../../../../trust/organization";
import { maySomehow, maySomewhere, resourcesFor } from "../../../../trust/reach/somewhere";
import { unknown, type Truth } from "../../../../trust/truth";
import { allowing, identity, ids, member, organization, roleArn, secret } from "../decide/model";
import { denying, type Parts } from "./model";

const actor = roleArn("dev", "Actor");
const action = "lambda:createfunction";
const some = `arn:aws:lambda:us-east-1:${ids.dev}:some`;
const shop = (account: string, name = "shop-*"): string => `arn:aws:lambda:*:${account}:function:${name}`;

const who = (...statements: Partial<Statement>[]): Identity =>
  identity(actor, {
    policies: statements.map((one, index) => allowing({ Action: "lambda:*", ...one }, `policy ${index}`)),
  });
const unread = identity(actor, { policies: [secret("own")] });

interface Case {
  readonly title: string;
  readonly who: Identity;
  readonly more?: Parts;
  readonly is: Truth;
  /** What it is asked about. */
  readonly resources: readonly string[];
}

const cases: readonly Case[] = [
  { title: "nothing by other actions", who: who({ Action: "s3:*" }), is: "no", resources: [] },
  { title: "anything", who: who({}), is: "yes", resources: [some] },
  {
    title: "what a pattern names",
    who: who({ Resource: shop(ids.dev) }),
    is: "yes",
    resources: [`arn:aws:lambda:us-east-1:${ids.dev}:function:shop-x`],
  },
  {
    title: "nothing of another account alone",
    who: who({ Resource: shop(ids.prod) }),
    is: "no",
    resources: [`arn:aws:lambda:us-east-1:${ids.prod}:function:shop-x`],
  },
  {
    title: "something of its own account beside another one",
    who: who({ Resource: [shop(ids.prod), shop(ids.dev)] }),
    is: "yes",
    resources: [
      `arn:aws:lambda:us-east-1:${ids.prod}:function:shop-x`,
      `arn:aws:lambda:us-east-1:${ids.dev}:function:shop-x`,
    ],
  },
  {
    title: "possibly something by a pattern of another service",
    who: who({ Resource: "arn:aws:s3:::shop" }),
    is: "unknown",
    resources: [],
  },
  {
    title: "what a pattern of any account names",
    who: who({ Resource: "arn:aws:lambda:*:*:function:shop" }),
    is: "yes",
    resources: [`arn:aws:lambda:us-east-1:${ids.dev}:function:shop`],
  },
  {
    title: "nothing where everything is denied",
    who: who({}, { Effect: "Deny" }),
    is: "no",
    resources: [some],
  },
  {
    title: "possibly something where the one that is asked about is denied",
    who: who({}, { Effect: "Deny", Resource: some }),
    is: "unknown",
    resources: [some],
  },
  {
    title: "what is allowed, whatever is denied of other actions",
    who: who({}, { Effect: "Deny", Action: "s3:*" }),
    is: "yes",
    resources: [some],
  },
  {
    title: "nothing by what is denied alone",
    who: who({ Effect: "Deny", Resource: shop(ids.dev) }),
    is: "no",
    resources: [],
  },
  {
    title: "anything but what NotResource names",
    who: who({ Resource: undefined, NotResource: shop(ids.dev) } as never),
    is: "yes",
    resources: [some],
  },
  {
    title: "anything by NotAction",
    who: who({ Action: undefined, NotAction: "s3:*" } as never),
    is: "yes",
    resources: [some],
  },
  {
    title: "nothing of what NotAction leaves out",
    who: who({ Action: undefined, NotAction: "lambda:*", Resource: shop(ids.dev) } as never, {
      Resource: shop(ids.prod),
    }),
    is: "no",
    resources: [`arn:aws:lambda:us-east-1:${ids.prod}:function:shop-x`],
  },
  {
    title: "possibly anything where nobody read its policies",
    who: unread,
    is: "unknown",
    resources: [some],
  },
  {
    title: "possibly anything by actions that are not known",
    who: who({ Action: unknown, Resource: shop(ids.dev) } as never),
    is: "unknown",
    resources: [`arn:aws:lambda:us-east-1:${ids.dev}:function:shop-x`],
  },
  {
    title: "possibly something by resources that are not known",
    who: who({ Resource: unknown } as never),
    is: "unknown",
    resources: [some],
  },
  {
    title: "nothing that a service control policy denies",
    who: who({}),
    more: { accounts: [member(ids.dev, denying("scp", "lambda:*"))] },
    is: "no",
    resources: [some],
  },
  {
    title: "the same once, by whatever number of policies",
    who: who({}, {}, { Resource: "*" }),
    is: "yes",
    resources: [some],
  },
];

describe("whether there is anything to which somebody may do something", () => {
  for (const { title, who: one, more = {}, is, resources } of cases) {
    it(`is known: ${title}`, () => {
      const model = organization(more);
      assert.equal(maySomewhere(model, one, action), is);
      assert.equal(maySomewhere(model, one, action), is, "asked again");
      assert.deepEqual(resourcesFor(one, action), resources);
    });
  }

  it("is told apart by action, by principal and by organization", () => {
    const model = organization({});
    const one = who({});
    assert.equal(maySomewhere(model, one, action), "yes");
    assert.equal(maySomewhere(model, one, "s3:putobject"), "no");
    assert.equal(maySomewhere(model, who({ Action: "s3:*" }), action), "no");
    const guarded = organization({ accounts: [member(ids.dev, denying("scp", "lambda:*"))] });
    assert.equal(maySomewhere(guarded, one, action), "no");
  });

  it("is not looked at twice", () => {
    let looks = 0;
    const [policy] = who({}).policies;
    const one: Identity = {
      ...who({}),
      get policies() {
        looks++;
        return policy ? [policy] : [];
      },
    };
    const model = organization({});
    maySomewhere(model, one, action);
    const first = looks;
    assert.equal(maySomewhere(model, one, action), "yes");
    assert.equal(looks, first);
  });

  it("takes roles of the account for what IAM is asked about", () => {
    const iam = who({
      Action: "iam:*",
      Resource: ["*", `arn:aws:iam::${ids.dev}:role/app/*`, "arn:aws:s3:::a"],
    });
    assert.deepEqual(resourcesFor(iam, "iam:createrole"), [
      roleArn("dev", "Anyone"),
      roleArn("dev", "app/x"),
    ]);
    const cn = { ...iam, arn: actor.replace("arn:aws:", "arn:aws-cn:") };
    assert.equal(resourcesFor(cn, "iam:createrole")[0], `arn:aws-cn:iam::${ids.dev}:role/Anyone`);
  });

  it("depends on what is known about the request", () => {
    const one = who({ Condition: { StringEquals: { "lambda:FunctionArn": "a" } } } as never);
    const model = organization({});
    assert.equal(maySomehow(model, one, action), "unknown");
    assert.equal(maySomehow(model, one, action, { context: { "lambda:functionarn": ["a"] } }), "yes");
    assert.equal(maySomehow(model, one, action, { context: { "lambda:functionarn": ["b"] } }), "no");
  });
});
