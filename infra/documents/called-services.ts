import { list, type Statement } from "../../trust/documents/policy";
import { allDeployRoles } from "../config/deploy-roles";
import type { DeployRole, Organization } from "../config/model";
import { neededEndpoints, type OwnVpc } from "../config/network";
import { permissionStatements } from "./permission-sets";

/** AWS's list of endpoints; a region need not have all of them. */
const source = "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html";

/**
 * Endpoints by the prefix of IAM actions, as short names of their services. `s3` and `dynamodb` are gateways, the
 * others interfaces. Read in AWS's list and in its actions, 2026-11.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export const endpointsByPrefix: Readonly<Record<string, string>> = {
  "access-analyzer": "access-analyzer",
  "acm-pca": "acm-pca",
  appconfig: "appconfig appconfigdata",
  "application-autoscaling": "application-autoscaling",
  athena: "athena",
  autoscaling: "autoscaling",
  backup: "backup",
  batch: "batch",
  cloudformation: "cloudformation",
  cloudtrail: "cloudtrail",
  cloudwatch: "monitoring",
  codeartifact: "codeartifact.api codeartifact.repositories",
  codebuild: "codebuild",
  codecommit: "codecommit git-codecommit",
  codedeploy: "codedeploy",
  codepipeline: "codepipeline",
  config: "config",
  dynamodb: "dynamodb",
  ebs: "ebs",
  ec2: "ec2",
  ecr: "ecr.api ecr.dkr",
  ecs: "ecs",
  eks: "eks",
  "eks-auth": "eks-auth",
  elasticache: "elasticache",
  elasticbeanstalk: "elasticbeanstalk",
  elasticfilesystem: "elasticfilesystem",
  elasticloadbalancing: "elasticloadbalancing",
  elasticmapreduce: "elasticmapreduce",
  "emr-containers": "emr-containers",
  "emr-serverless": "emr-serverless",
  events: "events",
  "execute-api": "execute-api",
  firehose: "kinesis-firehose",
  fsx: "fsx",
  glue: "glue",
  imagebuilder: "imagebuilder",
  kinesis: "kinesis-streams",
  kms: "kms",
  lambda: "lambda",
  logs: "logs",
  rds: "rds",
  "rds-data": "rds-data",
  redshift: "redshift",
  "redshift-data": "redshift-data",
  route53resolver: "route53resolver",
  s3: "s3",
  sagemaker: "sagemaker.api sagemaker.runtime",
  secretsmanager: "secretsmanager",
  servicecatalog: "servicecatalog",
  servicediscovery: "servicediscovery data-servicediscovery",
  sns: "sns",
  sqs: "sqs",
  ssm: "ssm ssmmessages ec2messages",
  ssmmessages: "ssmmessages",
  states: "states",
  sts: "sts",
  transfer: "transfer",
  xray: "xray",
};

/** Prefixes of services that have one endpoint for the world, and none of their own in a region. */
export const worldwide: ReadonlySet<string> = new Set(
  (
    "budgets ce cloudfront globalaccelerator health iam organizations route53 route53domains shield sso support " +
    "trustedadvisor waf"
  ).split(" "),
);

/** Actions that stand in policies and that nobody calls. */
const neverCalled = new Set(["iam:passrole"]);

/** Through gateways in the route tables, which cost nothing. Images come from S3, so that its gateway is always there. */
export const gatewayServices = ["dynamodb", "s3"];

/** The endpoints of a VPC, and what steps may call that none of them leads to. */
export interface PrivateServices {
  /** Short names of services, sorted; each once. */
  readonly endpoints: readonly string[];
  /** For the log: who may call what, and what to write. */
  readonly warnings: readonly string[];
}

/**
 * The endpoints of our own VPC: what the cluster and the launchers need, and those that settings name or, when they
 * do not, those that deploy roles call. With a NAT gateway there is another way, so that nothing is derived.
 */
export function privateServices(
  organization: Organization,
  { nat, extraEndpoints }: Pick<OwnVpc, "nat" | "extraEndpoints">,
): PrivateServices {
  const derived = !extraEndpoints && nat === "none" ? calledServices(organization) : undefined;
  const all = [...neededEndpoints, "s3", ...(extraEndpoints ?? derived?.endpoints ?? [])];
  return { endpoints: [...new Set(all)].sort(), warnings: derived?.warnings ?? [] };
}

/**
 * What steps call with the deploy roles of all environments: they all run on workers in the one VPC. A call to
 * another region leaves it and is not covered.
 */
function calledServices(organization: Organization): PrivateServices {
  const endpoints = new Set<string>();
  const unreached = new Map<string, Set<string>>();
  const without = (what: string, { name }: DeployRole): void => {
    unreached.set(what, (unreached.get(what) ?? new Set()).add(name));
  };
  for (const role of allDeployRoles(organization)) {
    for (const prefix of permissionStatements(organization, role).flatMap(prefixes)) {
      const known = Object.hasOwn(endpointsByPrefix, prefix) ? endpointsByPrefix[prefix] : undefined;
      for (const endpoint of known?.split(" ") ?? []) endpoints.add(endpoint);
      if (!known) without(prefix, role);
    }
  }
  const extra = [...endpoints].filter((one) => !neededEndpoints.includes(one) && one !== "s3").sort();
  const warnings = [...unreached]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([what, names]) => warning(what, [...names], extra));
  return { endpoints: extra, warnings };
}

const everything = "*";

/** Prefixes of the services that a statement lets somebody call, in lower case; `*` for all of them. */
function prefixes({ Effect, Action, NotAction }: Statement): string[] {
  if (Effect !== "Allow") return [];
  if (NotAction !== undefined) return [everything];
  const called = list(Action)
    .map((action) => action.toLowerCase())
    .filter((action) => !neverCalled.has(action));
  return [...new Set(called.map((action) => action.split(":")[0] ?? ""))];
}

function warning(what: string, names: readonly string[], derived: readonly string[]): string {
  const who = `${names.join(", ")} may call`;
  const nat = "write network.nat: single or perZone";
  const extra = `network.extraEndpoints, all of them, e.g. [${[...derived, "name"].join(", ")}]`;
  if (what === everything) {
    return (
      `${who} any service (Action * or NotAction), so that the endpoints its steps need cannot be told, and without ` +
      `a NAT gateway they reach no others: write those in ${extra}, or ${nat}`
    );
  }
  if (worldwide.has(what)) {
    return (
      `${who} ${what}, which has no endpoint in a region: without a NAT gateway steps cannot reach it; ${nat}, or ` +
      "write network.extraEndpoints to say that they need not"
    );
  }
  return `${who} ${what}, of which no endpoint is known here: look for its name in ${source} and write ${extra}; or ${nat}`;
}
