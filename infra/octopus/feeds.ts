import type { OctopusSettings } from "../config/octopus";

/** A feed that a step takes its package from. */
export interface NamedFeed {
  /** E.g. `octopus.projects[0].steps[1].feed`. */
  readonly setting: string;
  readonly name: string;
}

/** The feeds that settings name, or have by default, each where it stands. */
export function namedFeeds({ projects = [] }: Pick<OctopusSettings, "projects">): readonly NamedFeed[] {
  return projects.flatMap(({ steps }, project) =>
    steps.flatMap((step, place) => {
      const at = `octopus.projects[${project}].steps[${place}]`;
      const sources = [
        { setting: at, source: step },
        { setting: `${at}.script`, source: "script" in step ? step.script : undefined },
        { setting: `${at}.template`, source: "template" in step ? step.template : undefined },
      ];
      return sources.flatMap(({ setting, source }) =>
        typeof source === "object" && "feed" in source
          ? [{ setting: `${setting}.feed`, name: source.feed }]
          : [],
      );
    }),
  );
}
