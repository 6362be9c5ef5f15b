import { isDeepStrictEqual } from "node:util";

import { readDocument, type ReadDocument } from "../documents/read";
import type { DocumentKind } from "../documents/syntax";
import type { Finding } from "../organization";
import { unknown } from "../truth";
import { sortedBy } from "./order";

/** Takes something about the data that whoever reads an answer has to know. */
export type Report = (subject: string, message: string, place?: string) => void;

/** Findings as they come up, and in the end in an order that does not depend on the data's. */
export function findingsList(): { readonly report: Report; readonly sorted: () => readonly Finding[] } {
  const found = new Map<string, Finding>();
  return {
    report: (subject, message, place = "") =>
      void found.set(JSON.stringify([subject, place, message]), { subject, place, message }),
    sorted: () => sortedBy([...found.entries()], ([key]) => key).map(([, finding]) => finding),
  };
}

/** What nothing is known of. */
export const unknownDocument: ReadDocument = readDocument(unknown, "permissions");

/**
 * Reads documents, each text once.
 *
 * @param source JSON text, a value with `unknown` anywhere in it, or `unknown`
 * @param subject whose document it is, for findings: a role's ARN with the policy's name, for instance
 */
export type Read = (source: unknown, kind: DocumentKind, subject: string) => ReadDocument;

/**
 * Reads documents and reports what is malformed in them; thousands of roles share few texts.
 *
 * @param decode makes JSON of a text as the source has it
 */
export function documentReader(report: Report, decode = (text: string): string => text): Read {
  const known = new Map<DocumentKind, Map<string, ReadDocument>>();
  const readText = (text: string, kind: DocumentKind): ReadDocument => {
    const documents = known.get(kind) ?? new Map<string, ReadDocument>();
    known.set(kind, documents);
    const document = documents.get(text) ?? readDocument(decode(text), kind);
    documents.set(text, document);
    return document;
  };
  return (source, kind, subject) => {
    if (source === undefined) report(subject, "has no document in the data: what it says is not known");
    if (source === undefined || source === unknown) return unknownDocument;
    const document = typeof source === "string" ? readText(source, kind) : readDocument(source, kind);
    for (const { place, message } of document.problems) report(subject, message, place);
    return document;
  };
}

/** Whether two documents are the same value, however their texts are laid out. */
export function saysTheSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one, other) || isDeepStrictEqual(valueOf(one), valueOf(other));
}

function valueOf(document: unknown): unknown {
  if (typeof document !== "string") return document;
  try {
    return JSON.parse(document);
  } catch {
    return document;
  }
}
