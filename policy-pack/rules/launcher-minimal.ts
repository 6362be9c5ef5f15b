import { readDocument } from "../../trust/documents/read";
import { iamArn } from "../../trust/sources/resources/identities";
import type { Resource } from "../../trust/sources/resources/context";
import { unknown } from "../../trust/truth";
import type { Settings } from "../config/settings";
import type { Report, Rule } from "../rule";
import type { Stack } from "../stack";
import { elsewhere, excessOf } from "./launcher-minimal/excess";
import { givingTypes, heldThrough, type Held } from "./launcher-minimal/held";
import { several, twoLines } from "../words";

const policyType = "aws:iam/policy:Policy";

/**
 * Whatever policies a launcher has, inline, managed or attached, they let it assume deploy roles by their exact ARNs and
 * nothing else. A policy that only denies is fine.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
 */
export const launcherMinimal: Rule = {
  name: "launcher-minimal",
  description: "The launcher can do nothing but assume deploy roles.",
  level: "mandatory",
  givesAdvice: true,

  *ofResource(resource, stack, settings) {
    const given =
      resource.type === policyType
        ? attachedBefore(resource, stack, settings)
        : heldThrough(resource, stack, settings);
    for (const held of given) if (!held.holder.isOpen) yield* judged(held, stack, settings);
  },

  *ofStack(stack, settings) {
    for (const resource of stack.resources) {
      for (const held of heldThrough(resource, stack, settings)) {
        yield* judged(held, stack, settings);
        yield* notHere(held, stack);
      }
    }
  },
};

/** Where launchers got a policy that comes only now. */
function attachedBefore(policy: Resource, stack: Stack, settings: Settings): readonly Held[] {
  const arn = iamArn(policy, "policy");
  return givingTypes
    .flatMap((type) => stack.ofType(type))
    .filter(({ props }) => [props.policyArn, props.policyArns, props.managedPolicyArns].flat().includes(arn))
    .flatMap((resource) => heldThrough(resource, stack, settings))
    .filter((held) => held.policy === arn);
}

function* judged(
  { urn, holder: { words }, policy }: Held,
  stack: Stack,
  settings: Settings,
): Iterable<Report> {
  if (policy === unknown) {
    yield {
      urn,
      message: twoLines(
        `${words} gets a managed policy whose ARN is not known.`,
        `Build policyArn from the account and the policy's name instead of taking it from an output.`,
      ),
    };
  } else if (typeof policy !== "string") {
    yield* excess(urn, words, policy.name, policy.document, settings);
  } else if (isOfAws(policy)) {
    yield {
      urn,
      message: twoLines(
        `${words} gets ${policy}, which AWS may change at any time.`,
        `Remove it: the launcher needs one policy, with the ARNs of the deploy roles.`,
      ),
    };
  } else {
    for (const { props } of named(policy, stack)) yield* excess(urn, words, policy, props.policy, settings);
  }
}

function* excess(
  urn: string,
  holder: string,
  name: string,
  document: unknown,
  settings: Settings,
): Iterable<Report> {
  const read = readDocument(document, "permissions");
  const excess = excessOf(read, settings);
  for (const more of excess) {
    yield {
      urn,
      message: twoLines(
        `${holder} may do more than assume deploy roles, by ${name}: ${more}.`,
        `Allow nothing but sts:AssumeRole and sts:TagSession, each deploy role by its exact ARN.`,
      ),
    };
  }
  const others = excess.length > 0 ? [] : elsewhere(read, settings);
  if (others.length > 0)
    yield {
      urn,
      isAdvice: true,
      message: twoLines(
        `${holder} may assume ${several(others)}, in an account that is none of the pack's \`accounts\`.`,
        "Take it away unless its account is just leaving the organization.",
      ),
    };
}

/** A policy that the stack does not have may say anything. */
function* notHere({ urn, holder: { words }, policy }: Held, stack: Stack): Iterable<Report> {
  if (typeof policy !== "string" || isOfAws(policy) || named(policy, stack).length > 0) return;
  yield {
    urn,
    message: twoLines(
      `${words} gets ${policy}, whose document is not in this stack.`,
      `Declare the policy in the stack that attaches it, so that its document can be judged.`,
    ),
  };
}

function named(arn: string, stack: Stack): readonly Resource[] {
  return stack.ofType(policyType).filter((policy) => iamArn(policy, "policy") === arn);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html#aws-managed-policies */
function isOfAws(arn: string): boolean {
  return /^arn:[a-z0-9-]+:iam::aws:/.test(arn);
}
