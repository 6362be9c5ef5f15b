import type { ReadDocument } from "../../../trust/documents/read";
import type { Resource } from "../../../trust/sources/resources/context";
import type { Binding, Settings } from "../../config/settings";
import { getsIn } from "./admission";

/** Bindings that a deploy role's trust policy does not tell apart. */
export interface Together {
  readonly bindings: readonly Binding[];
  /** Keys of the session tags that would tell them apart, e.g. `aws:PrincipalTag/kubernetes-namespace`. */
  readonly keys: readonly string[];
}

type Field = keyof Binding;

/** @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
const tags: Readonly<Record<Field, string>> = {
  cluster: "aws:PrincipalTag/eks-cluster-arn",
  namespace: "aws:PrincipalTag/kubernetes-namespace",
  serviceAccount: "aws:PrincipalTag/kubernetes-service-account",
};

/**
 * The bindings whose pods get a deploy role alike because its trust policy names none of them; undefined where it lets
 * in one at most, or names those that it lets in.
 */
export function bindingsTogether(
  role: Resource,
  trust: ReadDocument,
  { launchers, bindings }: Settings,
): Together | undefined {
  for (const launcher of launchers) {
    const admitted = bindings.filter((binding) => getsIn(launcher, binding, role, trust));
    const fields = (Object.keys(tags) as Field[]).filter(
      (field) => new Set(admitted.map((binding) => binding[field])).size > 1,
    );
    const strangers = admitted.flatMap((binding) => alike(binding, fields));
    if (strangers.some((stranger) => getsIn(launcher, stranger, role, trust)))
      return { bindings: admitted, keys: fields.map((field) => tags[field]) };
  }
  return undefined;
}

/** Bindings that nobody has configured, of which a pattern for the given one may be true as well. */
function alike(binding: Binding, fields: readonly Field[]): readonly Binding[] {
  if (fields.length === 0) return [];
  const changed = (change: (value: string) => string): Binding => ({
    ...binding,
    ...Object.fromEntries(fields.map((field) => [field, change(binding[field])])),
  });
  return [changed((value) => `${value}-any-other`), changed((value) => `any-other-${value}`)];
}
