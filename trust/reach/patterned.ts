import { resourceMatches } from "../documents/arn";
import { literalsOf, type Glob } from "../documents/glob";
import { Group, type Remaining } from "./remaining";

/** Characters of a pattern by which it is found. */
const length = 3;

/**
 * Groups of principals by patterns of resources. A pattern is found by three characters that everything has that it
 * matches, so that ten thousand patterns are not all held against every role.
 */
export class Patterned {
  /** Patterns without three such characters are under an empty text. */
  private readonly byCharacters = new Map<string, Map<Glob, Group>>();

  groupOf(pattern: Glob): Group {
    const characters = charactersOf(pattern);
    let groups = this.byCharacters.get(characters);
    if (!groups) this.byCharacters.set(characters, (groups = new Map()));
    let group = groups.get(pattern);
    if (!group) groups.set(pattern, (group = new Group()));
    return group;
  }

  /** The groups whose pattern may match a resource, and of which somebody is left. */
  *on(resource: string, among: Remaining): Iterable<Group> {
    const characters = new Set([""]);
    for (let end = length; end <= resource.length; end++) characters.add(resource.slice(end - length, end));
    for (const part of characters) {
      for (const [pattern, group] of among.openOf(this.byCharacters.get(part))) {
        if (resourceMatches(pattern, resource) !== "no") yield group;
      }
    }
  }

  *groups(): Iterable<Group> {
    for (const groups of this.byCharacters.values()) yield* groups.values();
  }
}

/** Those at the beginning of the longest text in a pattern, behind the type of resource, which many have in common. */
function charactersOf(pattern: Glob): string {
  const texts = literalsOf(pattern.slice(pattern.indexOf("/") + 1) as Glob);
  const longest = texts.reduce((best, text) => (text.length > best.length ? text : best), "");
  return longest.length < length ? "" : longest.slice(0, length);
}
