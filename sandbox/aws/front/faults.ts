import { z } from "zod";

import { AwsError } from "./errors";

/** A fault as `POST /_octolaunch/faults` takes it. */
const faultSchema = z.strictObject({
  /** Which requests: those that agree with every field given. */
  match: z.strictObject({
    service: z.string().optional(),
    action: z.string().optional(),
    account: z.string().optional(),
  }),
  /** How many requests it meets before it is used up. */
  times: z.int().positive().default(1),
  /** How many requests that match pass before the first. */
  after: z.int().nonnegative().default(0),
  /**
   * `throttle` answers as the service does when it is asked too much; `error` answers `code`, `message` and `status`;
   * `drop` cuts the connection, before or (`executed`) after AWS has done what was asked; `delay` waits `ms` first.
   */
  kind: z.enum(["throttle", "error", "drop", "delay"]),
  code: z.string().default("InternalFailure"),
  message: z.string().default("a fault was asked for"),
  status: z.int().default(500),
  executed: z.boolean().default(false),
  ms: z.int().nonnegative().default(1000),
});

export const faultsSchema = z.array(faultSchema);
export type Fault = z.infer<typeof faultSchema>;

/** What any fault says of the requests that it meets. */
interface Meeting {
  readonly match: Readonly<Record<string, string | undefined>>;
  times: number;
  after: number;
}

/** The faults asked for and not used up. */
export class Faults<Kind extends Meeting = Fault> {
  private pending: Kind[] = [];

  add(faults: readonly Kind[]): void {
    this.pending.push(...faults.map((fault) => ({ ...fault })));
  }

  clear(): void {
    this.pending = [];
  }

  list(): readonly Kind[] {
    return this.pending;
  }

  /** The fault that this request meets, if any; it counts as met. */
  take(request: Readonly<Record<keyof Kind["match"], string>>): Kind | undefined {
    for (const fault of this.pending) {
      const matches = Object.entries(fault.match).every(
        ([name, wanted]) => wanted === undefined || wanted === request[name as keyof typeof request],
      );
      if (!matches) continue;
      if (fault.after > 0) {
        fault.after--;
        continue;
      }
      if (--fault.times === 0) this.pending = this.pending.filter((other) => other !== fault);
      return fault;
    }
    return undefined;
  }
}

/**
 * Each service's words for "too many requests".
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/throttling.html and each service's common errors
 */
const throttles: Readonly<Record<string, readonly [code: string, message: string, status: number]>> = {
  ec2: ["RequestLimitExceeded", "Request limit exceeded.", 503],
  eks: ["TooManyRequestsException", "Too Many Requests", 429],
  kms: ["ThrottlingException", "You have exceeded the rate at which you may call KMS.", 400],
  organizations: [
    "TooManyRequestsException",
    "AWS Organizations can't process your requests right now.",
    400,
  ],
  route53resolver: ["ThrottlingException", "Rate exceeded", 400],
  logs: ["ThrottlingException", "Rate exceeded", 400],
  cloudtrail: ["ThrottlingException", "Rate exceeded", 400],
  s3: ["SlowDown", "Please reduce your request rate.", 503],
};

export function throttled(service: string): AwsError {
  const [code, message, status] = throttles[service] ?? ["Throttling", "Rate exceeded", 400];
  return new AwsError(code, message, status);
}
