import type { Resource } from "../trust/sources/resources/context";
import type { Settings } from "./config/settings";
import type { Stack } from "./stack";

/** Something that a rule has to say about a resource. */
export interface Report {
  /** URN of the resource; undefined for what is about the stack as a whole, such as something that is missing. */
  readonly urn?: string;
  /** Two lines at most: what is wrong with which role in which account, and what to write instead. */
  readonly message: string;
  /** Only said, never a reason to stop: what is merely possible, or is judged when it is known. */
  readonly isAdvice?: boolean;
}

/**
 * One rule about who gets launcher or deploy roles. It says nothing of what is surely none of its business, and never
 * passes over what it does not know.
 */
export interface Rule {
  /** E.g. `launcher-only-assume`. Its advice goes by the same name with `-advice` after it. */
  readonly name: string;
  /** What always holds, in a sentence; the first line of every message. */
  readonly description: string;
  readonly level: "mandatory" | "advisory";
  /** Whether it has advice to give beside violations; an advisory rule gives nothing else. */
  readonly givesAdvice?: boolean;
  /**
   * Judges a resource before it is created. It is called with what came before in `stack`, in an order that nobody
   * decides, so that it says only what stays true whatever else there will be.
   */
  readonly ofResource?: (resource: Resource, stack: Stack, settings: Settings) => Iterable<Report>;
  /** Judges a whole stack: what only several resources together show. What `ofResource` said it need not repeat. */
  readonly ofStack?: (stack: Stack, settings: Settings) => Iterable<Report>;
}
