import type { JsonObject } from "./json";

/** An error as an Octopus Server answers it. */
export class OctopusError extends Error {
  /**
   * @param status HTTP status
   * @param message what the API calls `ErrorMessage`
   * @param errors the single problems, where there are several
   */
  constructor(
    readonly status: number,
    message: string,
    readonly errors: readonly string[] = [],
  ) {
    super(message);
  }

  /** As it is answered. An empty `Errors` would hide the message from some of the provider's resources. */
  body(): JsonObject {
    return { ErrorMessage: this.message, ...(this.errors.length > 0 ? { Errors: this.errors } : {}) };
  }
}

/**
 * Something that is asked for breaks rules of the server.
 *
 * @param errors one full sentence for each rule
 */
export function refused(errors: readonly string[]): OctopusError {
  return new OctopusError(400, "There was a problem with your request.", errors);
}

/**
 * There is no such document, or it belongs to another space: the server does not tell which.
 *
 * @see https://github.com/OctopusDeployLabs/terraform-provider-octopusdeploy/issues/584
 */
export function notFound(): OctopusError {
  return new OctopusError(
    404,
    "Resource is not found or it doesn't exist in the current space context. " +
      "Please contact your administrator for more information.",
  );
}

/**
 * The server's words for an id that leads nowhere.
 *
 * @param id e.g. `Environments-99`
 * @see https://github.com/OctopusDeploy/Issues/issues/7746
 */
export function missing(id: string): string {
  return `The resource '${id}' was not found.`;
}

/**
 * Somebody else has changed the document since it was read.
 *
 * @param type e.g. `DeploymentProcess`
 * @see https://github.com/OctopusDeploy/Issues/issues/7936
 */
export function outOfDate(type: string, id: string): OctopusError {
  return new OctopusError(
    409,
    `Modification failed for '${type}' document with '${id}' Id because submitted data was out of date.`,
  );
}

/**
 * The real server has it, or may have it; the sandbox does not.
 *
 * @param what e.g. `the parameter colour`
 */
export function unknown(what: string): OctopusError {
  return refused([`The sandbox's Octopus Server does not know ${what}.`]);
}

/** The same for an address. */
export function unknownRoute(method: string, path: string): OctopusError {
  return new OctopusError(404, `The sandbox's Octopus Server does not know the route ${method} ${path}.`);
}
