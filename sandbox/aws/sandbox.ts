import { limitsWith, type Limits } from "../../trust/limits";
import type { ControlPlanes } from "../kubernetes/control-planes";
import { factsOf, type Facts } from "./facts";
import { errorAnswer, resultAnswer } from "./front/answers";
import { partitionOf, type Call, type Params } from "./front/call";
import { Callers } from "./front/callers";
import { controlPath } from "./front/control-path";
import { AwsError, Refusal, unknownApi } from "./front/errors";
import { RequestLog, type LogEntry } from "./front/log";
import { Queue } from "./front/queue";
import { formOf } from "./front/requests";
import { resourceOf } from "./front/resource";
import type { HttpAnswer, Moto } from "./moto";
import type { SeedOrganization } from "./organization";
import { services } from "./services";

/** The organization behind the front: its state, and how a request to it is carried out. */
export class Sandbox {
  readonly facts: Facts;
  private readonly forget: () => void;
  readonly callers: Callers;
  readonly log = new RequestLog();
  /**
   * Whatever comes from outside passes here, one at a time: moto loses writes otherwise, and a check must hold until
   * what it was made for is done.
   */
  readonly queue = new Queue();
  limits: Limits;
  /** Where the front answers, e.g. `http://127.0.0.1:40001`; set when it does. */
  endpoint = "";

  /** @param controlPlanes what runs behind EKS clusters; nothing does in a sandbox without Kubernetes */
  constructor(
    readonly moto: Moto,
    readonly organization: SeedOrganization,
    readonly controlPlanes?: ControlPlanes,
  ) {
    this.limits = limitsWith(organization.limits);
    const facts = factsOf(moto);
    this.facts = facts;
    this.forget = facts.forget;
    this.callers = new Callers(this.facts, organization);
  }

  /**
   * Takes in what settings have got since the sandbox was started: more accounts, and other quotas.
   *
   * @throws Error when it is another organization
   */
  async takeIn(organization: SeedOrganization): Promise<void> {
    for (const name of ["id", "managementId", "partition", "region"] as const) {
      const [mine, other] = [this.organization[name], organization[name]];
      if (mine !== other)
        throw new Error(`${name} was ${mine} when the sandbox was started, and is now ${other}`);
    }
    await this.moto.ask("accounts", organization).finally(this.forget);
    this.limits = limitsWith(organization.limits);
  }

  /** One of the front's own addresses, e.g. `control("clusters", account, region, name)`. */
  control(...steps: string[]): string {
    return this.endpoint + controlPath + steps.map(encodeURIComponent).join("/");
  }

  /** Carries out one request, in the queue. */
  async perform(call: Call): Promise<HttpAnswer> {
    const started = Date.now();
    const resource = await resourceOf(call, this.facts);
    let answer: HttpAnswer;
    let failure: AwsError | undefined;
    try {
      answer = await this.answer(call);
    } catch (error) {
      failure = asAwsError(call, error);
      answer = errorAnswer(call, failure);
    }
    this.record(call, {
      action: String(answer.headers["x-octolaunch-action"] ?? call.action),
      resource,
      status: answer.status,
      error: failure?.code ?? errorCode(answer),
      reason: failure instanceof Refusal ? failure.reason : undefined,
      milliseconds: Date.now() - started,
    });
    return answer;
  }

  /**
   * Makes a request of the query protocol on a caller's behalf, as AWS's own services do.
   *
   * @param via the service that makes it, e.g. `cloudformation`
   * @returns the answer's XML
   * @throws AwsError when the request is refused
   */
  async callAs(
    { caller, account, region }: Pick<Call, "caller" | "account" | "region">,
    via: string,
    service: string,
    action: string,
    params: Params,
  ): Promise<string> {
    const answer = await this.perform({
      service,
      action,
      region,
      partition: partitionOf(region),
      account,
      caller,
      params,
      protocol: service === "ec2" ? "ec2" : "query",
      via,
      http: formOf(service, region, action, params),
    });
    const xml = answer.body.toString();
    if (answer.status >= 300) {
      throw new AwsError(
        errorCode(answer) ?? "InternalFailure",
        /<Message>([^]*?)<\/Message>/.exec(xml)?.[1] ?? xml,
      );
    }
    return xml;
  }

  /** Notes a permission that AWS asks the caller for besides the action, such as `iam:PassRole`. */
  imply(call: Call, service: string, action: string, resource: string): void {
    this.record({ ...call, service }, { action, status: 200, resource, implied: true, milliseconds: 0 });
  }

  private async answer(call: Call): Promise<HttpAnswer> {
    const service = services[call.service];
    const own = service?.own?.[call.action];
    if (own) return resultAnswer(call, call.action, await own(call, this));
    if (service?.complete) throw unknownApi(call.service, await this.nameOf(call));
    await service?.guards?.["*"]?.(call, this);
    await service?.guards?.[call.action]?.(call, this);

    const ours = { "x-moto-account-id": call.account, "x-octolaunch-service": call.service };
    const message = { ...call.http, headers: { ...call.http.headers, ...ours } };
    const answer = await this.moto.send(message).finally(this.forget);
    const problem = answer.headers["x-octolaunch-problem"];
    if (problem === undefined) return answer;
    const action = String(answer.headers["x-octolaunch-action"] ?? call.action);
    if (problem === "unknown") throw unknownApi(call.service, action);
    // 501: SDKs do not try again.
    throw new AwsError(
      "InternalFailure",
      `moto failed at ${call.service}:${action}: ${String(problem)}`,
      501,
    );
  }

  /** The name of an action that the sandbox has not, where only AWS's description of the service knows it. */
  private async nameOf({ service, action, http }: Call): Promise<string> {
    if (!action.includes(" ")) return action;
    const named = await this.moto.ask("action", { service, method: http.method, path: http.path });
    return (named as { action: string | null }).action ?? action;
  }

  private record(
    call: Call,
    rest: Pick<LogEntry, "action" | "status" | "milliseconds"> & Partial<LogEntry>,
  ): void {
    const { service, region, account, caller, via } = call;
    this.log.add({
      time: new Date().toISOString(),
      service,
      region,
      account,
      caller: caller.principalArn,
      via,
      ...rest,
    });
  }
}

function asAwsError(call: Call, error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  console.error(`${call.service}:${call.action}`, error);
  const message = error instanceof Error ? error.message : String(error);
  return new AwsError(
    "InternalFailure",
    `the sandbox failed at ${call.service}:${call.action}: ${message}`,
    501,
  );
}

/** The error's name in an answer of moto's. */
function errorCode(answer: HttpAnswer): string | undefined {
  if (answer.status < 300) return undefined;
  const header = answer.headers["x-amzn-errortype"];
  const body = answer.body.toString();
  return header
    ? String(header)
    : (/<Code>([^<]*)<\/Code>/.exec(body) ?? /"__type": ?"(?:[^"#]*#)?([^"]*)"/.exec(body))?.[1];
}
