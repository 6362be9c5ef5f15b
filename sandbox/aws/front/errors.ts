/** An error as AWS answers it. Each service's protocol has its own form for it: see `answers.ts`. */
export class AwsError extends Error {
  /**
   * @param code AWS's name for it, e.g. `NoSuchEntity`
   * @param status HTTP status
   * @param fields what some services' errors carry besides a message
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly fields: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** An API of AWS that neither moto nor the sandbox has. */
export function unknownApi(service: string, action: string): AwsError {
  return new AwsError(
    "UnknownOperationException",
    `the sandbox does not know ${service}:${action}`,
    // Not 5xx: SDKs would try again.
    400,
  );
}

/** AWS's words for a parameter that breaks its constraint. */
export function validationError(name: string, value: unknown, constraint: string): AwsError {
  const shown = value === undefined ? "null" : `'${String(value)}'`;
  return new AwsError(
    "ValidationError",
    `1 validation error detected: Value ${shown} at '${name}' failed to satisfy constraint: ${constraint}`,
  );
}

/** A refusal whose reason AWS keeps to itself; the request log has it. */
export class Refusal extends AwsError {
  constructor(
    message: string,
    readonly reason: string,
    code = "AccessDenied",
  ) {
    super(code, message, 403);
  }
}
