/** One request as the log keeps it. Never its parameters as such: they can be secret. */
export interface LogEntry {
  readonly time: string;
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly account: string;
  /** The role or user that called, e.g. `arn:aws:iam::111111111111:role/OctolaunchProvisioner`. */
  readonly caller: string;
  readonly status: number;
  /** AWS's name of the error, if it was one. */
  readonly error?: string;
  /** Why a role could not be assumed; AWS keeps this to itself. */
  readonly reason?: string;
  /** What it was about, where the sandbox can tell: a name or an ARN. */
  readonly resource?: string;
  /** The service of AWS that made the request on the caller's behalf. */
  readonly via?: string;
  /** A permission that AWS asks for besides the action itself; it was no request. */
  readonly implied?: true;
  readonly milliseconds: number;
}

/** Requests kept; the oldest go first. */
const capacity = 20_000;

export class RequestLog<Entry extends object = LogEntry> {
  private entries: Entry[] = [];

  add(entry: Entry): void {
    this.entries.push(entry);
    if (this.entries.length > capacity * 1.1) this.entries = this.entries.slice(-capacity);
  }

  clear(): void {
    this.entries = [];
  }

  /** Entries whose fields equal those of the filter, e.g. `service=iam&account=111111111111`. */
  list(filter: URLSearchParams): readonly Entry[] {
    const wanted = [...filter];
    return this.entries.filter((entry) =>
      wanted.every(([name, value]) => String(entry[name as keyof Entry]) === value),
    );
  }
}
