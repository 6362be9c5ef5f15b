import { DescribeAddonVersionsCommand, EKSClient } from "@aws-sdk/client-eks";
import { flag, text } from "../../table/property";
import { invoke } from "../invoke";

const getAddonVersion = invoke({
  token: "aws:eks/getAddonVersion:getAddonVersion",
  args: {
    addonName: text({ required: true }),
    kubernetesVersion: text({ required: true }),
    mostRecent: flag(),
  },
  async answer(aws, { addonName, kubernetesVersion, mostRecent }) {
    const request = new DescribeAddonVersionsCommand({ addonName, kubernetesVersion });
    const { addons = [] } = await aws.client(EKSClient).send(request);
    // AWS lists the newest first.
    const versions = addons.flatMap((addon) => addon.addonVersions ?? []);
    const chosen = mostRecent ? versions[0] : versions.find(isDefault);
    if (!chosen) throw new Error(`EKS has no add-on '${addonName}' for Kubernetes ${kubernetesVersion}`);
    const version = chosen.addonVersion;
    return { id: addonName, addonName, kubernetesVersion, mostRecent, version, region: aws.region };

    function isDefault({ compatibilities = [] }: (typeof versions)[number]): boolean {
      return compatibilities.some((one) => one.clusterVersion === kubernetesVersion && one.defaultVersion);
    }
  },
});

export const invokes = [getAddonVersion];
