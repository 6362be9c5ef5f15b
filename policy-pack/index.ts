import { PolicyPack } from "@pulumi/policy";

import { policiesOf } from "./pack";
import { rules } from "./rules";

new PolicyPack("octolaunch", {
  displayName: "octolaunch",
  description: "Nobody but the launcher of Octopus gets a deploy role",
  policies: policiesOf(rules),
});
