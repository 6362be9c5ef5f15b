import { unknown, type Unknown } from "../../truth";
import type { Draft } from "../draft";
import type { Report } from "../reader";
import { homeOf, settingsOf, type Home } from "./home";
import { settled, text, type Fields, type PlainResource } from "./plain";

/** A resource with what is not known marked as such, and where it is. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly props: Fields;
  readonly home: Home;
  readonly comesFrom: Readonly<Record<string, readonly string[]>>;
  /** Settings of its provider. */
  readonly provider: Fields;
  readonly providerUrn?: string;
}

/** What readers of resources share. */
export interface Context {
  readonly draft: Draft;
  readonly report: Report;
  readonly byUrn: ReadonlyMap<string, Resource>;
  /** The resource of a type that has a name in an account. */
  readonly byName: (type: string, account: string, name: string) => Resource | undefined;
}

/** Reads the resources of a type. */
export type ReadResource = (resource: Resource, context: Context) => void;

export function resourceOf(plain: PlainResource): Resource {
  const { urn, type, propertyDependencies } = plain;
  // States and previews have every property in the map that a program sets: one without any is not from there.
  const isSet = (name: string): boolean =>
    !propertyDependencies ||
    Object.keys(propertyDependencies).length === 0 ||
    Object.hasOwn(propertyDependencies, name);
  const props = Object.entries(plain.props)
    .map(([name, value]) => [name, settled(value)] as const)
    // What the program does not set and AWS fills in later says nothing: a role's `managedPolicyArns`, for instance.
    .filter(([name, value]) => value !== unknown || isSet(name));
  return {
    urn,
    type,
    props: Object.fromEntries(props),
    home: homeOf(plain),
    comesFrom: propertyDependencies ?? {},
    provider: settingsOf(plain),
    ...(plain.provider?.urn !== undefined && { providerUrn: plain.provider.urn }),
  };
}

/**
 * A text of a resource that names another resource. Where it is not known yet and comes from one resource of the type
 * alone, it is what that one will be called.
 *
 * @param called what a resource of the type is called, e.g. its ARN
 */
export function reference(
  resource: Resource,
  property: string,
  type: string,
  called: (origin: Resource) => string,
  context: Context,
): string | undefined | Unknown {
  const value = text(resource.props[property]);
  if (value !== unknown) return value;
  const [origin, ...others] = originsOf(resource, property, type, context);
  if (!origin || others.length > 0) return unknown;
  context.report(
    resource.urn,
    `${property} is not known yet, and is taken from ${origin.urn}, which it depends on`,
  );
  return called(origin);
}

/** The resources of a type that a property comes from. */
export function originsOf(
  { comesFrom }: Resource,
  property: string,
  type: string,
  { byUrn }: Context,
): readonly Resource[] {
  return (comesFrom[property] ?? []).flatMap((urn) => {
    const origin = byUrn.get(urn);
    return origin?.type === type ? [origin] : [];
  });
}
