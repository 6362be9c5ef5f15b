import { loadSettings } from "./config/load";
import { tooling } from "./config/names";
import { refuse } from "./config/problems";
import { checkSettings } from "./config/settings";
import { documentProblems } from "./documents/check";
import { environmentStack, type EnvironmentOutputs } from "./environment";
import { serverSecretProblems } from "./octopus/secrets";
import { toolingStack, type ToolingOutputs } from "./tooling";

/** Checks all settings, then provisions the environment that this stack is for. */
export = async (): Promise<ToolingOutputs | EnvironmentOutputs> => {
  const { problems, organization, settings } = checkSettings(loadSettings());
  refuse([
    ...problems,
    ...(organization ? documentProblems(organization) : []),
    ...(settings ? serverSecretProblems(settings.octopus, settings.organization) : []),
  ]);
  if (!settings) throw new Error("settings without problems are complete");

  return settings.environment.name === tooling ? toolingStack(settings) : environmentStack(settings);
};
