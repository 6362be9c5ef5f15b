import assert from "node:assert/strict";
import { UNKNOWN, type Values } from "../../../sandbox/plugins/protocol/values";
import { diff } from "../../../sandbox/plugins/table/diff";
import { properties, trust } from "./table";

const state: Values = {
  name: "n",
  path: "/",
  trust: trust("a"),
  values: '{"a":1,"b":[1,2]}',
  size: 1,
  wait: false,
  version: "1.30",
  protocol: "tcp",
  cidrs: ["a", "b"],
  steps: ["a", "b"],
  labels: { a: "1", "kubernetes.io/x": "2" },
  network: { subnets: ["s1", "s2"], open: true, range: "10.0.0.0/8", vpc: "vpc-1" },
  tags: { Env: "dev" },
  tagsAll: { Env: "dev", team: "t" },
  arn: "arn:x",
};
const same: Values = { ...state, network: { subnets: ["s1", "s2"], range: "10.0.0.0/8" } };
delete same.arn;
delete same.version;

describe("what changes", () => {
  const cases: { what: string; from?: Values; to: Values; changes: Record<string, string> }[] = [
    { what: "nothing, where AWS chose what the program leaves open", to: {}, changes: {} },
    { what: "a text", to: { protocol: "udp" }, changes: { protocol: "update" } },
    { what: "nothing, where two texts mean the same", to: { protocol: "TCP" }, changes: {} },
    { what: "a text that needs another object", to: { path: "/a/" }, changes: { path: "update!" } },
    { what: "a text that is taken away", to: { protocol: undefined }, changes: { protocol: "delete" } },
    { what: "a text that is added", from: { protocol: undefined }, to: {}, changes: { protocol: "add" } },
    {
      what: "nothing, where there was nothing and nothing is wanted",
      from: { size: undefined, cidrs: undefined },
      to: { size: 0, cidrs: [] },
      changes: {},
    },
    { what: "a set, whatever its order", to: { cidrs: ["b", "a"] }, changes: {} },
    { what: "an element of a set", to: { cidrs: ["b", "c"] }, changes: { cidrs: "update" } },
    { what: "the order of a list", to: { steps: ["b", "a"] }, changes: { steps: "update" } },
    {
      what: "nothing, where JSON is written otherwise",
      to: { values: '{ "b": [1, 2],\n "a": 1 }' },
      changes: {},
    },
    {
      what: "the order in a list of a document that is no policy",
      to: { values: '{"a":1,"b":[2,1]}' },
      changes: { values: "update" },
    },
    {
      what: "nothing, where a policy has lists of one and another order",
      from: { trust: '{"Statement":[{"Action":["b","a"],"Effect":"Allow"}]}' },
      to: { trust: '{"Statement":{"Effect":"Allow","Action":["a","b"]}}' },
      changes: {},
    },
    { what: "a policy", to: { trust: trust("b") }, changes: { trust: "update" } },
    {
      what: "keys of a map, by path",
      to: { labels: { a: "2", b: "3" } },
      changes: { "labels.a": "update", "labels.b": "add", 'labels["kubernetes.io/x"]': "delete" },
    },
    {
      what: "tags, by path",
      to: { tags: { Env: "prod" }, tagsAll: { Env: "prod", team: "t" } },
      changes: { "tags.Env": "update", "tagsAll.Env": "update" },
    },
    { what: "a map that is taken away", to: { labels: undefined }, changes: { labels: "delete" } },
    {
      what: "properties of an object, by path",
      to: { network: { subnets: ["s1"], range: "10.0.0.0/9", open: false } },
      changes: { "network.subnets": "update", "network.range": "update!", "network.open": "update" },
    },
    { what: "an object that is taken away", to: { network: undefined }, changes: { network: "delete" } },
    {
      what: "an object that AWS cannot take away",
      from: { key: { arn: "k" } },
      to: { key: undefined },
      changes: { key: "delete!" },
    },
    { what: "an object that is added", to: { key: { arn: "k" } }, changes: { key: "add" } },
    { what: "a value that is not known yet", to: { protocol: UNKNOWN }, changes: { protocol: "update" } },
    {
      what: "a value that is not known yet and may need another object",
      to: { path: UNKNOWN },
      changes: { path: "update!" },
    },
    {
      what: "an unknown inside an object",
      to: { network: { subnets: [UNKNOWN], range: "10.0.0.0/8" } },
      changes: { "network.subnets": "update" },
    },
    {
      what: "an unknown in a map",
      to: { labels: { a: UNKNOWN, "kubernetes.io/x": "2" } },
      changes: { "labels.a": "update" },
    },
  ];
  for (const { what, from, to, changes } of cases) {
    it(what, () => {
      const found = [...diff(properties, { ...state, ...from }, { ...same, ...to })].map(
        ([path, { kind, replace }]) => [path, replace ? `${kind}!` : kind],
      );
      assert.deepEqual(Object.fromEntries(found), changes);
    });
  }
});
