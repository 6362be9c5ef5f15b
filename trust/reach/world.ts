import { upperBound } from "../bound/bound";
import type { Way } from "../bound/way";
import type { ReadDocument } from "../documents/read";
import type { Compute, KubernetesGrant, Organization, PodIdentity, Role } from "../organization";
import { grouped } from "../grouped";
import { unknown, type Unknown } from "../truth";
import { rootUser, type Actor } from "./actors";
import { clusterEdits, takeovers } from "./catalogue/compute";
import { allEdits } from "./catalogue/edits";
import { Grants } from "./grants";
import { isArn } from "./judge";
import { namesOf } from "./keys";
import { actorOf } from "./powers";
import { Group } from "./remaining";

/** An organization prepared for searches: made once, searched many times. */
export interface World {
  readonly organization: Organization;
  /** Roles, users and the root users of accounts, by ARN. */
  readonly actors: ReadonlyMap<string, Actor>;
  readonly everybody: Group;
  /** Those of whom the unique id is known, by it, and those of whom it is not. */
  readonly byId: ReadonlyMap<string, readonly Actor[]>;
  readonly withoutId: Group;
  /** Those whose ARN is not known yet, so that any policy may mean them. */
  readonly nameless: Group;
  /** Accounts that a role or user is known of. */
  readonly inhabited: ReadonlySet<string>;
  /** `ACCOUNT/NAME` of every role. */
  readonly roleNames: ReadonlySet<string>;
  readonly mayAssume: Grants;
  readonly mayPass: Grants;
  readonly mayEdit: Grants;
  readonly mayTakeOver: Grants;
  /** Who may edit who gets into clusters. */
  readonly mayEnter: Grants;
  /** Who may have AWS vouch for it, as an identity provider does. */
  readonly mayMint: Grants;
  /** By ARN of the role, or unknown where it may be any. */
  readonly podIdentities: ReadonlyMap<string | Unknown, readonly PodIdentity[]>;
  /** By ARN of the role that EKS assumes in turn. */
  readonly targetRoles: ReadonlyMap<string | Unknown | undefined, readonly PodIdentity[]>;
  readonly compute: ReadonlyMap<string | Unknown, readonly Compute[]>;
  /** By ARN of the cluster. */
  readonly kubernetes: ReadonlyMap<string | Unknown, readonly KubernetesGrant[]>;
  /** How a trust policy lets in. */
  readonly waysInto: (trust: ReadDocument) => readonly Way[];
}

/** Prepares an organization for searches. */
export function worldOf(organization: Organization): World {
  const { roles, users, accounts } = organization;
  const identities = [...roles.values(), ...users.values()];
  const byAccount = grouped<Role, string>([...roles.values()], ({ account }) => account);
  const surroundings = {
    organization,
    names: namesOf(organization),
    rolesOf: (account: string) => byAccount.get(account) ?? [],
  };
  const actors = [...identities, ...[...accounts.keys()].map(rootUser)].map((identity) =>
    actorOf(identity, surroundings),
  );
  const ways = new WeakMap<ReadDocument, readonly Way[]>();
  return {
    organization,
    actors: new Map(actors.map((actor) => [actor.arn, actor])),
    everybody: new Group(actors),
    byId: grouped(
      actors.filter(({ uniqueId }) => uniqueId !== undefined),
      ({ uniqueId = "" }) => uniqueId,
    ),
    withoutId: new Group(actors.filter(({ uniqueId }) => uniqueId === undefined)),
    nameless: new Group(actors.filter(({ arn }) => !isArn(arn))),
    inhabited: new Set(identities.map(({ account }) => account)),
    roleNames: new Set([...roles.values()].map(({ account, name }) => `${account}/${name}`)),
    mayAssume: new Grants(actors, ["sts:assumerole"]),
    mayPass: new Grants(actors, ["iam:passrole"]),
    mayEdit: new Grants(actors, allEdits),
    mayTakeOver: new Grants(
      actors,
      takeovers.flatMap(({ actions }) => actions.flat()),
    ),
    mayEnter: new Grants(actors, Object.values(clusterEdits).flat()),
    mayMint: new Grants(actors, ["sts:getwebidentitytoken"]),
    podIdentities: grouped(organization.podIdentities, ({ role }) => role),
    targetRoles: grouped(organization.podIdentities, ({ targetRole }) => targetRole),
    compute: grouped(organization.compute, ({ role }) => role),
    kubernetes: grouped(organization.kubernetes, ({ clusterArn }) => clusterArn),
    waysInto: (trust) => {
      const known = ways.get(trust) ?? upperBound(trust).ways;
      ways.set(trust, known);
      return known;
    },
  };
}

/** Those under a key, and those under `unknown`, who may belong there as well. */
export function under<T>(
  groups: ReadonlyMap<string | Unknown | undefined, readonly T[]>,
  key: string,
): readonly T[] {
  return [...(groups.get(key) ?? []), ...(groups.get(unknown) ?? [])];
}
