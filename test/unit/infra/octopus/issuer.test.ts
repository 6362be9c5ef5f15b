import assert from "node:assert/strict";

import { isPrivateHost, issuerHost } from "../../../../infra/octopus/issuer";

describe("the host of an issuer", () => {
  for (const [issuer, host] of [
    ["https://octopus.example.com", "octopus.example.com"],
    ["https://octopus.example.com/", "octopus.example.com"],
    ["octopus.example.com", "octopus.example.com"],
    ["HTTPS://OCTOPUS.Example.COM.", "octopus.example.com"],
    ["https://octopus.example.com:443", "octopus.example.com"],
    ["https://2130706433", "127.0.0.1"],
    ["https://0x7f.1", "127.0.0.1"],
    ["https://[::1]", "::1"],
    ["http://octopus.example.com", undefined],
    ["https://octopus.example.com:8443", undefined],
    ["https://octopus.example.com/octopus", undefined],
    ["https://octopus.example.com?x=1", undefined],
    ["https://me:pw@octopus.example.com", undefined],
    ["ftp://octopus.example.com", undefined],
    ["https://", undefined],
    ["", undefined],
    ["two words", undefined],
  ] as const) {
    it(`is ${host ?? "none"} for ${issuer || "an empty text"}`, () => {
      assert.equal(issuerHost(issuer), host);
    });
  }
});

describe("hosts", () => {
  const privateHosts =
    "localhost octopus octopus.local octopus.internal octopus.svc.cluster.local octopus.octopus.svc my.localhost " +
    "octopus.corp octopus.home.arpa 127.0.0.1 127.8.8.8 10.0.0.7 172.16.0.1 172.31.255.255 192.168.1.1 " +
    "169.254.169.254 100.64.0.1 0.0.0.0 ::1 :: fd00::1 fe80::1 ::ffff:10.0.0.7 ::ffff:a00:7";
  for (const host of privateHosts.split(" ")) {
    it(`that AWS cannot reach: ${host}`, () => {
      assert.equal(isPrivateHost(host), true);
    });
  }

  const publicHosts =
    "octopus.example.com example.octopus.app internal.example.com local.example.com notlocal.io 172.15.0.1 " +
    "172.32.0.1 11.0.0.1 100.128.0.1 192.169.0.1 8.8.8.8 2606:4700::1111 ::ffff:8.8.8.8";
  for (const host of publicHosts.split(" ")) {
    it(`that AWS may reach: ${host}`, () => {
      assert.equal(isPrivateHost(host), false);
    });
  }
});
