import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
  type CompleteDryRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from "@stryker-mutator/api/test-runner";
import type { InstrumenterContext } from "@stryker-mutator/api/core";
import fc from "fast-check";
import Mocha from "mocha";

const tests = "test/unit/trust";

// With new examples every time a mutant would be found at one time and not at another.
fc.configureGlobal({ seed: 1 });

/** Where instrumented code finds which mutant is active, and writes down what it covers. */
const context = ((globalThis as Record<string, unknown>).__stryker__ ??= {}) as InstrumenterContext;

/**
 * Runs the tests of the trust engine for Stryker within one process. Stryker's own runner for mocha knows no mocha of
 * today; this one loads it anew only for mutants of what modules do when they are loaded.
 */
class InProcessMocha implements TestRunner {
  private mocha: Mocha | undefined;

  capabilities(): { reloadEnvironment: boolean } {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    const result = await this.run();
    return { ...result, mutantCoverage: context.mutantCoverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit, mutantActivation, reloadEnvironment, testFilter } = options;
    context.hitLimit = hitLimit;
    context.hitCount = hitLimit === undefined ? undefined : 0;
    if (reloadEnvironment) this.mocha = undefined;
    if (mutantActivation === "static") context.activeMutant = activeMutant.id;
    try {
      this.mocha ??= loaded();
      context.activeMutant = activeMutant.id;
      const result = await this.run(testFilter && new Set(testFilter));
      return toMutantRunResult(determineHitLimitReached(context.hitCount, hitLimit) ?? result);
    } catch (error) {
      // A mutant that keeps a module from loading is found by every test.
      const failed: TestResult = {
        id: "loading",
        name: "loading",
        status: TestStatus.Failed,
        timeSpentMs: 0,
        failureMessage: String(error),
      };
      return toMutantRunResult({ status: DryRunStatus.Complete, tests: [failed] });
    } finally {
      context.activeMutant = undefined;
      // What was loaded with a mutant in it must not be used for the next.
      if (mutantActivation === "static") this.mocha = undefined;
    }
  }

  private run(only?: ReadonlySet<string>): Promise<CompleteDryRunResult> {
    const mocha = (this.mocha ??= loaded());
    const results: TestResult[] = [];
    const left = only && leaveOnly(mocha.suite, only);
    return new Promise((done) => {
      const runner = mocha.run(() => {
        left?.restore();
        done({ status: DryRunStatus.Complete, tests: results });
      });
      runner.on("test", (test) => (context.currentTestId = test.fullTitle()));
      runner.on("pass", (test) => {
        const id = test.fullTitle();
        results.push({ id, name: id, status: TestStatus.Success, timeSpentMs: test.duration ?? 0 });
      });
      runner.on("fail", (test, error: Error) => {
        const id = test.fullTitle();
        const failureMessage = error.message;
        results.push({ id, name: id, status: TestStatus.Failed, timeSpentMs: 0, failureMessage });
        if (only) runner.abort();
      });
    });
  }
}

class Quiet extends Mocha.reporters.Base {}

class LoadedMocha extends Mocha {
  load(): void {
    this.loadFiles();
  }
}

/** Mocha with the tests and what they test loaded from their files. */
function loaded(): Mocha {
  const own = resolve(".");
  const { cache } = createRequire(import.meta.url);
  for (const file of Object.keys(cache)) {
    if (file.startsWith(own) && !file.includes("/node_modules/")) delete cache[file];
  }
  const mocha = new LoadedMocha({ timeout: 10_000, reporter: Quiet });
  mocha.cleanReferencesAfterRun(false);
  const files = readdirSync(tests, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".test.ts"))) mocha.addFile(resolve(tests, file));
  mocha.load();
  return mocha;
}

/** Takes all other tests out of a suite, until they are put back. */
function leaveOnly(suite: Mocha.Suite, titles: ReadonlySet<string>): { readonly restore: () => void } {
  const { tests } = suite;
  suite.tests = tests.filter((test) => titles.has(test.fullTitle()));
  const inner = suite.suites.map((child) => leaveOnly(child, titles));
  return {
    restore: () => {
      suite.tests = tests;
      for (const { restore } of inner) restore();
    },
  };
}

function create(): TestRunner {
  return new InProcessMocha();
}
create.inject = [] as const;

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, "mocha-in-process", create)];
