import type { types } from "@pulumi/eks";

type CniOptions = types.input.VpcCniOptionsArgs;
/** Options as they are when all of their values are known. */
export type KnownCniOptions = { [Option in keyof CniOptions]?: unknown };

interface Variable {
  readonly name: string;
  /** What the component sets when the option is not given; without it the variable is left out. */
  readonly otherwise?: string;
}

/** Options that become environment variables of the add-on's container. */
export const cniVariables = {
  nodePortSupport: { name: "AWS_VPC_CNI_NODE_PORT_SUPPORT" },
  warmEniTarget: { name: "WARM_ENI_TARGET", otherwise: "1" },
  warmIpTarget: { name: "WARM_IP_TARGET" },
  warmPrefixTarget: { name: "WARM_PREFIX_TARGET" },
  enablePrefixDelegation: { name: "ENABLE_PREFIX_DELEGATION" },
  logLevel: { name: "AWS_VPC_K8S_CNI_LOGLEVEL", otherwise: "DEBUG" },
  logFile: { name: "AWS_VPC_K8S_CNI_LOG_FILE", otherwise: "/host/var/log/aws-routed-eni/ipamd.log" },
  vethPrefix: { name: "AWS_VPC_K8S_CNI_VETHPREFIX", otherwise: "eni" },
  eniMtu: { name: "AWS_VPC_ENI_MTU", otherwise: "9001" },
  eniConfigLabelDef: { name: "ENI_CONFIG_LABEL_DEF" },
  pluginLogLevel: { name: "AWS_VPC_K8S_PLUGIN_LOG_LEVEL", otherwise: "DEBUG" },
  pluginLogFile: { name: "AWS_VPC_K8S_PLUGIN_LOG_FILE", otherwise: "/var/log/aws-routed-eni/plugin.log" },
  enablePodEni: { name: "ENABLE_POD_ENI", otherwise: "false" },
  cniConfigureRpfilter: { name: "AWS_VPC_K8S_CNI_CONFIGURE_RPFILTER" },
  cniCustomNetworkCfg: { name: "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG", otherwise: "false" },
  cniExternalSnat: { name: "AWS_VPC_K8S_CNI_EXTERNALSNAT", otherwise: "false" },
} satisfies Readonly<Record<string, Variable>>;

const initVariables = {
  disableTcpEarlyDemux: { name: "DISABLE_TCP_EARLY_DEMUX", otherwise: "false" },
} satisfies Readonly<Record<string, Variable>>;

/** The configuration values of the add-on; the user's own come before what the options say. */
export function cniConfiguration(options: KnownCniOptions): object {
  const { enableNetworkPolicy, configurationValues } = options;
  const own = (configurationValues ?? {}) as { env?: object; init?: { env?: object } };
  return {
    ...(enableNetworkPolicy === undefined ? {} : { enableNetworkPolicy: String(enableNetworkPolicy) }),
    ...own,
    env: { ...environment(cniVariables, options), ...own.env },
    init: { ...own.init, env: { ...environment(initVariables, options), ...own.init?.env } },
  };
}

function environment(
  variables: Readonly<Record<string, Variable>>,
  options: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([option, { name, otherwise }]) => {
      const value = options[option];
      // The component takes `false` for not given.
      const text = value === undefined || value === false ? otherwise : String(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}
