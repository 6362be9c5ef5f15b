/**
 * A pattern in which wildcards are told apart from the characters `*` and `?`, which policies write as `${*}` and
 * `${?}`. Two characters that Unicode keeps for the inside of programs stand for the wildcards; a policy or request
 * that has them itself is not understood.
 */
export type Glob = string & { readonly glob: unique symbol };

const anything = "\ufdd0";
const oneCharacter = "\ufdd1";
const anythingCode = anything.charCodeAt(0);
const oneCharacterCode = oneCharacter.charCodeAt(0);

/** A text of a policy as a pattern: `*` stands for any characters, `?` for one. */
export function glob(text: string): Glob {
  return text.replaceAll("*", anything).replaceAll("?", oneCharacter) as Glob;
}

/** A text without wildcards as a pattern. */
export function literal(text: string): Glob {
  return text as Glob;
}

/** Whether a pattern has wildcards. */
export function hasWildcard(pattern: Glob): boolean {
  return pattern.includes(anything) || pattern.includes(oneCharacter);
}

/** Whether a pattern matches the whole of a text. */
export function matches(pattern: Glob, text: string): boolean {
  return covers(pattern, literal(text));
}

/**
 * Whether a pattern surely matches everything that another pattern matches. A wildcard of the other is covered by a
 * wildcard only, so that `?*` against `*?`, which mean the same, are told to be different: never the other way round.
 */
export function covers(pattern: Glob, other: Glob): boolean {
  return coversWithin(pattern, 0, pattern.length, other, 0, other.length);
}

/**
 * Whether one part of a pattern covers one part of another.
 *
 * Without regular expressions, because a hostile pattern must not take more than `pattern × other` steps, and without
 * cutting texts, because this is what the engine does most.
 */
export function coversWithin(
  pattern: Glob,
  patternStart: number,
  patternEnd: number,
  other: Glob,
  otherStart: number,
  otherEnd: number,
): boolean {
  let at = patternStart;
  let star = -1;
  let resume = otherStart;
  for (let i = otherStart; i < otherEnd;) {
    const wanted = at < patternEnd ? pattern.charCodeAt(at) : undefined;
    const actual = other.charCodeAt(i);
    if (wanted === anythingCode) {
      star = at++;
      resume = i;
    } else if (wanted === actual || (wanted === oneCharacterCode && actual !== anythingCode)) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (at < patternEnd && pattern.charCodeAt(at) === anythingCode) at++;
  return at === patternEnd;
}

/** Whether there is a text that both patterns match. */
export function overlaps(one: Glob, other: Glob): boolean {
  if (!hasWildcard(one)) return matches(other, one);
  if (!hasWildcard(other)) return matches(one, other);
  // reachable[j]: what is read of `one` so far can match what is read of `other` up to j.
  let reachable = [true];
  for (let j = 1; j <= other.length; j++)
    reachable[j] = reachable[j - 1] === true && other[j - 1] === anything;
  for (let i = 0; i < one.length; i++) {
    const next = [one[i] === anything && reachable[0] === true];
    for (let j = 1; j <= other.length; j++) {
      next[j] =
        one[i] === anything || other[j - 1] === anything
          ? reachable[j] === true || next[j - 1] === true
          : reachable[j - 1] === true && meet(one[i], other[j - 1]);
    }
    reachable = next;
  }
  return reachable[other.length] === true;
}

function meet(one: string | undefined, other: string | undefined): boolean {
  return one === other || one === oneCharacter || other === oneCharacter;
}

/** A text that the pattern matches. */
export function witness(pattern: Glob): string {
  return pattern.replaceAll(anything, "x").replaceAll(oneCharacter, "x");
}

/** The texts between the wildcards of a pattern: all of them stand in whatever it matches. */
export function literalsOf(pattern: Glob): readonly string[] {
  return pattern.replaceAll(oneCharacter, anything).split(anything);
}
