import { isObject, items, text, withDefaults, type Json, type JsonObject } from "../json";
import type { Document } from "../store";
import { all, type Collection } from "./collection";

/** A kind of account: what it has besides what all of them have, and what of it must be given. */
interface AccountType {
  readonly properties: JsonObject;
  readonly required: readonly string[];
  /** What of it is a secret, which the API has as `{ HasValue, NewValue }`. */
  readonly secrets: readonly string[];
}

const types: Readonly<Record<string, AccountType>> = {
  AmazonWebServicesOidcAccount: {
    properties: {
      RoleArn: null,
      // The API has it as text.
      SessionDuration: "3600",
      Region: null,
      Audience: null,
      DeploymentSubjectKeys: [],
      HealthCheckSubjectKeys: [],
      AccountTestSubjectKeys: [],
      CustomClaims: {},
    },
    required: ["RoleArn"],
    secrets: [],
  },
  AmazonWebServicesAccount: {
    properties: { AccessKey: null, SecretKey: null, Region: null },
    required: ["AccessKey", "SecretKey"],
    secrets: ["SecretKey"],
  },
  UsernamePassword: {
    properties: { Username: null, Password: null },
    required: ["Username"],
    secrets: ["Password"],
  },
  Token: { properties: { Token: null }, required: ["Token"], secrets: ["Token"] },
};

/**
 * What a token's subject may be made of, for each thing that the account is used for.
 *
 * @see https://octopus.com/docs/infrastructure/accounts/openid-connect
 */
const subjectKeys: Readonly<Record<string, readonly string[]>> = {
  DeploymentSubjectKeys: ["space", "environment", "project", "tenant", "runbook", "account", "type"],
  HealthCheckSubjectKeys: ["space", "account", "target", "type"],
  AccountTestSubjectKeys: ["space", "account", "type"],
};

const typed = [...new Set(Object.values(types).flatMap(({ properties }) => Object.keys(properties)))];

export const accounts: Collection = {
  noun: "account",
  type: "Account",
  ids: "Accounts",
  methods: all,
  named: true,
  defaults: {
    AccountType: null,
    Description: "",
    EnvironmentIds: [],
    TenantedDeploymentParticipation: "Untenanted",
    TenantIds: [],
    TenantTags: [],
  },
  optional: typed,
  required: ["AccountType"],
  references: [
    { at: "EnvironmentIds.[]", to: "environments" },
    { at: "TenantIds.[]", to: "tenants" },
  ],
  filters: { accountType: "AccountType" },
  complete: (account) => {
    const type = types[text(account.AccountType)];
    return type ? { ...account, ...withDefaults(type.properties, account) } : account;
  },
  problems: (account) => {
    const name = text(account.AccountType);
    const type = types[name];
    if (!type) return [`The sandbox's Octopus Server does not know accounts of type '${name}'.`];
    return [
      ...type.required
        .filter((property) => isEmpty(account[property]))
        .map((property) => `Please provide a value for ${property}.`),
      ...typed
        .filter((property) => property in account && !(property in type.properties))
        .map((property) => `An account of type '${name}' has no ${property}.`),
      ...type.secrets
        .filter((property) => text(account[property]) !== "")
        .map((property) => `${property} must be an object with HasValue and NewValue.`),
      ...wrongSubjects(account),
      ...wrongDuration(account),
    ];
  },
};

function isEmpty(value: Json | undefined): boolean {
  return isObject(value) ? value.HasValue !== true : !value;
}

function wrongSubjects(account: Document): readonly string[] {
  return Object.entries(subjectKeys).flatMap(([property, known]) =>
    items(account[property])
      .filter((key) => !known.includes(String(key)))
      .map((key) => `'${String(key)}' cannot be one of ${property}: ${known.join(", ")} can.`),
  );
}

function wrongDuration({ SessionDuration }: Document): readonly string[] {
  if (SessionDuration === undefined || SessionDuration === null) return [];
  return typeof SessionDuration === "string" && /^\d+$/.test(SessionDuration)
    ? []
    : ["SessionDuration must be a number of seconds, as text."];
}
