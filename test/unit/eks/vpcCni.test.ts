import assert from "node:assert/strict";

import { cniConfiguration } from "../../../sandbox/plugins/eks/vpcCni";

const env = {
  AWS_VPC_ENI_MTU: "9001",
  AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "false",
  AWS_VPC_K8S_CNI_EXTERNALSNAT: "false",
  AWS_VPC_K8S_CNI_LOGLEVEL: "DEBUG",
  AWS_VPC_K8S_CNI_LOG_FILE: "/host/var/log/aws-routed-eni/ipamd.log",
  AWS_VPC_K8S_CNI_VETHPREFIX: "eni",
  AWS_VPC_K8S_PLUGIN_LOG_FILE: "/var/log/aws-routed-eni/plugin.log",
  AWS_VPC_K8S_PLUGIN_LOG_LEVEL: "DEBUG",
  ENABLE_POD_ENI: "false",
  WARM_ENI_TARGET: "1",
};
const init = { env: { DISABLE_TCP_EARLY_DEMUX: "false" } };

describe("configuration of the VPC CNI", () => {
  const cases: readonly [what: string, options: Parameters<typeof cniConfiguration>[0], expected: object][] =
    [
      ["without options", {}, { env, init }],
      [
        "numbers and flags as text",
        { warmEniTarget: 0, warmPrefixTarget: 1, enablePrefixDelegation: true, disableTcpEarlyDemux: true },
        {
          env: { ...env, WARM_ENI_TARGET: "0", WARM_PREFIX_TARGET: "1", ENABLE_PREFIX_DELEGATION: "true" },
          init: { env: { DISABLE_TCP_EARLY_DEMUX: "true" } },
        },
      ],
      ["a flag that is off", { nodePortSupport: false, enablePodEni: false }, { env, init }],
      ["network policies", { enableNetworkPolicy: true }, { env, init, enableNetworkPolicy: "true" }],
      [
        "the user's own values before all others",
        {
          enableNetworkPolicy: true,
          logLevel: "INFO",
          configurationValues: {
            enableNetworkPolicy: "false",
            env: { AWS_VPC_K8S_CNI_LOGLEVEL: "ERROR", ANOTHER: "1" },
            init: { image: {}, env: { DISABLE_TCP_EARLY_DEMUX: "true" } },
            resources: {},
          },
        },
        {
          enableNetworkPolicy: "false",
          env: { ...env, AWS_VPC_K8S_CNI_LOGLEVEL: "ERROR", ANOTHER: "1" },
          init: { image: {}, env: { DISABLE_TCP_EARLY_DEMUX: "true" } },
          resources: {},
        },
      ],
    ];
  for (const [what, options, expected] of cases) {
    it(what, () => assert.deepEqual(cniConfiguration(options), expected));
  }
});
