import assert from "node:assert/strict";

import type { Documents } from "../../../sandbox/octopus/describe";
import { comparable } from "../../support/comparable";

/** A server whose two variable sets were created in this order, with a project that includes both by id. */
function server(sets: readonly [string, string], steps: readonly string[] = ["build", "deploy"]): Documents {
  const idOf = (index: number): string => `LibraryVariableSets-${String(index + 1)}`;
  return {
    AWS: {
      libraryvariablesets: sets.map((Name, index) => ({ Id: idOf(index), Name })),
      projects: [
        {
          Id: "Projects-1",
          Name: "sample",
          IncludedLibraryVariableSetIds: [idOf(0), idOf(1)],
          Steps: steps.map((Name) => ({ Name })),
        },
      ],
    },
  } as unknown as Documents;
}

describe("servers compared", () => {
  it("are the same whatever was created first", () => {
    assert.deepEqual(
      comparable(server(["AWS Dev", "AWS Prod"])),
      comparable(server(["AWS Prod", "AWS Dev"])),
    );
  });

  it("differ in what a set holds", () => {
    assert.notDeepEqual(
      comparable(server(["AWS Dev", "AWS Prod"])),
      comparable(server(["AWS Dev", "AWS Staging"])),
    );
  });

  it("differ in the order of steps", () => {
    const sets = ["AWS Dev", "AWS Prod"] as const;
    assert.notDeepEqual(comparable(server(sets)), comparable(server(sets, ["deploy", "build"])));
  });
});
