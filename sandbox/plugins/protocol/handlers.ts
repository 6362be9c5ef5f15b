import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { topLevel } from "./paths";
import type { Change, Checked, Diff, Existing, Plugin } from "./plugin";
import { empty } from "./protobuf";
import { marshal, unmarshal } from "./values";

/** Answers one kind of request; what it throws becomes the error of the call. */
export type Handler = (request: never) => unknown;

type ExistingRequest = pb.DiffRequest | pb.UpdateRequest;

/**
 * The methods of `pulumirpc.ResourceProvider` that a plugin of ours answers, in terms of plain data.
 *
 * `acceptSecrets`, `acceptResources` and `acceptOutputs` stay false, as with the real AWS provider: the engine
 * then opens these before it asks us, and marks our answers as secret where the inputs were.
 */
export function handlers(plugin: Plugin) {
  return {
    handshake: () => new pb.ProviderHandshakeResponse().setSupportsAutonamingConfiguration(true),
    getPluginInfo: () => new PluginInfo().setVersion(plugin.version),
    checkConfig: (request: pb.CheckRequest) =>
      checkResponse(plugin.checkConfig(unmarshal(request.getNews()))),
    diffConfig: (request: pb.DiffRequest) =>
      diffResponse(plugin.diffConfig(unmarshal(request.getOldInputs()), unmarshal(request.getNews()))),
    configure: async (request: pb.ConfigureRequest) => {
      await plugin.configure(unmarshal(request.getArgs()));
      return new pb.ConfigureResponse().setSupportspreview(true).setSupportsAutonamingConfiguration(true);
    },
    check: async (request: pb.CheckRequest) => checkResponse(await plugin.check(checkRequest(request))),
    diff: async (request: pb.DiffRequest) =>
      diffResponse(
        await plugin.diff({ ...existing(request), timeout: 0, news: unmarshal(request.getNews()) }),
      ),
    create: async (request: pb.CreateRequest) => {
      const { id, state } = await plugin.create({
        type: request.getType(),
        inputs: unmarshal(request.getProperties()),
        preview: request.getPreview(),
        timeout: request.getTimeout(),
      });
      return new pb.CreateResponse().setId(id).setProperties(marshal(state));
    },
    read: async (request: pb.ReadRequest) => {
      const found = await plugin.read({
        type: request.getType(),
        id: request.getId(),
        state: unmarshal(request.getProperties()),
        inputs: unmarshal(request.getInputs()),
        timeout: request.getTimeout(),
      });
      const response = new pb.ReadResponse();
      if (!found) return response;
      return response.setId(found.id).setProperties(marshal(found.state)).setInputs(marshal(found.inputs));
    },
    update: async (request: pb.UpdateRequest) => {
      const state = await plugin.update({
        ...existing(request),
        news: unmarshal(request.getNews()),
        preview: request.getPreview(),
        timeout: request.getTimeout(),
      });
      return new pb.UpdateResponse().setProperties(marshal(state));
    },
    delete: async (request: pb.DeleteRequest) => {
      await plugin.delete({
        type: request.getType(),
        id: request.getId(),
        state: unmarshal(request.getProperties()),
        inputs: unmarshal(request.getOldInputs()),
        timeout: request.getTimeout(),
      });
      return empty();
    },
    invoke: async (request: pb.InvokeRequest) =>
      new pb.InvokeResponse().setReturn(
        marshal(await plugin.invoke(request.getTok(), unmarshal(request.getArgs()))),
      ),
    cancel: () => {
      plugin.cancel();
      return empty();
    },
  };
}

function existing(request: ExistingRequest): Omit<Existing, "timeout"> {
  return {
    type: request.getType(),
    id: request.getId(),
    state: unmarshal(request.getOlds()),
    inputs: unmarshal(request.getOldInputs()),
  };
}

function checkRequest(request: pb.CheckRequest) {
  const autonaming = request.getAutonaming();
  return {
    type: request.getType(),
    name: request.getName(),
    olds: unmarshal(request.getOlds()),
    news: unmarshal(request.getNews()),
    seed: request.getRandomseed_asU8(),
    autonaming: autonaming && {
      proposedName: autonaming.getProposedName(),
      mode: (["propose", "enforce", "disable"] as const)[autonaming.getMode()],
    },
  };
}

function checkResponse({ inputs, problems }: Checked): pb.CheckResponse {
  const failures = problems.map(({ property, reason }) =>
    new pb.CheckFailure().setProperty(property).setReason(reason),
  );
  return new pb.CheckResponse().setInputs(marshal(inputs)).setFailuresList(failures);
}

function diffResponse({ changes, deleteBeforeReplace, betweenInputs }: Diff): pb.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = pb.DiffResponse.DiffChanges;
  const paths = [...changes.keys()];
  const response = new pb.DiffResponse()
    .setChanges(changes.size > 0 ? DIFF_SOME : DIFF_NONE)
    .setHasdetaileddiff(true)
    .setDiffsList([...new Set(paths.map(topLevel))])
    .setReplacesList(paths.filter((path) => changes.get(path)?.replace))
    .setDeletebeforereplace(deleteBeforeReplace ?? false);
  for (const [path, change] of changes) {
    const difference = new pb.PropertyDiff().setKind(diffKind(change)).setInputdiff(betweenInputs ?? false);
    response.getDetaileddiffMap().set(path, difference);
  }
  return response;
}

function diffKind({ kind, replace }: Change): pb.PropertyDiff.Kind {
  const { Kind } = pb.PropertyDiff;
  switch (kind) {
    case "add":
      return replace ? Kind.ADD_REPLACE : Kind.ADD;
    case "delete":
      return replace ? Kind.DELETE_REPLACE : Kind.DELETE;
    case "update":
      return replace ? Kind.UPDATE_REPLACE : Kind.UPDATE;
  }
}
