import assert from "node:assert/strict";
import { UNKNOWN, type Values } from "../../../sandbox/plugins/protocol/values";
import {
  importedInputs,
  previewCreate,
  previewUpdate,
  refreshedInputs,
  stateOf,
} from "../../../sandbox/plugins/table/state";
import { properties, trust } from "./table";

describe("a preview", () => {
  it("of a creation keeps inputs and leaves to AWS what AWS chooses", () => {
    const inputs: Values = { name: "n", size: 1, network: { subnets: ["s"] }, tagsAll: { a: "b" } };
    assert.deepEqual(previewCreate(properties, inputs), {
      ...inputs,
      version: UNKNOWN,
      network: { subnets: ["s"], open: UNKNOWN, vpc: UNKNOWN },
      arn: UNKNOWN,
      latest: UNKNOWN,
    });
  });

  const state: Values = {
    name: "n",
    size: 1,
    version: "1",
    arn: "arn:x",
    latest: 1,
    network: { vpc: "v", open: true },
  };
  const known = (values: Values) => JSON.parse(JSON.stringify(values)) as Values;

  it("of an update keeps what AWS chose, except what changes with it", () => {
    const inputs = { name: "n", size: 2, network: { subnets: ["s"] } };
    assert.deepEqual(known(previewUpdate(properties, state, inputs)), {
      name: "n",
      size: 2,
      version: "1",
      arn: "arn:x",
      latest: UNKNOWN,
      network: { subnets: ["s"], open: true, vpc: "v" },
    });
  });

  it("of an update of tags alone changes nothing else", () => {
    const inputs = { name: "n", size: 1, network: {}, tags: { a: "b" }, tagsAll: { a: "b" } };
    assert.equal(previewUpdate(properties, state, inputs).latest, 1);
  });
});

describe("the state after a look at AWS", () => {
  const found: Values = { name: "n", trust: trust("a"), cidrs: ["b", "a"], size: 2, version: "1" };

  it("is what AWS says, in the program's spelling where both mean the same", () => {
    const spelled = trust("a").replace("[", " [");
    const state = stateOf(properties, found, { trust: spelled, cidrs: ["a", "b"], size: 1 });
    assert.deepEqual([state.trust, state.cidrs, state.size], [spelled, ["a", "b"], 2]);
  });

  it("has what AWS does not keep as it was set last, else by default", () => {
    assert.equal(stateOf(properties, found, { wait: true }).wait, true);
    assert.equal(stateOf(properties, found, {}).wait, false);
  });

  it("has nothing that AWS does not say", () => {
    assert.equal(stateOf(properties, found, { protocol: "tcp" }).protocol, undefined);
  });
});

describe("inputs after a look at AWS", () => {
  const state: Values = {
    name: "n",
    path: "/",
    size: 0,
    protocol: "tcp",
    arn: "x",
    network: { subnets: ["s"], vpc: "v" },
  };

  it("are, for an import, all that would have made the object", () => {
    assert.deepEqual(importedInputs(properties, state), {
      name: "n",
      path: "/",
      protocol: "tcp",
      network: { subnets: ["s"] },
    });
  });

  it("are, for a refresh, those that there were, with what has changed", () => {
    const inputs: Values = { name: "n", protocol: "udp", size: 3, network: { subnets: ["t"] } };
    assert.deepEqual(refreshedInputs(properties, state, inputs), {
      name: "n",
      protocol: "tcp",
      size: 0,
      network: { subnets: ["s"] },
    });
  });
});
