import assert from "node:assert/strict";

import { serverProblems, type Ask } from "../../../../infra/preflight/octopus-server";
import { goodSettings } from "../../../fixtures/settings";
import { apiKey, TestOctopus } from "../../octopus/octopus";

type Octopus = Readonly<Record<string, unknown>>;

const connection = { url: "https://octopus.example.com/", apiKey: "API-NOBODYMAYREADTHISKEY" };
const version = { Version: "2026.2.7312" };

/** A step of each kind that takes a package, from these feeds. */
const projects = [
  {
    name: "Shop",
    steps: [
      { kind: "s3Upload", name: "Upload", bucket: "releases", package: "shop" },
      { kind: "s3Upload", name: "Upload images", bucket: "releases", package: "images", feed: "Images" },
      { kind: "awsScript", name: "Run", script: { package: "scripts", feed: "nuget", path: "run.sh" } },
      { kind: "awsScript", name: "Say", script: "echo hello" },
    ],
  },
  {
    name: "Infra",
    steps: [
      { kind: "terraform", name: "Apply", template: { package: "modules", feed: "GitHub" } },
      {
        kind: "kubernetesScript",
        name: "Look",
        script: { package: "scripts", feed: "Octopus Server (built-in)" },
      },
    ],
  },
];
const spaces = [
  { Id: "Spaces-1", Name: "Default" },
  { Id: "Spaces-2", Name: "AWS" },
];
const feeds = ["Octopus Server (built-in)", "Nuget"].map((Name, index) => ({ Id: `Feeds-${index}`, Name }));
const builtIn = [{ name: "Shop", steps: projects[0]?.steps.slice(0, 1) }];

describe("a server that should be there", () => {
  /** A server that gives these answers, by their paths; a number stands for a refusal with this status. */
  function answering(answers: Readonly<Record<string, unknown>>): Ask {
    return (url) => {
      const answer = answers[url.replace("https://octopus.example.com", "")];
      const json = (): Promise<unknown> =>
        answer === undefined ? Promise.reject(new SyntaxError("no JSON")) : Promise.resolve(answer);
      return Promise.resolve({ status: typeof answer === "number" ? answer : 200, json });
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
      ask: answering({}),
      says: [["OCTOPUS_URL", /is no Octopus Server \(status 200\): write the server's URL, without \/app/]],
    },
    {
      is: "another API",
      ask: answering({ "/api": 404 }),
      says: [["OCTOPUS_URL", /is no Octopus Server \(status 404\)/]],
    },
    {
      is: "too old, does not take the key, and says both",
      ask: answering({ "/api": { Version: "2024.4.1" }, "/api/spaces/all": 401 }),
      says: [
        ["OCTOPUS_URL", /2024\.4\.1, too old for the retention of lifecycles: update it to 2025\.3/],
        ["OCTOPUS_URL", /too old for steps with EKS Pod Identity: update it to 2025\.1\.4200/],
        ["OCTOPUS_APIKEY", /is not taken by the server/],
      ],
    },
    {
      is: "without the space",
      ask: answering({ "/api": version, "/api/spaces/all": spaces.slice(0, 1) }),
      octopus: { space: { existing: "AWS" }, projects },
      says: [["octopus.space.existing", /is AWS, which the server does not have.*write one of Default/]],
    },
    {
      is: "without feeds that steps name",
      ask: answering({ "/api": version, "/api/spaces/all": spaces, "/api/Spaces-2/feeds/all": feeds }),
      octopus: { space: { existing: "aws" }, projects },
      says: [
        ["octopus.projects[0].steps[1].feed", /is Images, which the space AWS does not have.*, Nuget$/],
        ["octopus.projects[1].steps[0].template.feed", /is GitHub, which the space AWS does not have/],
      ],
    },
    {
      is: "too old, and without feeds in the space that an earlier run has made",
      ask: answering({
        "/api": { Version: "2025.1.1" },
        "/api/spaces/all": spaces,
        "/api/Spaces-2/feeds/all": feeds.slice(0, 1),
      }),
      octopus: { projects: projects.slice(0, 1) },
      says: [
        ["OCTOPUS_URL", /too old for the retention of lifecycles/],
        ["OCTOPUS_URL", /too old for steps with EKS Pod Identity/],
        ["octopus.projects[0].steps[1].feed", /is Images/],
        ["octopus.projects[0].steps[2].script.feed", /is nuget/],
      ],
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

  const passing: readonly { readonly what: string; readonly octopus?: Octopus; readonly feeds?: unknown }[] =
    [
      ...["AWS", "aws", "Spaces-2", "spaces-2"].map((existing) => ({
        what: `has the space ${existing}`,
        octopus: { space: { existing } },
      })),
      {
        what: "has all feeds",
        octopus: { projects: projects.slice(1) },
        feeds: [...feeds, { Id: "F", Name: "GitHub" }],
      },
      { what: "does not show its feeds to this key", octopus: { projects }, feeds: 403 },
      { what: "answers with no feeds at all", octopus: { projects }, feeds: [null, { Id: 1 }] },
      { what: "has no such space yet", octopus: { space: { name: "New" }, projects }, feeds },
    ];
  for (const { what, octopus, feeds: there } of passing) {
    it(`may be one that ${what}`, async () => {
      const ask = answering({ "/api": version, "/api/spaces/all": spaces, "/api/Spaces-2/feeds/all": there });
      assert.deepEqual(await found(ask, octopus), []);
    });
  }

  it("is not asked for feeds where only the built-in one is used", async () => {
    const asked: string[] = [];
    const ask = answering({ "/api": version, "/api/spaces/all": spaces, "/api/Spaces-2/feeds/all": [] });
    const watched: Ask = (url, request) => {
      asked.push(url);
      return ask(url, request);
    };
    assert.deepEqual(await found(watched, { projects: builtIn }), []);
    assert.equal(asked.length, 2);
  });

  it("is asked as the real one is, and takes the right key alone", async () => {
    const server = await TestOctopus.start();
    try {
      const { octopus } = goodSettings({ octopus: { space: { existing: "Default" }, projects: builtIn } });
      assert.deepEqual(await serverProblems(octopus, { url: server.endpoint, apiKey }), []);
      const [problem] = await serverProblems(octopus, { url: server.endpoint, apiKey: "API-WRONG" });
      assert.equal(problem?.setting, "OCTOPUS_APIKEY");
      const more = goodSettings({ octopus: { space: { existing: "Default" }, projects } }).octopus;
      const feeds = await serverProblems(more, { url: server.endpoint, apiKey });
      assert.equal(feeds.length, 3);
      assert.match(feeds[0]?.message ?? "", /write one of Octopus Server \(built-in\)$/);
    } finally {
      await server.stop();
    }
  });
});
