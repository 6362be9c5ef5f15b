import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { cacheDir, checkout, claimHome, removeHome, sandboxHome } from "../../../sandbox/home";

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

  it("are the usual ones with empty variables, and never the current folder", () => {
    const usual = sandboxHome().root;
    process.env.OCTOLAUNCH_HOME = "";
    process.env.OCTOLAUNCH_CACHE = "";
    assert.equal(sandboxHome().root, usual);
  });

  describe("when they are made and deleted", () => {
    let parent: string;
    beforeEach(() => {
      parent = mkdtempSync(join(tmpdir(), "octolaunch-home-"));
    });
    afterEach(() => rmSync(parent, { recursive: true }));

    for (const existing of [false, true]) {
      it(`are a sandbox's in ${existing ? "an empty folder" : "a folder that is not there yet"}`, () => {
        process.env.OCTOLAUNCH_HOME = join(parent, "home");
        const home = sandboxHome();
        if (existing) mkdirSync(home.root);
        claimHome(home);
        mkdirSync(home.state);
        claimHome(home);
        removeHome(home);
        assert.equal(existsSync(home.root), false);
        removeHome(home);
      });
    }

    it("are refused where there is something else, which stays", () => {
      process.env.OCTOLAUNCH_HOME = parent;
      const work = join(parent, "work.txt");
      writeFileSync(work, "");
      assert.throws(() => claimHome(sandboxHome()), /is no sandbox's folder.*OCTOLAUNCH_HOME/);
      assert.throws(() => removeHome(sandboxHome()), /nothing in it was touched/);
      assert(existsSync(work));
    });
  });
});
