import { readDocument } from "../documents/read";
import type { Identity } from "../organization";
import { all, any, type Truth } from "../truth";

/** A role, a user, or the root user of an account. */
export interface Actor extends Identity {
  /** What else it can act as once it has made use of its rights in IAM. */
  readonly powers: readonly Power[];
}

/** Something that somebody can act as by editing or creating roles. */
export interface Power {
  readonly identity: Identity;
  readonly certainty: Truth;
  /** E.g. `once it has given itself what it needs`. */
  readonly words: string;
}

export const everything = readDocument(
  { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
  "permissions",
);

/** Somebody who may do everything that nobody else denies. */
export function almighty(arn: string, account: string): Identity {
  return {
    arn,
    account,
    name: arn.slice(arn.lastIndexOf("/") + 1),
    policies: [{ name: "its own power", document: everything }],
    tags: new Map(),
  };
}

/** The root user of an account, who may do everything that no guardrail denies. */
export function rootUser(account: string): Identity {
  return almighty(`arn:aws:iam::${account}:root`, account);
}

/** What an actor can do, and by which of its powers; that is empty if it needs none. */
export interface Judgement {
  readonly truth: Truth;
  readonly by: string;
}

type Judge = (identity: Identity) => Truth;

/** Judges an actor as it is, and as what else it can act as. */
export function judged(actor: Actor, judge: Judge): Judgement {
  return better({ truth: judge(actor), by: "" }, actor.powers, judge);
}

/** Judges what else somebody can act as. */
export function judgedBy(powers: readonly Power[], judge: Judge): Judgement {
  return better({ truth: "no", by: "" }, powers, judge);
}

function better(own: Judgement, powers: readonly Power[], judge: Judge): Judgement {
  let best = own;
  for (const { identity, certainty, words } of powers) {
    // What is doubtful itself does not make a doubtful answer any better.
    if (best.truth === "yes" || (best.truth === "unknown" && certainty !== "yes")) continue;
    const truth = all([certainty, judge(identity)]);
    if (any([best.truth, truth]) !== best.truth) best = { truth, by: `, ${words}` };
  }
  return best;
}
