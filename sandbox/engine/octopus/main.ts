import { join } from "node:path";
import { checkout } from "../../home";
import { generateOctopusSdk } from "./sdk";

/** Generates the SDK that is committed: `npm run sdk:octopusdeploy`. */
generateOctopusSdk(join(checkout, "sdks", "octopusdeploy"), (line) => console.log(line)).then(
  () => console.log("sdks/octopusdeploy is generated; npm run sdk:compile compiles it"),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
