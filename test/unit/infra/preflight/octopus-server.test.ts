import assert from "node:assert/strict";

import { serverProblems, type Ask } from "../../../../infra/preflight/octopus-server";
import { goodSettings } from "../../../fixtures/settings";
import { apiKey, TestOctopus } from "../../octopus/octopus";

type Octopus = Readonly<Record<string, unknown>>;

const connection = { url: "https://octopus.example.com/", apiKey: "API-NOBODYMAYREADTHISKEY" };
const version = { Version: "2026.2.7312" };

describe("a server that should be there", () => {
  /** A server that gives these answers: to who asks what it is, and to who asks for its spaces. */
  function answering(root: unknown, spaces: unknown = [], status = { root: 200, spaces: 200 }): Ask {
    return (url) => {
      const of = url.endsWith("/spaces/all") ? "spaces" : "root";
      const body = of === "root" ? root : spaces;
      const json = (): Promise<unknown> =>
        body === undefined ? Promise.reject(new SyntaxError("no JSON")) : Promise.resolve(body);
      return Promise.resolve({ status: status[of], json });
    };
  }

  const found = (ask: Ask, octopus: Octopus = {}): ReturnType<typeof serverProblems> =>
    serverProblems(goodSettings({ octopus }).octopus, connection, ask);

  const refused: readonly {
    readonly is: string;
    readonly ask: Ask;
    readonly octopus?: Octopus;
    readonly says: readonly (readonly [setting: string, message: RegExp])[];
  }[] = [
    {
      is: "nowhere",
      ask: () => Promise.reject(new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } })),
      says: [
        ["OCTOPUS_URL", /leads to octopus\.example\.com, where nobody answers \(ECONNREFUSED\).*CA_CERTS/],
      ],
    },
    {
      is: "silent",
      ask: () => Promise.reject(new DOMException("", "TimeoutError")),
      says: [["OCTOPUS_URL", /nobody answers \(within 20 s\)/]],
    },
    {
      is: "a page",
      ask: answering(undefined),
      says: [["OCTOPUS_URL", /is no Octopus Server \(status 200\): write the server's URL, without \/app/]],
    },
    {
      is: "another API",
      ask: answering({ message: "no" }, [], { root: 404, spaces: 404 }),
      says: [["OCTOPUS_URL", /is no Octopus Server \(status 404\)/]],
    },
    {
      is: "too old, does not take the key, and says both",
      ask: answering({ Version: "2024.4.1" }, {}, { root: 200, spaces: 401 }),
      says: [
        ["OCTOPUS_URL", /2024\.4\.1, too old for the retention of lifecycles: update it to 2025\.3/],
        ["OCTOPUS_URL", /too old for steps with EKS Pod Identity: update it to 2025\.1\.4200/],
        ["OCTOPUS_APIKEY", /is not taken by the server/],
      ],
    },
    {
      is: "without the space",
      ask: answering(version, [{ Id: "Spaces-1", Name: "Default" }]),
      octopus: { space: { existing: "AWS" } },
      says: [["octopus.space.existing", /is AWS, which the server does not have.*write one of Default/]],
    },
  ];
  for (const { is, ask, octopus, says } of refused) {
    it(`is refused when it is ${is}`, async () => {
      const problems = await found(ask, octopus);
      assert.deepEqual(
        problems.map(({ setting }) => setting),
        says.map(([setting]) => setting),
      );
      says.forEach(([, message], index) => assert.match(problems[index]?.message ?? "", message));
      assert.doesNotMatch(JSON.stringify(problems), /NOBODYMAYREAD/);
    });
  }

  for (const existing of ["Default", "default", "Spaces-1", "spaces-1"]) {
    it(`has the space ${existing}`, async () => {
      const spaces = [{ Id: "Spaces-1", Name: "Default" }];
      assert.deepEqual(await found(answering(version, spaces), { space: { existing } }), []);
    });
  }

  it("is asked as the real one is, and takes the right key alone", async () => {
    const server = await TestOctopus.start();
    try {
      const { octopus } = goodSettings({ octopus: { space: { existing: "Default" } } });
      assert.deepEqual(await serverProblems(octopus, { url: server.endpoint, apiKey }), []);
      const [problem] = await serverProblems(octopus, { url: server.endpoint, apiKey: "API-WRONG" });
      assert.equal(problem?.setting, "OCTOPUS_APIKEY");
    } finally {
      await server.stop();
    }
  });
});
