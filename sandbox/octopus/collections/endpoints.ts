import { isObject, text, type JsonObject } from "../json";
import type { Document } from "../store";

/** What is wrong with how a target or worker is to be reached. */
export function wrongEndpoint({ Endpoint }: Document): readonly string[] {
  if (!isObject(Endpoint)) return ["Please provide a value for Endpoint."];
  const style = text(Endpoint.CommunicationStyle);
  const check = styles[style];
  return check
    ? check(Endpoint)
    : [`The sandbox's Octopus Server does not know endpoints of style '${style}'.`];
}

/** The ways to reach a machine that the sandbox knows, with what must be given for each. */
const styles: Readonly<Record<string, (endpoint: JsonObject) => readonly string[]>> = {
  KubernetesTentacle: ({ TentacleEndpointConfiguration }) => {
    const tentacle = isObject(TentacleEndpointConfiguration) ? TentacleEndpointConfiguration : {};
    return [
      ...["Thumbprint", "Uri"]
        .filter((name) => text(tentacle[name]) === "")
        .map((name) => `Please provide a value for ${name}.`),
      ...(tentacle.CommunicationMode === "Polling" && !/^poll:\/\/[^/]+\/$/.test(text(tentacle.Uri))
        ? [`'${text(tentacle.Uri)}' is no address of a polling Tentacle, such as poll://abc123/.`]
        : []),
    ];
  },
  Kubernetes: ({ ClusterUrl, Authentication }) => [
    ...(text(ClusterUrl) === "" ? ["Please provide a value for ClusterUrl."] : []),
    ...(isObject(Authentication) && Authentication.AuthenticationType === "KubernetesAws"
      ? wrongAws(Authentication)
      : ["The sandbox's Octopus Server knows no other authentication to a cluster than KubernetesAws."]),
  ],
};

function wrongAws({ ClusterName, UseInstanceRole, AccountId }: JsonObject): readonly string[] {
  return [
    ...(text(ClusterName) === "" ? ["Please provide a value for ClusterName."] : []),
    ...(UseInstanceRole !== true && text(AccountId) === ""
      ? ["Please select an account, or to use the role of the instance that executes the step."]
      : []),
  ];
}
