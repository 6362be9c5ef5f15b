import { KMSClient } from "@aws-sdk/client-kms";
import type { Aws } from "../session";

export const kms = (aws: Aws) => aws.client(KMSClient);
