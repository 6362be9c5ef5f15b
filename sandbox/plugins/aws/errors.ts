/** AWS's own code for an error, e.g. `EntityAlreadyExists`. The SDK's class names differ from it for some services. */
export function awsCode(error: unknown): string {
  const { Code, Error: inner, name } = error as { Code?: string; Error?: { Code?: string }; name?: string };
  return Code ?? inner?.Code ?? name ?? "";
}

/** Whether AWS says that the object does not exist. */
export function isGone(error: unknown): boolean {
  return /NotFound|NoSuchEntity/.test(awsCode(error));
}

/** What failed and what AWS said, e.g. `creating IAM Role (Launcher): EntityAlreadyExists: Role with name ...`. */
export function describe(doing: string, label: string, name: string | undefined, error: unknown): string {
  return `${doing} ${label}${name === undefined ? "" : ` (${name})`}: ${awsMessage(error)}`;
}

/** AWS's code and message; for other errors, such as a refused connection, what there is to say. */
export function awsMessage(error: unknown): string {
  const { message, code, errors } = error as { message?: string; code?: string; errors?: Error[] };
  if (code === "ECONNREFUSED") {
    const at = process.env.AWS_ENDPOINT_URL ?? "its public endpoints";
    return `AWS does not answer at ${at}; if that is the sandbox, start it with 'npm run --silent sandbox -- up'`;
  }
  const text = message || errors?.[0]?.message || String(error);
  return "$metadata" in (error as object) ? `${awsCode(error)}: ${text}` : text;
}
