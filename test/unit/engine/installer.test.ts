import assert from "node:assert/strict";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { install, releaseUrl, whyUnreachable } from "../../../sandbox/engine/installer";
import { nowhere, releaseArchive, releaseServer } from "./releases";
import { scratchFolder } from "./scratch";

describe("the official installer", () => {
  const scratch = scratchFolder();
  const serve = releaseServer();
  const installFrom = async (url: string): Promise<string[]> => {
    const folder = join(scratch(), "folder");
    mkdirSync(folder);
    await install(url, "3.250.0", folder, join(scratch(), "log"), () => undefined);
    return readdirSync(folder).sort();
  };

  it("asks for the release of this machine", () => {
    const { platform, arch } = process;
    assert.equal(
      releaseUrl("https://example.com/sdk", "3.250.0"),
      `https://example.com/sdk/pulumi-v3.250.0-${platform}-${arch}.tar.gz`,
    );
  });

  it("knows that a server is there", async () => {
    assert.equal(await whyUnreachable(await serve((_, response) => response.end())), undefined);
  });

  it("knows why it cannot download: nobody answers, or the release is not there", async () => {
    assert.match((await whyUnreachable(await nowhere())) ?? "", /ECONNREFUSED/);
    const url = await serve((_, response) => response.writeHead(403).end());
    assert.equal(await whyUnreachable(url), "it answers 403");
  });

  it("unpacks the executables", async () => {
    const archive = releaseArchive(scratch(), "3.250.0");
    const url = await serve((_, response) => response.end(archive));
    assert.deepEqual(await installFrom(url), ["pulumi", "pulumi-language-nodejs"]);
  });

  it("refuses another version than it asked for", async () => {
    const archive = releaseArchive(scratch(), "3.1.0");
    const url = await serve((_, response) => response.end(archive));
    await assert.rejects(installFrom(url), /should be Pulumi 3\.250\.0, but is 3\.1\.0/);
  });

  it("refuses a download that breaks off", async () => {
    const archive = releaseArchive(scratch(), "3.250.0");
    const url = await serve((_, response) => {
      response.writeHead(200, { "content-length": archive.length });
      response.write(archive.subarray(0, 100), () => response.destroy());
    });
    await assert.rejects(installFrom(url), /downloading http:.* failed/);
  });

  it("refuses what is no archive", async () => {
    const url = await serve((_, response) => response.end("<html>log in to the guest network</html>"));
    await assert.rejects(installFrom(url), /unpacking Pulumi failed/);
  });
});
