import type { Organization } from "../config/model";
import type { Problem } from "../config/problems";
import type { Agent, OnCluster, PodIdentitySubject } from "./on-cluster";

/**
 * Namespaces in which somebody could have a role that is not meant for them. Who may create pods in a namespace may
 * give them any service account that is there, and so any role bound to one; and an agent creates pods. So an agent
 * shares its namespace with nobody, and deploys to none in which there are bound service accounts.
 *
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation
 */
export function namespaceProblems(organization: Organization, model: OnCluster): Problem[] {
  const bindings = bindingsOf(organization);
  return [
    ...ownNamespaces(model),
    ...model.agents.flatMap((agent, index) => [
      ...agentsTogether(agent, model.agents.slice(0, index)),
      ...boundBeside(agent, bindings, model.agents),
      ...boundForOthers(agent, bindings),
      ...deployingTo(agent, bindings, model),
    ]),
    ...serverBeside(model),
  ];
}

interface BindingAt extends PodIdentitySubject {
  readonly setting: string;
  readonly environments: readonly string[];
}

function bindingsOf({ launchers }: Organization): readonly BindingAt[] {
  return launchers.flatMap(({ setting, bindings }) =>
    bindings.map((binding, index) => ({ ...binding, setting: `${setting}.bindings[${index}]` })),
  );
}

const written = ({ namespace, serviceAccount }: PodIdentitySubject): string =>
  `${namespace}/${serviceAccount}`;

/** A namespace of its own for a service account, in the words of settings. */
const apart = ({ serviceAccount }: PodIdentitySubject): string => `${serviceAccount}/${serviceAccount}`;

const serverSetting = "octopus.onCluster.server.serviceAccount";

/** Namespaces that Kubernetes has and that others work in. */
function ownNamespaces({ server, agents }: OnCluster): Problem[] {
  const users = [...(server ? [{ ...server, setting: serverSetting }] : []), ...agents];
  return users
    .filter(({ namespace }) => isOfKubernetes(namespace))
    .map((user) => ({
      setting: user.setting,
      message: `is ${written(user)}, in a namespace of Kubernetes's own: write another, e.g. ${apart(user)}`,
    }));
}

const isOfKubernetes = (namespace: string): boolean => namespace === "default" || /^kube-/.test(namespace);

function agentsTogether(agent: Agent, others: readonly Agent[]): Problem[] {
  const other = others.find(({ namespace }) => namespace === agent.namespace);
  if (!other) return [];
  return [
    {
      setting: agent.setting,
      message:
        `is ${written(agent)}, in the namespace of the agent for ${other.environments.join(", ")}: the chart takes a ` +
        `namespace for each, and either could create pods with the other's service account; write e.g. ${apart(agent)}`,
    },
  ];
}

/** Bound service accounts without an agent of their own; two agents are reported as such. */
function boundBeside(agent: Agent, bindings: readonly BindingAt[], agents: readonly Agent[]): Problem[] {
  const besides = bindings.filter(
    (binding) =>
      binding.namespace === agent.namespace &&
      binding.serviceAccount !== agent.serviceAccount &&
      !agents.some((other) => written(other) === written(binding)),
  );
  return besides.map((binding) => ({
    setting: binding.setting,
    message:
      `binds ${written(binding)}, in the namespace of the agent for ${agent.environments.join(", ")}, whose steps could ` +
      `have the roles of ${binding.environments.join(", ")}: bind ${apart(binding)} instead, or another in a namespace of its own`,
  }));
}

/** The service account of a target that is bound for environments which are not its own. */
function boundForOthers(agent: Agent, bindings: readonly BindingAt[]): Problem[] {
  if (agent.role.kind !== "target") return [];
  const binding = bindings.find((one) => written(one) === written(agent));
  const others = binding?.environments.filter((name) => !agent.environments.includes(name)) ?? [];
  if (others.length === 0) return [];
  return [
    {
      setting: agent.setting,
      message:
        `is ${written(agent)}, which organization.launchers bind to ${others.join(", ")} as well, while the target is ` +
        `for ${agent.environments.join(", ")}: write one that is bound to nothing or to this environment alone`,
    },
  ];
}

function deployingTo(agent: Agent, bindings: readonly BindingAt[], { server, agents }: OnCluster): Problem[] {
  if (agent.role.kind !== "target") return [];
  const place = agent.setting.replace(/serviceAccount$/, "deployTo");
  return agent.role.deployTo.flatMap((namespace, index): Problem[] => {
    const bound = bindings.find((binding) => binding.namespace === namespace);
    const taken = [...agents, ...(server ? [server] : [])].some((user) => user.namespace === namespace);
    if (!bound && !taken && !isOfKubernetes(namespace)) return [];
    const what = bound
      ? `where a pod could have the roles of ${bound.environments.join(", ")} through ${written(bound)}`
      : "which belongs to Octopus or Kubernetes itself";
    return [
      {
        setting: `${place}[${index}]`,
        message: `is ${namespace}, ${what}: name namespaces of what is deployed alone`,
      },
    ];
  });
}

/** The server beside an agent, which may read secrets by their names there. */
function serverBeside({ server, agents }: OnCluster): Problem[] {
  const agent = agents.find(({ namespace }) => namespace === server?.namespace);
  if (!server || !agent) return [];
  return [
    {
      setting: serverSetting,
      message:
        `is ${written(server)}, in the namespace of the agent for ${agent.environments.join(", ")}, which may read the ` +
        "server's master key there: write a namespace of its own, e.g. octopus-system/octopus-server",
    },
  ];
}
