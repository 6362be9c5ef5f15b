import { UnknownValueError, type PolicyResource, type ResourceValidationArgs } from "@pulumi/policy";

import type { PlainResource } from "../trust/sources/resources";
import type { Resource } from "../trust/sources/resources/context";
import { unknown } from "../trust/truth";

/**
 * A resource as the engine hands it to a policy, as plain data: what is not known at a preview is `unknown` and no
 * longer throws. A policy that met the error itself would be ended by it, and the SDK would call that advice.
 */
export function plainOf(resource: ResourceValidationArgs | PolicyResource): PlainResource {
  const { urn, type, props, provider } = resource;
  const dependencies = "propertyDependencies" in resource ? resource.propertyDependencies : {};
  const names = Object.keys(dependencies);
  return {
    urn,
    type,
    props: known(props) as Record<string, unknown>,
    ...(provider && {
      provider: {
        urn: provider.urn,
        type: provider.type,
        props: known(provider.props) as Record<string, unknown>,
      },
    }),
    ...(names.length > 0 && {
      propertyDependencies: Object.fromEntries(
        names.map((name) => [name, (dependencies[name] ?? []).map((origin) => origin.urn)]),
      ),
    }),
  };
}

/**
 * A resource of a stack with what its program sets, as its inputs have told. The engine says where properties come
 * from, but not of those that come from nowhere, and at a preview every output is among the properties as unknown.
 */
export function withInputs(plain: PlainResource, inputs: Resource | undefined): PlainResource {
  if (!inputs) return plain;
  const set = Object.keys(inputs.props).map((name) => [name, [] as readonly string[]] as const);
  return {
    ...plain,
    propertyDependencies: { ...Object.fromEntries(set), ...plain.propertyDependencies },
  };
}

function known(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Record<string, unknown>;
  const read = (key: string): unknown => {
    try {
      return known(fields[key]);
    } catch (error) {
      if (error instanceof UnknownValueError) return unknown;
      throw error;
    }
  };
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => read(String(index)));
  return Object.fromEntries(Object.keys(fields).map((key) => [key, read(key)]));
}
