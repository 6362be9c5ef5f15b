/** `Status` of Kubernetes's API, as far as it is used. */
export interface ApiStatus {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: {
    readonly kind?: string;
    readonly causes?: readonly {
      readonly reason?: string;
      readonly message?: string;
      readonly field?: string;
    }[];
  };
}

/** A refusal of the API server, in its own words. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly status: ApiStatus,
  ) {
    super(status.message ?? `the API server answered ${code}`);
  }

  /** The object is not there. */
  get isGone(): boolean {
    return this.code === 404;
  }

  /** The namespace that the object belongs into is not there. */
  get lacksNamespace(): boolean {
    return this.code === 404 && this.status.details?.kind === "namespaces";
  }
}

/**
 * What a user reads: the API server's words, and what was being done, e.g.
 * `creating Pod octopus/web: pods "web" is forbidden: violates PodSecurity "restricted:latest": …`.
 */
export function describe(doing: string, kind: string, name: string, error: unknown): string {
  const { message } = error as Error;
  const code = (error as NodeJS.ErrnoException).code;
  const said =
    message === "" && typeof code === "string" ? `the cluster cannot be reached (${code})` : message;
  return `${doing} ${kind} ${name}: ${said.trim()}`;
}

/** Whether nobody answered. */
export function isUnreachable(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code !== undefined && ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "ETIMEDOUT"].includes(code);
}
