import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";

import { lazyControlPlanes } from "../../../sandbox/kubernetes/lazy";
import { scratchFolder } from "../engine/scratch";

describe("a control plane whose servers are not built", () => {
  const scratch = scratchFolder();

  it("is there with its cluster, answers nobody, and says in the log what to do", async () => {
    const missing = (name: string): string => join(scratch(), "not-there", name);
    const servers = {
      etcd: missing("etcd"),
      apiServer: missing("kube-apiserver"),
      controllerManager: missing("kube-controller-manager"),
    };
    const planes = lazyControlPlanes(servers, join(scratch(), "planes"), () =>
      Promise.resolve({ authority: "authority", certificate: "certificate", key: "key" }),
    );
    const said: unknown[] = [];
    const { error } = console;
    console.error = (...words: unknown[]) => void said.push(...words);
    try {
      const plane = await planes.prepare({
        id: "ABC",
        issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/ABC",
        serviceRange: "172.20.0.0/16",
        authentication: "http://127.0.0.1:9/authentication",
        authorization: "http://127.0.0.1:9/authorization",
      });
      const client = connect(Number(new URL(plane.endpoint).port), "127.0.0.1");
      client.on("error", () => undefined);
      await once(client, "close");
      assert.match(
        said.join(),
        /control plane of ABC: its servers are not built: run `npm run .* kubernetes`/,
      );
    } finally {
      console.error = error;
      await planes.stop();
    }
  });
});
