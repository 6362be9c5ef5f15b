import { isDeepStrictEqual } from "node:util";

import type { Organization } from "../trust/organization";
import { fromResources, type PlainResource } from "../trust/sources/resources";
import { resourceOf, type Resource } from "../trust/sources/resources/context";

export const roleType = "aws:iam/role:Role";

/** The resources of a stack, or those of them that are known so far. */
export class Stack {
  readonly #plain = new Map<string, PlainResource>();
  readonly #byType = new Map<string, Map<string, Resource>>();
  readonly #rolesByName = new Map<string, Resource>();
  #organization: Organization | undefined;
  #version = 0;

  constructor(resources: readonly PlainResource[] = []) {
    for (const resource of resources) this.add(resource);
  }

  /** Adds a resource, in place of an earlier state of the same. */
  add(plain: PlainResource): Resource {
    const { urn, type } = plain;
    const earlier = this.#byType.get(type)?.get(urn);
    if (earlier && isDeepStrictEqual(plain, this.#plain.get(urn))) return earlier;
    const resource = resourceOf(plain);
    this.#plain.set(urn, plain);
    const sameType = this.#byType.get(type) ?? new Map<string, Resource>();
    this.#byType.set(type, sameType.set(urn, resource));
    const { name } = resource.props;
    if (type === roleType && typeof name === "string")
      this.#rolesByName.set(roleKey(resource.home.account, name), resource);
    this.#organization = undefined;
    this.#version++;
    return resource;
  }

  /** Changes with every resource that is new or has become another. */
  get version(): number {
    return this.#version;
  }

  get resources(): readonly Resource[] {
    return [...this.#byType.values()].flatMap((sameType) => [...sameType.values()]);
  }

  /** @param type e.g. `aws:iam/role:Role` */
  ofType(type: string): readonly Resource[] {
    return [...(this.#byType.get(type)?.values() ?? [])];
  }

  byUrn(urn: string): Resource | undefined {
    const type = this.#plain.get(urn)?.type;
    return type === undefined ? undefined : this.#byType.get(type)?.get(urn);
  }

  /** The role of a name; IAM has one of it in an account, whatever its path and case. */
  roleNamed(account: string, name: string): Resource | undefined {
    return this.#rolesByName.get(roleKey(account, name));
  }

  /** What the resources make of the organization; read once, as it takes long. */
  get organization(): Organization {
    this.#organization ??= fromResources([...this.#plain.values()]);
    return this.#organization;
  }

  /** The organization as some of the resources alone make it. */
  organizationOf(resources: readonly Resource[]): Organization {
    return fromResources(resources.flatMap(({ urn }) => this.#plain.get(urn) ?? []));
  }
}

function roleKey(account: string, name: string): string {
  return `${account} ${name.toLowerCase()}`;
}
