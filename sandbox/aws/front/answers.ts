import { randomUUID } from "node:crypto";

import type { HttpAnswer } from "../moto";
import type { Protocol } from "./call";
import type { AwsError } from "./errors";
import { element, elements } from "./xml";

interface Form {
  readonly service: string;
  readonly protocol: Protocol;
}

/** A result of one of our own APIs, in its service's protocol. */
export function resultAnswer({ service, protocol }: Form, action: string, result: unknown): HttpAnswer {
  const requestId = randomUUID();
  if (protocol === "json" || protocol === "rest-json") {
    return answer(200, jsonType(protocol), requestId, JSON.stringify(result, dates));
  }
  const inner = element(`${action}Result`, result ?? {});
  const metadata = element("ResponseMetadata", { RequestId: requestId });
  const body = `<${action}Response xmlns="https://${service}.amazonaws.com/doc/">${inner}${metadata}</${action}Response>`;
  return answer(200, "text/xml", requestId, body);
}

/** An error in its service's protocol, so that every SDK makes its typed error of it. */
export function errorAnswer({ service, protocol }: Form, error: AwsError): HttpAnswer {
  const requestId = randomUUID();
  const { code, message, status, fields } = error;
  if (protocol === "json" || protocol === "rest-json") {
    const type = protocol === "json" ? { __type: code } : {};
    const body = JSON.stringify({ ...type, message, Message: message, ...fields });
    return answer(status, jsonType(protocol), requestId, body, { "x-amzn-errortype": code });
  }
  const detail = { Type: status >= 500 ? "Receiver" : "Sender", Code: code, Message: message, ...fields };
  if (protocol === "ec2") {
    const body = `<Response><Errors>${element("Error", detail)}</Errors>${element("RequestID", requestId)}</Response>`;
    return answer(status, "text/xml", requestId, body);
  }
  const body =
    service === "s3"
      ? element("Error", { Code: code, Message: message, RequestId: requestId })
      : `<ErrorResponse>${element("Error", detail)}${elements({ RequestId: requestId })}</ErrorResponse>`;
  return answer(status, "text/xml", requestId, body);
}

function jsonType(protocol: Protocol): string {
  return protocol === "json" ? "application/x-amz-json-1.1" : "application/json";
}

/** The JSON protocols write a moment as seconds since 1970. */
function dates(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  return original instanceof Date ? original.getTime() / 1000 : value;
}

function answer(
  status: number,
  type: string,
  requestId: string,
  body: string,
  extra: Record<string, string> = {},
): HttpAnswer {
  const headers = { "content-type": type, "x-amzn-requestid": requestId, ...extra };
  return { status, headers, body: Buffer.from(body) };
}
