import { AwsError, validationError } from "../front/errors";

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html and API_CreatePolicy.html */
export function checkEntityName(parameter: string, name: string | undefined, longest: number): string {
  if (!name) throw validationError(parameter, name, "Member must have length greater than or equal to 1");
  if (name.length > longest) {
    throw validationError(parameter, name, `Member must have length less than or equal to ${longest}`);
  }
  if (/^[\w+=,.@-]+$/.test(name)) return name;
  throw new AwsError(
    "ValidationError",
    `The specified value for ${parameter} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
  );
}

export function checkPath(path: string | undefined, longest: number): void {
  if (path === undefined) return;
  if (path.length > longest)
    throw validationError("path", path, `Member must have length less than or equal to ${longest}`);
  if (path === "/" || /^\/[\u0021-\u007e]+\/$/.test(path)) return;
  throw new AwsError(
    "ValidationError",
    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
  );
}

export function checkDescription(description: string | undefined): void {
  if (description === undefined || description.length <= 1000) return;
  throw validationError("description", description, "Member must have length less than or equal to 1000");
}
