import { readDocument, type ReadDocument } from "../../../trust/documents/read";
import type { Resource } from "../../../trust/sources/resources/context";
import { items, text } from "../../../trust/sources/resources/plain";
import { unknown } from "../../../trust/truth";
import type { Settings } from "../../config/settings";
import type { Stack } from "../../stack";
import { isGuardrail, mentionsOurs } from "./ours";
import { kinds, type Kind } from "./kinds";

/** @see https://www.pulumi.com/registry/packages/aws-native/api-docs/organizations/policy/ */
const policyTypes = ["aws:organizations/policy:Policy", "aws-native:organizations:Policy"];
const attachmentType = "aws:organizations/policyAttachment:PolicyAttachment";

/** A document that guards roles, and where it stands. */
export interface Guardrail {
  readonly kind: Kind;
  /** E.g. `octolaunch-scp-1`. */
  readonly name: string;
  readonly document: ReadDocument;
  /** The policy that holds it; undefined for a document of the settings. */
  readonly policy?: Resource;
}

const kindOfType: Readonly<Record<string, Kind | undefined>> = {
  SERVICE_CONTROL_POLICY: kinds.scp,
  RESOURCE_CONTROL_POLICY: kinds.rcp,
};

/**
 * A resource as a guardrail: undefined if it is something else or guards other things, unknown if its kind or its
 * content is not known yet.
 */
export function guardrailOf(resource: Resource, settings: Settings): Guardrail | undefined | typeof unknown {
  const { type: resourceType, props } = resource;
  if (!policyTypes.includes(resourceType)) return undefined;
  const type = text(props.type) ?? "SERVICE_CONTROL_POLICY";
  const { content } = props;
  if (type === unknown) return content === unknown || mentionsOurs(content, settings) ? unknown : undefined;
  const kind = kindOfType[type];
  if (!kind) return undefined;
  if (content === unknown) return unknown;
  const document = readDocument(content, kind.id);
  const isOurs =
    document.problems.length > 0 ? mentionsOurs(content, settings) : isGuardrail(document, kind, settings);
  return isOurs ? { kind, name: nameOf(resource), document, policy: resource } : undefined;
}

/** The guardrails of a stack, and the policies that may be some. */
export function guardrailsIn(
  stack: Stack,
  settings: Settings,
): { readonly guardrails: readonly Guardrail[]; readonly notKnown: readonly Resource[] } {
  const guardrails: Guardrail[] = [];
  const notKnown: Resource[] = [];
  for (const policy of byUrn(policiesIn(stack))) {
    const found = guardrailOf(policy, settings);
    if (found === unknown) notKnown.push(policy);
    else if (found) guardrails.push(found);
  }
  return { guardrails, notKnown };
}

/** The documents that the settings say others have attached. */
export function externalGuardrails({ guardrails }: Settings): readonly Guardrail[] {
  return Object.values(kinds).flatMap((kind) =>
    (guardrails[kind.id] ?? []).map((source, index) => ({
      kind,
      name: `of the setting guardrails.${kind.id}[${index}]`,
      document: readDocument(source, kind.id),
    })),
  );
}

/** A name for messages. */
export function nameOf({ props, urn }: Resource): string {
  const name = text(props.name);
  return typeof name === "string" ? name : urn.slice(urn.lastIndexOf("::") + 2);
}

/** Ids of what each policy is attached to; `unknown` for an id that is not known yet. Policies go by their URN. */
export function targetsIn(stack: Stack): ReadonlyMap<string, readonly (string | typeof unknown)[]> {
  const targets = new Map<string, (string | typeof unknown)[]>();
  // Those of the one provider name their targets themselves.
  for (const { urn, props } of policiesIn(stack)) {
    const own = items(props.targetIds) ?? [];
    if (own === unknown || own.length > 0)
      targets.set(urn, own === unknown ? [unknown] : own.flatMap((id) => text(id) ?? []));
  }
  for (const attachment of stack.ofType(attachmentType)) {
    const policy = attachedBy(attachment, stack);
    if (!policy) continue;
    const known = targets.get(policy.urn) ?? [];
    targets.set(policy.urn, [...known, text(attachment.props.targetId) ?? unknown]);
  }
  return targets;
}

/** The policy with the id that the attachment names; where ids do not tell, the one that it takes the id from. */
function attachedBy({ props, comesFrom }: Resource, stack: Stack): Resource | undefined {
  const id = text(props.policyId);
  const policies = policiesIn(stack);
  const named = typeof id === "string" && policies.find((policy) => policy.props.id === id);
  if (named) return named;
  const origins = policies.filter(({ urn }) => comesFrom.policyId?.includes(urn));
  return origins.length === 1 ? origins[0] : undefined;
}

function policiesIn(stack: Stack): readonly Resource[] {
  return policyTypes.flatMap((type) => stack.ofType(type));
}

export function byUrn(resources: readonly Resource[]): readonly Resource[] {
  return [...resources].sort((one, other) => (one.urn < other.urn ? -1 : 1));
}
