import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { quoted } from "./shell";

/** Tells whether two stack files say the same, salt and formatting apart. Runs by itself, as `node -e`. */
const comparison = `
const { readFileSync } = require("node:fs");
const { isDeepStrictEqual } = require("node:util");
const { load } = require(process.argv[1]);
const [before, after] = process.argv.slice(2).map((file) => {
  const { encryptionsalt, config, ...rest } = load(readFileSync(file, "utf8")) ?? {};
  return { ...rest, config: config ?? {} };
});
process.exit(isDeepStrictEqual(before, after) ? 0 : 1);
`;

/**
 * Puts a `pulumi` into a folder for PATH that runs the engine and then takes the engine's salt out of the stack
 * files again. With a passphrase every command writes one, and a committed salt would tie a stack to the passphrase
 * on every other backend. A salt that was there before stays.
 *
 * @param folder where to put it
 * @param engine folder of the real `pulumi`
 */
export function installHandCommand(folder: string, engine: string): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "pulumi");
  const same = [process.execPath, "-e", comparison, require.resolve("js-yaml")].map(quoted).join(" ");
  writeFileSync(
    file,
    `#!/bin/sh
# The engine drops comments and formats anew when it writes, so that only what the files say can be compared.
same() { ${same} "$1" "$2" 2>/dev/null; }
# The project is where the engine finds it: in this folder or above, or where the arguments lead.
folder=. previous=
for argument in "$@"; do
  case $previous in -C | --cwd) folder=$argument ;; esac
  case $argument in --cwd=*) folder=\${argument#--cwd=} ;; esac
  previous=$argument
done
folder=$(cd "$folder" 2>/dev/null && pwd) || folder=$PWD
while [ ! -f "$folder/Pulumi.yaml" ] && [ "$folder" != / ]; do folder=$(dirname "$folder"); done
before=$(mktemp -d) || exit 1
for file in "$folder"/Pulumi.*.yaml; do
  if [ -f "$file" ]; then cp -p "$file" "$before"; fi
done
# The engine gets the terminal's interrupt by itself; this script waits for it and cleans up.
trap : INT
${quoted(join(engine, "pulumi"))} "$@"
code=$?
for file in "$folder"/Pulumi.*.yaml; do
  old=$before/$(basename "$file")
  if [ -f "$file" ] && grep -q '^encryptionsalt:' "$file" && ! grep -qs '^encryptionsalt:' "$old"; then
    grep -v '^encryptionsalt:' "$file" >"$before/rest"
    if [ -f "$old" ] && same "$old" "$file"; then cp -p "$old" "$file"
    elif [ -f "$old" ] || grep -q . "$before/rest"; then cat "$before/rest" >"$file"
    else rm "$file"; fi
  fi
done
rm -r "$before"
exit $code
`,
  );
  chmodSync(file, 0o755);
}
