import assert from "node:assert/strict";

import { identityToken } from "../../../sandbox/aws/eks/identity-token";

const now = Date.parse("2026-11-29T09:00:00Z");
const good = {
  Action: "GetCallerIdentity",
  "X-Amz-Credential": "ASIA123/20261129/us-east-1/sts/aws4_request",
  "X-Amz-Date": "20261129T085900Z",
  "X-Amz-Expires": "60",
  "X-Amz-SignedHeaders": "host;x-k8s-aws-id",
  "X-Amz-Security-Token": "session",
};

function token(query: Record<string, string>): string {
  const url = `https://sts.us-east-1.amazonaws.com/?${new URLSearchParams(query)}`;
  return `k8s-aws-v1.${Buffer.from(url).toString("base64url")}`;
}

describe("a token for an EKS cluster", () => {
  it("says whose credentials signed it", () => {
    const { url, ...rest } = identityToken(token(good), "c", now);
    assert.equal(url.host, "sts.us-east-1.amazonaws.com");
    const signedAt = new Date("2026-11-29T08:59:00Z");
    assert.deepEqual(rest, { signedAt, accessKey: "ASIA123", sessionToken: "session" });
  });

  const refused: { what: string; token: string; reason: RegExp }[] = [
    { what: "another kind of token", token: "eyJhbGciOi", reason: /no token for c/ },
    { what: "no address", token: "k8s-aws-v1.eHg", reason: /no address/ },
    { what: "another call", token: token({ ...good, Action: "AssumeRole" }), reason: /another action/ },
    {
      what: "a call that was signed for no cluster",
      token: token({ ...good, "X-Amz-SignedHeaders": "host" }),
      reason: /not signed for a cluster/,
    },
    { what: "no credentials", token: token({ ...good, "X-Amz-Credential": "" }), reason: /not signed/ },
    { what: "a long life", token: token({ ...good, "X-Amz-Expires": "3600" }), reason: /within 900/ },
    { what: "no end", token: token({ ...good, "X-Amz-Expires": "soon" }), reason: /within 900/ },
    {
      what: "what was made too long ago",
      token: token({ ...good, "X-Amz-Date": "20261129T084400Z" }),
      reason: /has expired/,
    },
    { what: "no time", token: token({ ...good, "X-Amz-Date": "now" }), reason: /has expired/ },
  ];
  for (const { what, token: given, reason } of refused) {
    it(`is not ${what}`, () => {
      assert.throws(() => identityToken(given, "c", now), reason);
    });
  }
});
