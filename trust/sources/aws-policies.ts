import { unknown } from "../truth";
import type { Guardrail } from "./levels";

const everything = { Effect: "Allow", Action: "*", Resource: "*" };

/**
 * AWS's own policies whose meaning is sure and does not change. Others change with every service, so their documents
 * have to come with the data.
 */
const documents: Readonly<Record<string, unknown>> = {
  /** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html */
  AdministratorAccess: { Version: "2012-10-17", Statement: [everything] },
  /** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSDenyAll.html */
  AWSDenyAll: {
    Version: "2012-10-17",
    Statement: [{ Sid: "DenyAll", Effect: "Deny", Action: "*", Resource: "*" }],
  },
};

/** The document of one of AWS's own managed policies by its ARN; unknown for most of them and for all others. */
export function awsManagedPolicy(arn: string): unknown {
  const [, name = ""] = /^arn:[a-z0-9-]+:iam::aws:policy\/([^/]+)$/.exec(arn) ?? [];
  return Object.hasOwn(documents, name) ? documents[name] : unknown;
}

/**
 * The SCP that AWS attaches to everything when the type is enabled.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export const fullAccess: Guardrail = {
  kind: "scp",
  name: "FullAWSAccess",
  document: { Version: "2012-10-17", Statement: [everything] },
};

/**
 * The RCP that AWS attaches to everything when the type is enabled, and that nobody can detach.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
export const fullResourceAccess: Guardrail = {
  kind: "rcp",
  name: "RCPFullAWSAccess",
  document: { Version: "2012-10-17", Statement: [{ ...everything, Principal: "*" }] },
};
