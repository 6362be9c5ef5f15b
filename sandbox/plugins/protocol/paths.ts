/** A path into a property, as the engine reads it: keys that are no plain names are quoted. */
export function join(path: string, name: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

/** The property that a path leads into, e.g. `tags` for `tags.Env`. */
export function topLevel(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}
