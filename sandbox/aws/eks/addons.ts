import { randomUUID } from "node:crypto";

import type {
  Addon,
  AddonPodIdentityAssociations,
  CreateAddonRequest,
  UpdateAddonRequest,
} from "@aws-sdk/client-eks";

import { text, type Call } from "../front/call";
import type { Sandbox } from "../sandbox";
import type { Handler } from "../service";
import { catalogue, defaultVersion, describeVersions } from "./addon-catalogue";
import { associate } from "./pod-identity";
import { passedRole } from "./roles";
import { arnOf, clusterOf, demand, given, inUse, invalid, notFound } from "./state";
import { noteUpdate } from "./updates";

const create: Handler = async (call, sandbox) => {
  demand(call, "addonName");
  const { cluster, addons } = clusterOf(call, sandbox);
  const request = given<CreateAddonRequest>(call);
  const { addonName: name = "", serviceAccountRoleArn, configurationValues } = request;
  if (!catalogue[name]) throw invalid(`Addon ${name} specified is not supported`, { addonName: name });
  if (addons.has(name)) throw inUse("Addon already exists.", { addonName: name });
  const version = checkVersion(request.addonVersion ?? defaultVersion(name, cluster.version ?? ""));
  checkConfiguration(configurationValues);
  checkConflicts(request.resolveConflicts);
  if (serviceAccountRoleArn) await passedRole(serviceAccountRoleArn, call, sandbox);

  const addonArn = arnOf(call, "addon", cluster.name ?? "", name, randomUUID());
  const addon: Addon = {
    addonName: name,
    clusterName: cluster.name,
    status: "ACTIVE",
    addonVersion: version,
    health: { issues: [] },
    addonArn,
    createdAt: new Date(),
    modifiedAt: new Date(),
    serviceAccountRoleArn: serviceAccountRoleArn || undefined,
    tags: request.tags ?? {},
    configurationValues: configurationValues || undefined,
    podIdentityAssociations: await replaceAssociations(
      request.podIdentityAssociations,
      name,
      addonArn,
      call,
      sandbox,
    ),
  };
  addons.set(name, addon);
  return { addon: { ...addon, status: "CREATING" } };
};

/** Gives an add-on exactly these associations. */
async function replaceAssociations(
  wanted: readonly AddonPodIdentityAssociations[] | undefined,
  name: string,
  ownerArn: string,
  call: Call,
  sandbox: Sandbox,
): Promise<string[] | undefined> {
  if (!wanted) return undefined;
  dropAssociations(ownerArn, call, sandbox);
  const arns: string[] = [];
  for (const { serviceAccount, roleArn } of wanted) {
    const request = {
      clusterName: undefined,
      namespace: catalogue[name]?.namespace,
      serviceAccount,
      roleArn,
      ownerArn,
    };
    const { associationArn } = await associate(request, call, sandbox);
    arns.push(associationArn ?? "");
  }
  return arns;
}

function dropAssociations(ownerArn: string, call: Call, sandbox: Sandbox): void {
  const { associations } = clusterOf(call, sandbox);
  for (const [id, association] of associations)
    if (association.ownerArn === ownerArn) associations.delete(id);
}

/** The sandbox knows no list of all versions, so it takes any that is written like one. */
function checkVersion(version: string): string {
  if (/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(version)) return version;
  throw invalid("Addon version specified is not supported");
}

function checkConfiguration(values: string | undefined): void {
  if (!values?.trimStart().startsWith("{")) return;
  try {
    JSON.parse(values);
  } catch {
    throw invalid("ConfigurationValue provided in request is not supported: it is no valid JSON");
  }
}

function checkConflicts(resolve: string | undefined): void {
  if (resolve === undefined || ["NONE", "OVERWRITE", "PRESERVE"].includes(resolve)) return;
  throw invalid(`The value ${resolve} of resolveConflicts is not supported`);
}

function found(call: Call, sandbox: Sandbox): Addon {
  const name = text(call.params, "addonName") ?? "";
  const addon = clusterOf(call, sandbox).addons.get(name);
  if (!addon)
    throw notFound(`No addon: ${name} found in cluster: ${clusterOf(call, sandbox).cluster.name}`, {
      addonName: name,
    });
  return addon;
}

const update: Handler = async (call, sandbox) => {
  const addon = found(call, sandbox);
  const { addonName: name = "", addonArn = "" } = addon;
  const request = given<UpdateAddonRequest>(call);
  const { addonVersion, serviceAccountRoleArn, configurationValues, podIdentityAssociations } = request;
  if (addonVersion) addon.addonVersion = checkVersion(addonVersion);
  checkConflicts(request.resolveConflicts);
  checkConfiguration(configurationValues);
  if (serviceAccountRoleArn) await passedRole(serviceAccountRoleArn, call, sandbox);
  if (serviceAccountRoleArn !== undefined) addon.serviceAccountRoleArn = serviceAccountRoleArn || undefined;
  if (configurationValues !== undefined) addon.configurationValues = configurationValues || undefined;
  const associations = await replaceAssociations(podIdentityAssociations, name, addonArn, call, sandbox);
  addon.podIdentityAssociations = associations ?? addon.podIdentityAssociations;
  addon.modifiedAt = new Date();
  const params = {
    AddonVersion: addonVersion,
    ResolveConflicts: request.resolveConflicts,
    ConfigurationValues: configurationValues,
  };
  return { update: noteUpdate(clusterOf(call, sandbox), "AddonUpdate", params, name) };
};

const remove: Handler = async (call, sandbox) => {
  const addon = found(call, sandbox);
  dropAssociations(addon.addonArn ?? "", call, sandbox);
  clusterOf(call, sandbox).addons.delete(addon.addonName ?? "");
  return { addon: { ...addon, status: "DELETING" } };
};

export const addonHandlers: Readonly<Record<string, Handler>> = {
  CreateAddon: create,
  DescribeAddon: async (call, sandbox) => ({ addon: found(call, sandbox) }),
  ListAddons: async (call, sandbox) => ({ addons: [...clusterOf(call, sandbox).addons.keys()] }),
  UpdateAddon: update,
  DeleteAddon: remove,
  DescribeAddonVersions: async ({ params }) => ({
    addons: describeVersions(text(params, "addonName"), text(params, "kubernetesVersion")),
  }),
};
