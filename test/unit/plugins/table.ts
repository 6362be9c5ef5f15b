import {
  flag,
  json,
  list,
  map,
  number,
  object,
  output,
  policy,
  set,
  tagged,
  text,
} from "../../../sandbox/plugins/table/property";
import type { CheckRequest } from "../../../sandbox/plugins/protocol/plugin";
import type { Values } from "../../../sandbox/plugins/protocol/values";

/** A resource type that has a property of every kind. */
export const properties = {
  name: text({ replace: true, autoname: { max: 20 } }),
  path: text({ replace: true, default: "/" }),
  trust: policy({ required: true, cfn: "TrustDocument" }),
  values: json(),
  size: number(),
  wait: flag({ default: false, local: true, cfn: false }),
  version: text({ computed: true }),
  protocol: text({ same: (one, other) => one.toLowerCase() === other.toLowerCase() }),
  cidrs: set(text()),
  steps: list(text()),
  labels: map(),
  key: object({ arn: text() }, { permanent: true }),
  network: object({
    subnets: set(text(), { required: true }),
    open: flag({ computed: true }),
    range: text({ replace: true }),
    vpc: output,
  }),
  ...tagged,
  arn: output,
  latest: { ...output, volatile: true },
} as const;

export const trust = (action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action }] });

/** What a check of these new inputs asks. */
export function request(news: Values, more: Partial<CheckRequest> = {}): CheckRequest {
  return {
    type: "t",
    name: "launcher",
    olds: {},
    news,
    seed: Uint8Array.of(0xab, 0xcd, 0xef, 0x12),
    ...more,
  };
}
