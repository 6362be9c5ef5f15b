import { randomBytes } from "node:crypto";

import type { Facts } from "../facts";
import type { SeedOrganization } from "../organization";
import { AwsError } from "./errors";

/** Who makes a request. */
export interface Caller {
  readonly account: string;
  /** As GetCallerIdentity shows it: the session's ARN for an assumed role. */
  readonly arn: string;
  readonly userId: string;
  /** `aws:PrincipalArn`: the role's or user's own ARN, with its path. */
  readonly principalArn: string;
  /** Set for an assumed role. */
  readonly session?: Session;
}

/** An assumed role, as STS handed it out. */
export interface Session {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly token: string;
  readonly expires: Date;
  readonly roleName: string;
  readonly roleId: string;
  readonly name: string;
  /** Session tags, those inherited from the calling session included. */
  readonly tags: Readonly<Record<string, string>>;
  /** Keys of the tags that the next session inherits. */
  readonly transitive: readonly string[];
  /** Policies that narrow the session. */
  readonly policies: readonly string[];
  readonly sourceIdentity?: string;
}

/** The name of the user behind the management account's plain keys; `python/seed.py` creates it. */
const administrator = "administrator";

/** Remembers the sessions handed out, and says whose credentials a request bears. */
export class Callers {
  private readonly sessions = new Map<string, Caller & { readonly session: Session }>();
  /** Keys that are no IAM user's. A key made later is a new one, so the answer stays. */
  private readonly plainKeys = new Set<string>();

  constructor(
    private readonly facts: Facts,
    private readonly organization: SeedOrganization,
  ) {}

  /** Hands out credentials for a role. */
  open(
    role: { readonly arn: string; readonly id: string; readonly name: string },
    options: Pick<Session, "name" | "tags" | "transitive" | "policies" | "sourceIdentity"> & {
      seconds: number;
    },
  ): Caller & { readonly session: Session } {
    const { seconds, ...rest } = options;
    const [, partition, , , account = ""] = role.arn.split(":");
    const session: Session = {
      ...rest,
      accessKey: `ASIA${letters(16)}`,
      secretKey: randomBytes(30).toString("base64"),
      token: randomBytes(96).toString("base64"),
      expires: new Date(Math.floor(Date.now() / 1000 + seconds) * 1000),
      roleName: role.name,
      roleId: role.id,
    };
    const caller = {
      account,
      arn: `arn:${partition}:sts::${account}:assumed-role/${role.name}/${session.name}`,
      userId: `${role.id}:${session.name}`,
      principalArn: role.arn,
      session,
    };
    this.sessions.set(session.accessKey, caller);
    return caller;
  }

  /**
   * Whose credentials these are. A key that nobody was given is the management account's administrator.
   *
   * @throws AwsError for temporary credentials that are unknown, expired or incomplete
   */
  async identify(accessKey: string | undefined, token: string | undefined): Promise<Caller> {
    if (accessKey === undefined)
      throw new AwsError("MissingAuthenticationToken", "Missing Authentication Token", 403);
    const known = this.sessions.get(accessKey);
    if (known) {
      if (token !== known.session.token) throw invalidToken();
      if (known.session.expires.getTime() > Date.now()) return known;
      throw new AwsError("ExpiredToken", "The security token included in the request is expired", 403);
    }
    if (accessKey.startsWith("ASIA") || token !== undefined) throw invalidToken();
    if (!this.plainKeys.has(accessKey)) {
      const owner = await this.facts.keyOwner(accessKey);
      if (owner?.active) return this.user(owner.account, owner.user);
      if (owner) throw invalidToken();
      this.plainKeys.add(accessKey);
    }
    return this.user(this.organization.managementId, administrator);
  }

  /**
   * What these credentials sign with; undefined for the management account's plain keys, which anybody makes up.
   *
   * @param accessKey of credentials that `identify` took
   */
  async secretOf(accessKey: string): Promise<string | undefined> {
    const known = this.sessions.get(accessKey);
    return known ? known.session.secretKey : (await this.facts.keyOwner(accessKey))?.secret;
  }

  private async user(account: string, name: string): Promise<Caller> {
    const user = await this.facts.user(account, this.organization.partition, name);
    if (!user) throw invalidToken();
    return { account, arn: user.arn, userId: user.id, principalArn: user.arn };
  }
}

function invalidToken(): AwsError {
  return new AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
}

function letters(count: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return Array.from(randomBytes(count), (byte) => alphabet[byte % alphabet.length]).join("");
}
