import { items } from "../json";
import { Space, type Document } from "../store";
import { all, type Collection } from "./collection";

export const teams: Collection = {
  noun: "team",
  type: "Team",
  ids: "Teams",
  methods: [],
  defaults: {
    Description: "",
    MemberUserIds: [],
    ExternalSecurityGroups: [],
    CanBeDeleted: false,
    CanBeRenamed: false,
    CanChangeMembers: true,
    CanChangeRoles: false,
  },
};

/** The teams that every server has, whatever its spaces. */
export const builtInTeams: readonly Document[] = [
  { Id: "teams-everyone", Name: "Everyone" },
  { Id: "teams-administrators", Name: "Octopus Administrators" },
  { Id: "teams-managers", Name: "Octopus Managers" },
].map((team) => ({ ...teams.defaults, ...team, SpaceId: null, Links: { Self: `/api/teams/${team.Id}` } }));

const managersOf = (id: string): string => `teams-spacemanagers-${id}`;

export const spaces: Collection = {
  noun: "space",
  type: "Space",
  ids: "Spaces",
  methods: all,
  system: true,
  named: true,
  defaults: {
    Description: "",
    IsDefault: false,
    TaskQueueStopped: false,
    SpaceManagersTeams: [],
    SpaceManagersTeamMembers: [],
  },
  references: [{ at: "SpaceManagersTeams.[]", to: "teams" }],
  // The space's own team of managers always is among them.
  complete: (space, _system, previous) => {
    const given = items(space.SpaceManagersTeams);
    const own = managersOf(space.Id);
    return previous === undefined || given.includes(own)
      ? space
      : { ...space, SpaceManagersTeams: [...given, own] };
  },
  problems: ({ SpaceManagersTeams, SpaceManagersTeamMembers }) =>
    items(SpaceManagersTeams).length + items(SpaceManagersTeamMembers).length === 0
      ? ["Please select at least one team or user to manage the space."]
      : [],
  kept: ({ TaskQueueStopped }) =>
    TaskQueueStopped === true ? undefined : "The space's task queue must be stopped before it is deleted.",
  removed: ({ Id }, system) => void system.server.spaces.delete(Id),
};

/** The team that manages a space, and comes with it. */
export function managersTeam(space: Space): Document {
  const id = managersOf(space.id);
  return {
    ...teams.defaults,
    Id: id,
    Name: "Space Managers",
    SpaceId: space.id,
    Links: { Self: `/api/${space.id}/teams/${id}` },
  };
}
