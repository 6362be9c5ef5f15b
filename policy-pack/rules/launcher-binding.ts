import type { Resource } from "../../trust/sources/resources/context";
import { rolesNamed } from "../named";
import type { Report, Rule } from "../rule";
import { roleType } from "../stack";
import { ofAddon, ofAssociation } from "./launcher-binding/associations";
import { admitted, inProfile, running } from "./launcher-binding/passed";
import { lettingIn } from "./launcher-binding/trust";
import type { View } from "./launcher-binding/view";

/**
 * The launcher is handed to the pods of the configured bindings and to nothing else, with their session tags and without
 * a second role behind it.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
 */
export const launcherBinding: Rule = {
  name: "launcher-binding",
  description: "Only pods of the configured bindings get the launcher.",
  level: "mandatory",
  givesAdvice: true,

  ofResource(resource, stack, settings) {
    const roles: View["roles"] = (value, property) =>
      rolesNamed(value, property, resource, stack, settings).filter(({ isOpen }) => !isOpen);
    return judged(resource, { stack, settings, isWhole: false, roles });
  },

  *ofStack(stack, settings) {
    for (const resource of stack.resources)
      yield* judged(resource, {
        stack,
        settings,
        isWhole: true,
        roles: (value, property) => rolesNamed(value, property, resource, stack, settings),
      });
  },
};

/** @see https://www.pulumi.com/registry/packages/aws-native/api-docs/eks/podidentityassociation/ */
const judges: Readonly<Record<string, (resource: Resource, view: View) => Iterable<Report>>> = {
  [roleType]: lettingIn,
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": ofAssociation,
  "aws-native:eks:PodIdentityAssociation": ofAssociation,
  "aws:eks/addon:Addon": ofAddon,
  "aws-native:eks:Addon": ofAddon,
  "aws:eks/accessEntry:AccessEntry": admitted,
  "aws-native:eks:AccessEntry": admitted,
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": admitted,
  "aws:iam/instanceProfile:InstanceProfile": inProfile("role"),
  "aws-native:iam:InstanceProfile": inProfile("roles"),
};

function* judged(resource: Resource, view: View): Iterable<Report> {
  if (Object.hasOwn(judges, resource.type)) yield* judges[resource.type]?.(resource, view) ?? [];
  yield* running(resource, view);
}
