import type { IncomingHttpHeaders } from "node:http";

import { OctopusError } from "./errors";

/**
 * Lets a request pass whose API key is the server's. The API's root needs none, so that clients can ask for the version.
 *
 * @param path e.g. `/api/Spaces-1/environments`
 * @throws OctopusError for any other
 */
export function authorize(headers: IncomingHttpHeaders, path: string, apiKey: string): void {
  const given = headers["x-octopus-apikey"];
  if (given === apiKey) return;
  if (given !== undefined)
    throw new OctopusError(
      401,
      "The API key you provided was not valid. Please double-check your API key and try again.",
    );
  if (headers.authorization !== undefined)
    throw new OctopusError(401, "The sandbox's Octopus Server knows API keys only, no access tokens.");
  if (!/^\/api\/?$/.test(path))
    throw new OctopusError(
      401,
      "You must be logged in to request this resource. Please provide a valid API key or log in again.",
    );
}
