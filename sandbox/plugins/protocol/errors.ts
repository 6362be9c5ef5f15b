import { Metadata, status, type StatusObject } from "@grpc/grpc-js";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { InitializationFailed } from "./plugin";
import { AnyClass } from "./protobuf";
import { marshal } from "./values";

/** What the engine receives for an error: its message, and the half-made object if there is one. */
export function toStatus(error: unknown): Partial<StatusObject> {
  const message = error instanceof Error ? error.message : String(error);
  return { code: status.UNKNOWN, details: message, metadata: details(error, message) };
}

function details(error: unknown, message: string): Metadata {
  const metadata = new Metadata();
  if (!(error instanceof InitializationFailed)) return metadata;
  const failed = new ErrorResourceInitFailed();
  failed.setId(error.id);
  failed.setProperties(marshal(error.state));
  failed.setReasonsList([error.reason]);
  const packed = new AnyClass();
  packed.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const rpc = new Status();
  rpc.setCode(status.UNKNOWN);
  rpc.setMessage(message);
  rpc.addDetails(packed);
  // Where gRPC for Go looks for structured errors; the Node implementation has no other way to set it.
  metadata.add("grpc-status-details-bin", Buffer.from(rpc.serializeBinary()));
  return metadata;
}
