import { describe } from "../../../trust/bound/answers";
import { mayBe } from "../../../trust/bound/pattern";
import type { Way } from "../../../trust/bound/way";
import { iamEntity } from "../../../trust/documents/arn";

/**
 * The first way by which a trust policy lets in a launcher by its name, in words; undefined if there is none. Whole
 * accounts and `*` are not its name: what the launcher makes of them is decided by its own permissions.
 *
 * @param launchers ARNs
 */
export function wayOfLauncher(ways: readonly Way[], launchers: readonly string[]): string | undefined {
  const way = ways.find((one) => launchers.some((launcher) => names(one, launcher)));
  return way && describe(way);
}

function names({ principal, requires }: Way, launcher: string): boolean {
  const { account, name = "" } = iamEntity(launcher) ?? {};
  if (principal.kind === "role" && isSame(principal.arn, launcher)) return true;
  if (principal.kind === "session" && principal.account === account && isSame(principal.role, name))
    return true;
  // A pattern that takes in any role is no name.
  const stranger = `${launcher.slice(0, -name.length)}any-other-role-0`;
  return requires.some(
    ({ key, values }) =>
      key === "aws:principalarn" &&
      values.some((pattern) => mayBe(pattern, launcher) && !mayBe(pattern, stranger)),
  );
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
