import assert from "node:assert/strict";

import { readWhole } from "../../../../infra/preflight/last-run";

const torn = "invocation of pulumi:pulumi:readStackOutputs returned an error: failed to load checkpoint";

describe("this stack's own outputs, read while the engine writes its state", () => {
  /** Fails with each of the messages, then answers. */
  function failing(...messages: readonly string[]): { readonly read: () => Promise<string>; calls: number } {
    const left = [...messages];
    const source = {
      calls: 0,
      read: (): Promise<string> => {
        source.calls += 1;
        const message = left.shift();
        return message === undefined ? Promise.resolve("whole") : Promise.reject(new Error(message));
      },
    };
    return source;
  }

  it("are read again after an empty file and half a file", async () => {
    const source = failing(`${torn}: EOF`, `${torn}: unexpected end of JSON input`);
    assert.equal(await readWhole(source.read, [1, 1]), "whole");
    assert.equal(source.calls, 3);
  });

  it("are given up when the file stays broken", async () => {
    const source = failing(...Array.from({ length: 9 }, () => `${torn}: EOF`));
    await assert.rejects(readWhole(source.read, [1, 1]), /failed to load checkpoint: EOF/);
    assert.equal(source.calls, 3);
  });

  it("are not asked for again when the engine refuses", async () => {
    const source = failing("unknown stack");
    await assert.rejects(readWhole(source.read, [1, 1]), /unknown stack/);
    assert.equal(source.calls, 1);
  });
});
