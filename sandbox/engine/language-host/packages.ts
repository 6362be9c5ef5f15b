import { readFileSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a package.json says that matters here. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly pulumi?: {
    /** The package is the SDK of a resource plugin. */
    readonly resource?: boolean;
    readonly name?: string;
    readonly version?: string;
    readonly server?: string;
    readonly parameterization?: Parameterization;
  };
}

interface Parameterization {
  readonly name: string;
  readonly version: string;
  /** Base64. */
  readonly value: string;
}

/** A resource plugin that a program may ask for. */
export interface RequiredPlugin {
  readonly name: string;
  readonly version: string;
  readonly server?: string;
  readonly parameterization?: Parameterization;
}

/** The plugins behind the Pulumi packages that are installed for the program in a folder. */
export function requiredPlugins(directory: string): RequiredPlugin[] {
  return installed(directory).flatMap(({ name, version, pulumi }) => {
    const plugin = pulumi?.name ?? /^@pulumi\/(.+)$/.exec(name ?? "")?.[1];
    const pluginVersion = pulumi?.version ?? version;
    if (!pulumi?.resource || plugin === undefined || pluginVersion === undefined) return [];
    const { server, parameterization } = pulumi;
    return [{ name: plugin, version: pluginVersion.replace(/^v?/, "v"), server, parameterization }];
  });
}

/** Name and installed version of what the program in a folder depends on. */
export function dependencies(directory: string, transitive: boolean): { name: string; version: string }[] {
  const project = nearestProject(directory);
  const direct = { ...project?.dependencies, ...project?.devDependencies };
  return installed(directory).flatMap(({ name, version }) =>
    name !== undefined && version !== undefined && (transitive || name in direct) ? [{ name, version }] : [],
  );
}

function nearestProject(directory: string): Manifest | undefined {
  for (const folder of upwards(directory)) {
    const manifest = read(folder);
    if (manifest !== undefined) return manifest;
  }
  return undefined;
}

/** Every package that can be loaded from a folder, those nested in others included, each version once. */
function installed(directory: string): Manifest[] {
  const found = new Map<string, Manifest>();
  const visit = (modules: string): void => {
    for (const folder of packageFolders(modules)) {
      const manifest = read(folder);
      const path = manifest && realpathSync(folder);
      if (manifest === undefined || path === undefined || found.has(path)) continue;
      found.set(path, manifest);
      visit(join(folder, "node_modules"));
    }
  };
  for (const folder of upwards(directory)) visit(join(folder, "node_modules"));
  const versions = new Map([...found.values()].map((one) => [`${one.name}@${one.version}`, one]));
  return [...versions.values()];
}

function packageFolders(modules: string): string[] {
  return entries(modules)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) => {
      const folder = join(modules, name);
      return name.startsWith("@") ? entries(folder).map((inner) => join(folder, inner)) : [folder];
    });
}

function upwards(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...upwards(parent)];
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  } catch {
    return undefined;
  }
}
