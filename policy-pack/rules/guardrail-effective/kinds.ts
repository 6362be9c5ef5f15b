import type { Known } from "../../../trust/bound/knowledge";
import { exactly, likeArn } from "../../../trust/bound/pattern";
import type { StsAction } from "../../../trust/bound/way";
import type { Truth } from "../../../trust/truth";

/** Callers who are told apart by the condition keys that their requests have. */
export interface Callers {
  /** E.g. `AWS services`. */
  readonly words: string;
  /** How they ask for a role. */
  readonly action: StsAction;
  /** What is known of a condition key, in lower case, for all of them. */
  readonly known: (key: string) => Known;
}

/** One of the two kinds of policy that guard roles. */
export interface Kind {
  readonly id: "scp" | "rcp";
  readonly words: "SCP" | "RCP";
  readonly plural: "SCPs" | "RCPs";
  /** Whom it has to deny deploy roles. */
  readonly binds: readonly Callers[];
  /** With which it leaves out the launcher. */
  readonly operator: string;
}

const nothing: Known = { present: "unknown", within: [] };

function callers(words: string, action: StsAction, keys: Readonly<Record<string, Known>>): Callers {
  return { words, action, known: (key) => (Object.hasOwn(keys, key) ? (keys[key] ?? nothing) : nothing) };
}

function known(present: Truth, ...within: Known["within"]): Known {
  return { present, within };
}

/** Every request that is signed says whose it is, root users included. */
const principals = callers("principals", "sts:AssumeRole", {
  "aws:principalarn": known("yes", [likeArn("arn:*:*::*:*")]),
  "aws:principalisawsservice": known("yes", [exactly("false")]),
});

/** Of `aws:PrincipalArn` AWS does not say what it is for them. */
const services = callers("AWS services", "sts:AssumeRole", {
  "aws:principalisawsservice": known("yes", [exactly("true")]),
});

/** Nobody signs these requests, so that they say nothing of a principal. */
const unsigned = { "aws:principalarn": known("no"), "aws:principalisawsservice": known("no") };

/**
 * SCPs bind the principals of member accounts alone, so that actions by SAML and web identity do nothing there. RCPs
 * bind whoever asks.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const kinds: Readonly<Record<Kind["id"], Kind>> = {
  scp: { id: "scp", words: "SCP", plural: "SCPs", binds: [principals], operator: "StringNotEquals" },
  rcp: {
    id: "rcp",
    words: "RCP",
    plural: "RCPs",
    binds: [
      principals,
      services,
      callers("callers with a SAML assertion", "sts:AssumeRoleWithSAML", unsigned),
      callers("callers with a web identity token", "sts:AssumeRoleWithWebIdentity", unsigned),
    ],
    operator: "StringNotEqualsIfExists",
  },
};

/** The calls that a kind has to deny. */
export function deniedActions({ binds }: Kind): readonly StsAction[] {
  return [...new Set(binds.map(({ action }) => action))];
}
