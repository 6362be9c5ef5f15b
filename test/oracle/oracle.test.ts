import assert from "node:assert/strict";

import { question } from "./cases";
import { deviationOf, deviations } from "./deviations";
import { conditions } from "./documented-conditions";
import { layers } from "./documented-layers";
import { ask } from "./oracle";

describe("the oracle", () => {
  before("is installed", async function () {
    this.timeout(300_000);
    await ask([question()]);
  });

  for (const [page, cases] of Object.entries({ ...layers, ...conditions })) {
    it(`answers as AWS documents: ${page}`, async () => {
      const answers = await ask(cases.map(([, , asked]) => asked));
      const given = cases.map(([title], index) => `${title}: ${answers[index]}`);
      assert.deepEqual(
        given,
        cases.map(([title, expected]) => `${title}: ${expected}`),
      );
      const doubted = cases.filter(([, , asked]) => deviationOf(asked) !== undefined);
      assert.deepEqual(
        doubted.map(([title]) => title),
        [],
      );
    });
  }

  for (const { what, example, oracle, aws } of deviations) {
    it(`is known to be off: ${what} (AWS: ${aws})`, async () => {
      assert.deepEqual(await ask([example]), [oracle]);
      assert.equal(deviationOf(example), what);
    });
  }

  it("answers nothing when asked nothing", async () => assert.deepEqual(await ask([]), []));

  it("says what is wrong with a question that it cannot answer", async () => {
    await assert.rejects(ask([{ ...question(), caller: { AWS: "ada" } }]), /IndexError/);
  });
});
