import assert from "node:assert/strict";
import { findExisting } from "../../../sandbox/plugins/aws/find";
import type { Node } from "./program";
import {
  nameOf as resourceName,
  providerOf,
  TestEngine,
  type Description,
  type StateResource,
  type Step,
  type TestStack,
} from "./engine";
import { nameOf, samples, type Sample } from "./samples";
import type { Inputs } from "./samples/sample";

type Stage = (sample: Sample) => Inputs;

const base: Stage = ({ inputs }) => inputs;
const updated: Stage = ({ inputs, update }) => ({ ...inputs, ...update?.inputs });
const replaced: Stage = (sample) => ({ ...updated(sample), ...sample.replace?.inputs });

const providers = { tooling: providerOf("tooling"), management: providerOf("management") };

/** What a stack of samples consists of. */
const program = (resources: Node[]): Description => ({ providers, resources });

function graph(stage: Stage): Node[] {
  return samples.map((sample) => ({
    name: nameOf(sample),
    type: sample.type,
    provider: sample.provider ?? "tooling",
    inputs: stage(sample),
    after: sample.after,
  }));
}

/** The graph of what exists already: each reference is the id or property of the object that it means. */
function importing(stage: Stage, existing: StateResource[]): Node[] {
  const literal = (text: string) =>
    text.replace(/\$\{([\w-]+)\.(\w+)\}/g, (_, name: string, property: string) => {
      const found = existing.find((resource) => resourceName(resource) === name);
      return String(property === "id" ? found?.id : found?.outputs[property]);
    });
  return samples.map((sample) => {
    const { name, type, provider, inputs } = graph(stage).find(
      (node) => node.name === nameOf(sample),
    ) as Node;
    const known = Object.fromEntries(
      Object.entries(inputs).filter(([property]) => !sample.forgotten?.includes(property)),
    );
    const id = existing.find((resource) => resourceName(resource) === name)?.id ?? "";
    const options = { import: sample.importId ? literal(sample.importId) : id };
    return { name, type, provider, options, inputs: JSON.parse(literal(JSON.stringify(known))) as Inputs };
  });
}

function stepOf(steps: Step[], sample: Sample): Step | undefined {
  return steps.find((step) => resourceName(step) === nameOf(sample) && step.op !== "read");
}

describe("every resource type of the aws plugin", function () {
  this.timeout(300_000);
  let engine: TestEngine;
  let stack: TestStack;
  before(async () => {
    engine = await TestEngine.start();
    stack = await engine.stack("samples");
    await stack.mustUp(program(graph(base)));
  });
  after(() => engine.stop());

  it("is as it was described: a refresh and a preview find no change", async () => {
    await stack.mustRun("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    assert.deepEqual(changes(await stack.preview(program(graph(base)))), []);
  });

  describe("is found again from its inputs, as after an interruption", () => {
    let existing: StateResource[];
    let known: StateResource[];
    before(async () => {
      existing = await stack.resources();
      known = await stack.providers();
    });
    const providerFor = (resource: StateResource) =>
      known.find(({ urn, id }) => resource.provider === `${urn}::${id}`);

    for (const sample of samples.filter(({ ambiguous }) => !ambiguous)) {
      it(`${sample.type} ${nameOf(sample)}`, async () => {
        const resource = existing.find((candidate) => resourceName(candidate) === nameOf(sample));
        assert.ok(resource);
        assert.equal(await findExisting(resource, providerFor(resource), engine.env), resource.id);
      });
    }

    it("but not an object that is not what the inputs say", async () => {
      const [role] = existing.filter((candidate) => resourceName(candidate) === "Role");
      assert.ok(role);
      const other = { ...role, inputs: { ...role.inputs, path: "/other/" } };
      const absent = { ...role, inputs: { ...role.inputs, name: "Absent" } };
      assert.equal(await findExisting(other, providerFor(role), engine.env), undefined);
      assert.equal(await findExisting(absent, providerFor(role), engine.env), undefined);
    });
  });

  describe("is updated in place", () => {
    let steps: Step[];
    before(async () => {
      steps = await stack.preview(program(graph(updated)));
      await stack.mustUp(program(graph(updated)));
    });

    for (const sample of samples.filter(({ update }) => update)) {
      it(`${sample.type} ${nameOf(sample)}`, () => {
        const step = stepOf(steps, sample);
        assert.equal(step?.op, "update");
        assert.deepEqual(
          Object.keys(step.detailedDiff ?? {}).sort(),
          [...(sample.update?.shows ?? [])].sort(),
        );
      });
    }

    it("so that a refresh and a preview find no change", async () => {
      await stack.mustRun("refresh", "--yes", "--skip-preview", "--expect-no-changes");
      assert.deepEqual(changes(await stack.preview(program(graph(updated)))), []);
    });
  });

  describe("is imported", () => {
    let existing: StateResource[];
    let imported: StateResource[];
    let nodes: Node[];
    before(async () => {
      existing = await stack.resources();
      nodes = importing(updated, existing);
      const copy = await engine.stack("imported");
      const { output } = await copy.mustUp(program(nodes));
      assert.match(output, new RegExp(`= ${samples.length} imported`));
      // What it found to be different it would have updated at once.
      assert.doesNotMatch(output, /\d+ updated/);
      imported = await copy.resources();
    });

    for (const sample of samples) {
      it(`${sample.type} ${nameOf(sample)}`, () => {
        const found = (resources: StateResource[]) =>
          resources.find((resource) => resourceName(resource) === nameOf(sample));
        if (!sample.renamed) assert.equal(found(imported)?.id, found(existing)?.id);
        const { outputs: expected = {} } = found(existing) ?? {};
        const { outputs: actual = {} } = found(imported) ?? {};
        for (const name of ["arn", "tagsAll"]) assert.deepEqual(actual[name], expected[name]);
      });
    }

    it("so that a preview finds no change", async () => {
      const unimported = nodes.map(({ options: _, ...node }) => node);
      assert.deepEqual(changes(await engine.existing("imported").preview(program(unimported))), []);
    });
  });

  describe("is replaced", () => {
    let steps: Step[];
    before(async () => {
      steps = await stack.preview(program(graph(replaced)));
      await stack.mustUp(program(graph(replaced)));
    });

    for (const sample of samples.filter(({ replace }) => replace)) {
      it(`${sample.type} ${nameOf(sample)}`, () => {
        const step = stepOf(steps, sample);
        assert.match(step?.op ?? "", /replace/);
        for (const path of sample.replace?.shows ?? []) {
          assert.match(step?.detailedDiff?.[path]?.kind ?? `no ${path}`, /-replace$/);
        }
      });
    }
  });

  describe("is deleted", () => {
    before(async () => {
      await stack.mustRun("destroy", "--yes", "--skip-preview");
    });

    it("so that another stack's refresh does not find it", async () => {
      const { output } = await engine.existing("imported").mustRun("refresh", "--preview-only");
      assert.match(output, new RegExp(`- ${samples.length} to delete`));
    });

    it("and that it is gone already is no error", async () => {
      await engine.existing("imported").mustRun("destroy", "--yes", "--skip-preview");
    });
  });
});

function changes(steps: Step[]) {
  return steps
    .filter(({ op }) => op !== "same")
    .map((step) => ({ name: resourceName(step), op: step.op, diff: step.detailedDiff }));
}
