import { builtInFeed } from "./collections/feeds";
import { builtInTeams, managersTeam } from "./collections/spaces";
import { create } from "./documents";
import { items, type JsonObject } from "./json";
import { Space, Store, type Document } from "./store";

/** A server as it is after its installation: teams, and one space. */
export function newStore(): Store {
  const store = new Store();
  for (const team of builtInTeams) store.system.documents("teams").set(team.Id, team);
  createSpace(store, { Name: "Default", IsDefault: true, SpaceManagersTeams: ["teams-everyone"] });
  return store;
}

/** Creates a space with what every space has from the start. */
export function createSpace(store: Store, given: JsonObject): Document {
  const created = create(store.system, "spaces", given);
  const space = new Space(store, created.Id);
  store.spaces.set(space.id, space);
  const team = managersTeam(space);
  space.documents("teams").set(team.Id, team);
  create(space, "machinepolicies", { Name: "Default Machine Policy", IsDefault: true });
  create(space, "lifecycles", { Name: "Default Lifecycle" });
  create(space, "projectgroups", { Name: "Default Project Group" });
  addFeed(space);
  create(space, "workerpools", { Name: "Default Worker Pool", IsDefault: true });
  const managed = { ...created, SpaceManagersTeams: [...items(created.SpaceManagersTeams), team.Id] };
  store.system.documents("spaces").set(created.Id, managed);
  return managed;
}

/**
 * The space for addresses that name none.
 *
 * @returns undefined when it was deleted
 */
export function defaultSpace(store: Store): Space | undefined {
  const document = [...store.system.documents("spaces").values()].find(({ IsDefault }) => IsDefault === true);
  return document && store.spaces.get(document.Id);
}

/** The feed of the first space has an id of its own kind; the others count. */
function addFeed(space: Space): void {
  const { Id, ...feed } = create(space, "feeds", { Name: builtInFeed });
  if (space.id !== "Spaces-1") return;
  const documents = space.documents("feeds");
  documents.delete(Id);
  const id = "feeds-builtin";
  documents.set(id, { ...feed, Id: id, Links: { Self: `/api/${space.id}/feeds/${id}` } });
}
