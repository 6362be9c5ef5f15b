import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

import { cacheDir, checkout, sandboxHome } from "../../../sandbox/home";

describe("the sandbox's folders", () => {
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
    delete process.env.OCTOLAUNCH_CACHE;
    delete process.env.OCTOLAUNCH_HOME;
  });
  afterEach(() => {
    process.env = before;
  });

  it("are in the user's cache, one for each checkout", () => {
    assert.equal(checkout, resolve(__dirname, "../../.."));
    assert.equal(cacheDir(), join(homedir(), ".cache", "octolaunch"));
    const { root, ...folders } = sandboxHome();
    assert.match(root.slice(cacheDir().length), /^\/sandboxes\/.+-[0-9a-f]{8}$/);
    for (const folder of Object.values(folders)) assert.ok(folder.startsWith(`${root}/`), folder);
    assert.equal(new Set(Object.values(folders)).size, 4);
  });

  it("move with OCTOLAUNCH_CACHE", () => {
    process.env.OCTOLAUNCH_CACHE = "/elsewhere";
    assert.equal(cacheDir(), "/elsewhere");
    assert.ok(sandboxHome().root.startsWith("/elsewhere/sandboxes/"));
  });

  it("are where OCTOLAUNCH_HOME says, and the cache stays", () => {
    process.env.OCTOLAUNCH_HOME = "one";
    assert.equal(sandboxHome().root, resolve("one"));
    assert.equal(sandboxHome().state, resolve("one", "state"));
    assert.equal(cacheDir(), join(homedir(), ".cache", "octolaunch"));
  });
});
