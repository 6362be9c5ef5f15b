import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { CreateResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

// The SDK's messages take no message of another copy of google-protobuf than its own, which npm may put out of our
// reach. So these classes are those of fields that its own code has read from bytes (a tag and a length of 0).
const embedded = (tag: number) => Uint8Array.of(tag, 0);
const properties = CreateResponse.deserializeBinary(embedded(0x12)).getProperties();
const [detail] = Status.deserializeBinary(embedded(0x1a)).getDetailsList();

export const StructClass = properties?.constructor as typeof Struct;
export const AnyClass = detail?.constructor as typeof Any;
/** The answer of calls that answer nothing. */
export const empty = () => ResourceProviderService.cancel.responseDeserialize(Buffer.alloc(0));
