import type { Truth } from "../../../trust/truth";

/** A path out of a role that its permissions open. */
export interface Path {
  readonly kind: Kind;
  /** Whether it is proven, or depends on something that is not known here. */
  readonly truth: "yes" | "unknown";
  /** What the role may do, in words, e.g. `assume the launcher arn:…`. */
  readonly what: string;
  /** The actions that it takes, in lower case. */
  readonly actions: readonly string[];
  /** How it is done, where the actions do not tell. */
  readonly how?: string;
}

export type Kind =
  "everything" | "assume" | "edit" | "identity" | "pass" | "cluster" | "neighbour" | "compute" | "other";

/** What to write instead, by the kind of path. */
export const remedies: Readonly<Record<Kind, string>> = {
  everything: "Write the actions and resources that the deployment needs in place of the wildcards.",
  assume: "Name in Resource the roles that the deployment needs, and no launcher or deploy role.",
  edit: "Keep these actions off itself, launchers and deploy roles: name in Resource what the deployment edits.",
  identity: "Take these actions away; role creation needs the condition iam:PermissionsBoundary at least.",
  pass: "Name in iam:PassRole the roles that the deployment needs, with iam:PassedToService for each.",
  cluster:
    "Name in Resource the clusters that the deployment needs, and not the one with the launcher's pods.",
  neighbour: "Take away the permission or the trust that this step needs.",
  compute:
    "Name in Resource what the deployment changes, and see that nothing there runs as a role that may do more.",
  other: "Name in Resource what the deployment needs, and see that it cannot be used with more permissions.",
};

/** The first that is proven, or else the first of all. */
export function best(paths: Iterable<Path>): readonly Path[] {
  let first: Path | undefined;
  for (const path of paths) {
    if (path.truth === "yes") return [path];
    first ??= path;
  }
  return first ? [first] : [];
}

/** A path, unless it is ruled out. */
export function* path(kind: Kind, truth: Truth, what: string, actions: readonly string[]): Iterable<Path> {
  if (truth !== "no") yield { kind, truth, what, actions };
}

/** A few of many, in words. */
export function few(words: readonly string[]): string {
  const [first = "", second, ...more] = words;
  if (second === undefined) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
}

export function isProven({ truth }: Path): boolean {
  return truth === "yes";
}
