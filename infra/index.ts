import { loadSettings } from "./config/load";
import { tooling } from "./config/names";
import { refuse } from "./config/problems";
import { checkSettings } from "./config/settings";
import { documentProblems } from "./documents/check";
import { environmentStack, type EnvironmentOutputs } from "./environment";
import { octopusConnection } from "./octopus/connection";
import { octopusModel } from "./octopus/model";
import { serverSecretProblems } from "./octopus/secrets";
import { octopusUrl } from "./octopus-side";
import { toolingStack, type ToolingOutputs } from "./tooling";

/** Checks all settings, then provisions the environment that this stack is for. */
export = async (): Promise<ToolingOutputs | EnvironmentOutputs> => {
  const { problems, organization, settings } = checkSettings(loadSettings());
  const connected = settings ? octopusConnection(settings.octopus, process.env) : { problems: [] };
  const model = settings && octopusModel(settings.octopus, settings.organization);
  refuse([
    ...problems,
    ...(organization ? documentProblems(organization, model?.accounts ?? []) : []),
    ...(settings ? serverSecretProblems(settings.octopus, settings.organization) : []),
    ...connected.problems,
  ]);
  if (!settings || !model) throw new Error("settings without problems are complete");

  const octopus = { model, url: await octopusUrl(settings.octopus, connected.connection) };
  return settings.environment.name === tooling
    ? toolingStack(settings, octopus, process.env)
    : environmentStack(settings, octopus);
};
