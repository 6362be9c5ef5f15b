import { grouped } from "../../trust/grouped";
import type { Rule } from "../rule";
import { ManagedPolicies } from "./deploy-role-contained/documents";
import { givenBy } from "./deploy-role-contained/given";
import { byItself, together } from "./deploy-role-contained/judge";
import { neighboursOf } from "./deploy-role-contained/neighbours";
import { pathReport } from "./deploy-role-contained/reports";
import { boundaryOf, noBoundary } from "./deploy-role-contained/role";

/**
 * What a deploy role may do leads into no launcher, no other deploy role, and to no permissions that nobody gave it.
 * Each policy is judged by itself before it is created, so that only a denial in the same policy counts for it; a whole
 * stack is judged with all policies of a role together.
 *
 * @see https://pathfinding.cloud/paths/
 */
export const deployRoleContained: Rule = {
  name: "deploy-role-contained",
  description: "A deploy role's permissions open no path out of it.",
  level: "mandatory",
  givesAdvice: true,

  *ofResource(resource, stack, settings) {
    for (const given of givenBy(resource, stack, settings)) {
      if (given.isOpen || !(given.isByName || given.to.role)) continue;
      const policies = new ManagedPolicies(stack);
      const boundary = boundaryOf(given.to, policies);
      if (!boundary.isOpen) yield* byItself(given, boundary, policies, settings).reports;
    }
  },

  *ofStack(stack, settings) {
    const policies = new ManagedPolicies(stack);
    const given = stack.resources.flatMap((resource) => givenBy(resource, stack, settings));
    const roles = [...grouped(given, ({ key }) => key).values()].map((same) =>
      together(same, policies, settings),
    );
    const here = roles.filter(({ to }) => to.role).map(({ identity }) => identity);
    const neighbours = neighboursOf(here, stack, settings);
    for (const { reports, advice, to, urn, kinds, identity } of roles) {
      yield* reports;
      const neighbour = kinds.has("everything") ? undefined : neighbours.get(identity.arn);
      if (neighbour) yield pathReport(urn, to, identity, neighbour, noBoundary);
      else yield* advice;
    }
  },
};
