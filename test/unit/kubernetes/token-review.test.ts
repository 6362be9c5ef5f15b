import assert from "node:assert/strict";

import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";

import type { ClusterRecord } from "../../../sandbox/aws/eks/state";
import { reviewToken } from "../../../sandbox/aws/eks/token-review";
import type { Facts } from "../../../sandbox/aws/facts";
import { Callers, type Session } from "../../../sandbox/aws/front/callers";

const account = "123456789012";
const roleArn = `arn:aws:iam::${account}:role/Deployer`;
const userArn = `arn:aws:iam::${account}:user/ops`;

/** IAM as far as it is asked here: a user with a key. */
const facts = {
  keyOwner: (key: string) =>
    Promise.resolve(key === "AKIAOPS" ? { account, user: "ops", active: true, secret: "of-ops" } : null),
  user: (_: string, __: string, name: string) =>
    Promise.resolve({
      arn: name === "ops" ? userArn : `arn:aws:iam::999999999999:user/${name}`,
      id: "AIDAOPS",
    }),
} as unknown as Facts;
const callers = new Callers(facts, {
  id: "o-exampleorg",
  managementId: "999999999999",
  partition: "aws",
  region: "us-east-1",
  accounts: [],
});

/** A session of the role that has an access entry. */
function session(): Session {
  const role = { arn: roleArn, id: "AROADEPLOYER", name: "Deployer" };
  return callers.open(role, { name: "me", seconds: 3600, tags: {}, transitive: [], policies: [] }).session;
}

const entry = (principalArn: string): [string, object] => [
  principalArn,
  { entry: { username: principalArn }, policies: new Map() },
];
const recordOf = (name: string): ClusterRecord =>
  ({
    cluster: { name },
    entries: new Map([roleArn, userArn, "arn:aws:iam::999999999999:user/administrator"].map(entry)),
  }) as unknown as ClusterRecord;

interface Keys {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly token?: string;
}

/** The call that a token is, as a client signs it. */
async function call(cluster: string, { accessKey, secretKey, token }: Keys, age = 0): Promise<URL> {
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey, sessionToken: token };
  const signer = new SignatureV4({ service: "sts", region: "us-east-1", credentials, sha256: Sha256 });
  const { query = {} } = await signer.presign(
    new HttpRequest({
      hostname: "sts.us-east-1.amazonaws.com",
      query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
      headers: { host: "sts.us-east-1.amazonaws.com", "x-k8s-aws-id": cluster },
    }),
    { expiresIn: 60, signingDate: new Date(Date.now() - age * 60_000) },
  );
  return new URL(
    `https://sts.us-east-1.amazonaws.com/?${new URLSearchParams(query as Record<string, string>)}`,
  );
}

/** A call with one of its parameters changed. */
function changed(url: URL, name: string, value: string): URL {
  const other = new URL(url);
  other.searchParams.set(name, value);
  return other;
}

interface Status {
  readonly authenticated: boolean;
  readonly user?: { readonly username: string };
  readonly error?: string;
}

/** What a cluster is told of a token. */
async function review(url: URL, cluster = "apps"): Promise<Status> {
  const token = `k8s-aws-v1.${Buffer.from(url.href).toString("base64url")}`;
  const answer = await reviewToken({ spec: { token } }, recordOf(cluster), { callers });
  return (answer as { status: Status }).status;
}

describe("a token that a cluster is asked about", () => {
  const taken: readonly { readonly what: string; readonly made: () => Promise<URL>; readonly is: string }[] =
    [
      { what: "made for it in a role's session", made: () => call("apps", session()), is: roleArn },
      { what: "of a quarter of an hour, nearly", made: () => call("apps", session(), 14), is: roleArn },
      {
        what: "made for it with a user's key",
        made: () => call("apps", { accessKey: "AKIAOPS", secretKey: "of-ops" }),
        is: userArn,
      },
      {
        what: "of a plain key, which has no secret that anybody knows",
        made: () => call("other", { accessKey: "sandbox", secretKey: "sandbox" }),
        is: "arn:aws:iam::999999999999:user/administrator",
      },
    ];
  for (const { what, made, is } of taken) {
    it(`is taken when it is one ${what}`, async () => {
      const { authenticated, user, error } = await review(await made());
      assert.deepEqual([authenticated, user?.username, error], [true, is, undefined]);
    });
  }

  it("is taken by the one cluster that it was made for", async () => {
    const url = await call("other", session());
    const taken = async (cluster: string): Promise<boolean> => (await review(url, cluster)).authenticated;
    assert.deepEqual([await taken("other"), await taken("apps")], [true, false]);
  });

  const notSigned = /^its signature is not that of arn:aws:(sts|iam)::123456789012:[\w-]+\/[\w/]+ for apps$/;
  const refused: readonly {
    readonly what: string;
    readonly made: () => Promise<URL>;
    readonly says: RegExp;
  }[] = [
    { what: "made for another cluster", made: () => call("other", session()), says: notSigned },
    {
      what: "made for another cluster with a user's key",
      made: () => call("other", { accessKey: "AKIAOPS", secretKey: "of-ops" }),
      says: notSigned,
    },
    {
      what: "signed with another key",
      made: () => call("apps", { ...session(), secretKey: "guessed" }),
      says: notSigned,
    },
    { what: "too old", made: () => call("apps", session(), 16), says: /it has expired/ },
    {
      what: "made to look newer",
      made: async () => {
        const fresh = await call("apps", session());
        const old = await call("apps", session(), 16);
        return changed(old, "X-Amz-Date", fresh.searchParams.get("X-Amz-Date") ?? "");
      },
      says: notSigned,
    },
    {
      what: "made to hold longer",
      made: async () => changed(await call("apps", session()), "X-Amz-Expires", "900"),
      says: notSigned,
    },
    {
      what: "made for another region",
      made: async () => {
        const url = await call("apps", session());
        const scope = url.searchParams.get("X-Amz-Credential") ?? "";
        return changed(url, "X-Amz-Credential", scope.replace("us-east-1", "eu-west-1"));
      },
      says: notSigned,
    },
    {
      what: "with another parameter",
      made: async () => changed(await call("apps", session()), "Version", "2012-10-17"),
      says: notSigned,
    },
    {
      what: "without a signature",
      made: async () => changed(await call("apps", session()), "X-Amz-Signature", ""),
      says: notSigned,
    },
    {
      what: "with the token of another session",
      made: async () => changed(await call("apps", session()), "X-Amz-Security-Token", session().token),
      says: /security token included in the request is invalid/,
    },
  ];
  for (const { what, made, says } of refused) {
    it(`is refused when it is one ${what}`, async () => {
      const { authenticated, user, error } = await review(await made());
      assert.deepEqual([authenticated, user], [false, undefined]);
      assert.match(error ?? "", says);
    });
  }
});
