import { refusals } from "../../../fixtures/refusals";

/** Accounts with ids that nothing else has. */
const accounts = (count: number): Record<string, { id: string }> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`a${index}`, { id: `40000000000${index}` }]),
  );

describe("accounts and regions in the settings", () => {
  refusals([
    {
      refuses: "an account id of 11 digits",
      changes: { "accounts.dev.id": "11111111111" },
      says: [
        [
          "organization.accounts.dev.id",
          "is no account id",
          'write 12 digits in quotes, e.g. "111111111111"',
        ],
      ],
    },
    {
      refuses: "an account id of 13 digits",
      changes: { "accounts.dev.id": "1111111111111" },
      says: [["organization.accounts.dev.id", "write 12 digits in quotes"]],
    },
    {
      refuses: "an account id without quotes",
      changes: { "accounts.dev.id": 111111111111 },
      says: [["organization.accounts.dev.id", "is a number, which loses leading zeros", "in quotes"]],
    },
    {
      refuses: "the management account's id without quotes",
      changes: { "management.id": 999999999999 },
      says: [["organization.management.id", "is a number", "in quotes"]],
    },
    {
      refuses: "an account without an id",
      changes: { "accounts.dev.id": undefined },
      says: [["organization.accounts.dev.id", "write 12 digits in quotes"]],
    },
    {
      refuses: "the same id under two names",
      changes: { "accounts.staging.id": "111111111111" },
      says: [["organization.accounts.staging.id", "organization.accounts.dev too", "one name an account"]],
    },
    {
      refuses: "the management account as an environment's account",
      changes: { "accounts.prod.id": "999999999999" },
      says: [["organization.accounts.prod.id", "is the management account", "write a member account's id"]],
    },
    {
      refuses: "the management account as the tooling account",
      changes: { "accounts.tooling.id": "999999999999" },
      says: [["organization.accounts.tooling.id", "is the management account", "no launcher"]],
    },
    {
      refuses: "a name that cannot stand in ARNs and resource names",
      changes: { "accounts.9lives": { id: "444444444444" } },
      says: [["organization.accounts.9lives", "is no name that can stand here", "a letter first"]],
    },
    {
      refuses: "an account that is not described",
      changes: { "environments[0].accounts": ["dev", "devtwo"] },
      says: [["organization.environments[0].accounts[1]", "is devtwo", "add it there or correct the name"]],
    },
    {
      refuses: "an account that only every JavaScript object has",
      changes: { "environments[0].accounts": ["constructor"], "tooling.account": "toString" },
      says: [
        ["organization.tooling.account", "is toString", "does not have"],
        ["organization.environments[0].accounts[0]", "is constructor", "does not have"],
      ],
    },
    {
      refuses: "a tooling account that is not described",
      changes: { "tooling.account": "tools" },
      says: [["organization.tooling.account", "is tools", "add it there or name another"]],
    },
    {
      refuses: "an account twice in an environment",
      changes: { "environments[0].accounts": ["dev", "dev"] },
      says: [["organization.environments[0].accounts[1]", "is dev a second time", "remove it"]],
    },
    {
      refuses: "an environment without accounts",
      changes: { "environments[0].accounts": [] },
      says: [["organization.environments[0].accounts", "is empty", "name at least one"]],
    },
    {
      refuses: "more accounts than one stack can have providers for",
      changes: {
        accounts: {
          ...accounts(9),
          tooling: { id: "123456789012" },
          staging: { id: "222222222222" },
          prod: { id: "333333333333" },
        },
        "environments[0].accounts": Object.keys(accounts(9)),
      },
      says: [
        [
          "organization.environments[0].accounts",
          "has 9 accounts",
          "8 at most",
          "300 to 430 MB",
          "split the environment",
        ],
      ],
    },
    {
      refuses: "a region that does not exist",
      changes: { region: "us-east-9" },
      says: [["organization.region", "is us-east-9", "no region", "write one of", "us-east-1"]],
    },
    {
      refuses: "a region that does not exist for one account",
      changes: { "accounts.dev.region": "eu-west-11" },
      says: [["organization.accounts.dev.region", "is eu-west-11", "write one of", "eu-west-1"]],
    },
    {
      refuses: "a region of another partition",
      changes: { "accounts.dev.region": "cn-north-1" },
      says: [
        ["organization.accounts.dev.region", "a region of partition aws-cn", "organization.partition is aws"],
      ],
    },
    {
      refuses: "a partition that the organization's region is not in",
      changes: { partition: "aws-us-gov" },
      says: [
        [
          "organization.region",
          "is us-east-1, a region of partition aws",
          "organization.partition is aws-us-gov",
        ],
      ],
    },
    {
      refuses: "a partition that is not supported",
      changes: { partition: "aws-iso" },
      says: [["organization.partition", "is none of aws, aws-us-gov, aws-cn"]],
    },
  ]);
});
