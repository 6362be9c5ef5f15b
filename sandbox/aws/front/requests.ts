import type { IncomingMessage } from "node:http";

import type { HttpRequest } from "../moto";
import type { Params, Protocol } from "./call";

/** What the request itself says, before anybody asked who sent it. */
export interface ParsedRequest {
  readonly service: string;
  readonly region: string;
  readonly accessKey?: string;
  readonly token?: string;
  readonly protocol: Protocol;
  /** Unknown for REST services, whose paths name it. */
  readonly action?: string;
  readonly params: Params;
  readonly http: HttpRequest;
}

const credential = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/;
const xmlServices = new Set(["s3", "route53", "cloudfront"]);

/** Actions that AWS takes unsigned, and their service. */
const unsigned: Readonly<Record<string, string>> = {
  AssumeRoleWithWebIdentity: "sts",
  AssumeRoleWithSAML: "sts",
};

export async function receive(message: IncomingMessage): Promise<HttpRequest> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return {
    method: message.method ?? "GET",
    path: message.url ?? "/",
    headers: message.headers,
    body: Buffer.concat(parts),
  };
}

/** Reads an AWS request; undefined when it is none, having neither a signature nor an action. */
export function parseRequest(http: HttpRequest): ParsedRequest | undefined {
  const header = (name: string): string => String(http.headers[name] ?? "");
  const url = new URL(http.path, "http://front");
  const isForm = header("content-type").startsWith("application/x-www-form-urlencoded");
  const form = isForm ? new URLSearchParams(http.body.toString()) : url.searchParams;
  const scope =
    credential.exec(header("authorization")) ??
    credential.exec(`Credential=${url.searchParams.get("X-Amz-Credential") ?? ""}`);
  const target = header("x-amz-target");
  const formAction = isForm || url.pathname === "/" ? (form.get("Action") ?? undefined) : undefined;

  const service = scope?.[3]?.toLowerCase() ?? unsigned[formAction ?? ""];
  if (service === undefined) return undefined;
  const common = {
    service,
    region: scope?.[2] ?? "us-east-1",
    accessKey: scope?.[1],
    token: header("x-amz-security-token") || (url.searchParams.get("X-Amz-Security-Token") ?? undefined),
    http,
  };
  if (target !== "") {
    return { ...common, protocol: "json", action: target.split(".").pop(), params: json(http.body) };
  }
  if (formAction !== undefined) {
    const protocol = service === "ec2" ? "ec2" : "query";
    return { ...common, protocol, action: formAction, params: nested(form) };
  }
  if (xmlServices.has(service)) return { ...common, protocol: "rest-xml", params: {} };
  return { ...common, protocol: "rest-json", params: json(http.body) };
}

function json(body: Buffer): Params {
  try {
    const value: unknown = JSON.parse(body.toString() || "{}");
    return typeof value === "object" && value !== null ? (value as Params) : {};
  } catch {
    return {};
  }
}

/** Turns `Tags.member.1.Key=a` into `{ Tags: [{ Key: "a" }] }`. */
export function nested(form: URLSearchParams): Params {
  const root: Record<string, unknown> = {};
  for (const [name, value] of form) {
    if (name === "Action" || name === "Version") continue;
    let place = root;
    const steps = name.split(".");
    const last = steps.pop() ?? name;
    for (const step of steps) {
      if (typeof place[step] !== "object") place[step] = {};
      place = place[step] as Record<string, unknown>;
    }
    place[last] = value;
  }
  return lists(root) as Params;
}

function lists(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, lists(item)] as const);
  if (entries.length === 1 && entries[0]?.[0] === "member") return entries[0][1];
  if (entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name))) {
    return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
  }
  return Object.fromEntries(entries);
}

/** Writes a request of the query protocol, for what AWS's services ask of each other. */
export function formOf(service: string, region: string, action: string, params: Params): HttpRequest {
  const form = new URLSearchParams({ Action: action, ...versions[service] });
  for (const [name, value] of Object.entries(params))
    flatten(form, name, value, service === "ec2" ? "" : ".member");
  const scope = `Credential=INTERNAL/20260101/${region}/${service}/aws4_request`;
  return {
    method: "POST",
    path: "/",
    headers: {
      host: "front",
      "content-type": "application/x-www-form-urlencoded",
      authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`,
    },
    body: Buffer.from(form.toString()),
  };
}

const versions: Readonly<Record<string, { Version: string }>> = {
  iam: { Version: "2010-05-08" },
  ec2: { Version: "2016-11-15" },
};

function flatten(form: URLSearchParams, name: string, value: unknown, member: string): void {
  if (value === undefined) return;
  if (Array.isArray(value)) {
    value.forEach((item, index) => flatten(form, `${name}${member}.${index + 1}`, item, member));
  } else if (typeof value === "object" && value !== null) {
    for (const [field, item] of Object.entries(value)) flatten(form, `${name}.${field}`, item, member);
  } else {
    form.set(name, String(value));
  }
}
