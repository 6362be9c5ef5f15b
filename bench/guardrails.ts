import type { Organization } from "../infra/config/model";
import { checkSettings } from "../infra/config/settings";
import { guardrailDocuments, kinds, type GuardrailKind } from "../infra/documents/guardrails/policies";
import { compact } from "../trust/documents/policy";
import { median } from "./measure";

/** Times that documents are built, the first tenth of which does not count. */
const rounds = 200;

/**
 * Prints the guardrails of organizations: policies, their sizes, attachments, and the time that building them takes
 * as a ratio to the first organization's.
 *
 * @param organizations the setting `organization` by a name for it
 */
export function compareGuardrails(organizations: Readonly<Record<string, unknown>>): void {
  console.log("organization   kind  policies  characters           attachments     time   ratio");
  let first: number | undefined;
  for (const [name, written] of Object.entries(organizations)) {
    const organization = modelOf(written);
    const times = Array.from({ length: rounds }, () => {
      const started = process.hrtime.bigint();
      guardrailDocuments(organization, []);
      return Number(process.hrtime.bigint() - started) / 1e6;
    });
    const time = median(times.slice(rounds / 10));
    first ??= time;
    const documents = guardrailDocuments(organization, []);
    const { scpTargets, rcpTargets } = organization.guardrails;
    const targets = { scp: scpTargets, rcp: rcpTargets };
    for (const kind of Object.keys(kinds) as GuardrailKind[]) {
      const sizes = (documents[kind] ?? []).map((document) => compact(document).length);
      console.log(
        [
          (kind === "scp" ? name : "").padEnd(14),
          kind.padEnd(5),
          String(sizes.length).padStart(8),
          ` ${sizes.join(", ")}`.padEnd(20),
          String(sizes.length * targets[kind].length).padStart(12),
          kind === "scp" ? `${time.toFixed(2)} ms`.padStart(9) : "",
          kind === "scp" ? (time / first).toFixed(2).padStart(7) : "",
        ].join(" "),
      );
    }
  }
}

function modelOf(organization: unknown): Organization {
  const checked = checkSettings({
    organization,
    projectOrganization: organization,
    environment: "tooling",
    network: undefined,
    cluster: undefined,
  });
  const [problem] = checked.problems;
  if (problem || !checked.organization) throw new Error(`${problem?.setting} ${problem?.message}`);
  return checked.organization;
}
