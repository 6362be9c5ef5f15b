import assert from "node:assert/strict";

import { noStaticKeys } from "../../policy-pack/rules/no-static-keys";
import { expected } from "../fixtures/expected";
import { judgeInOrder } from "./judge";
import { launcherRole } from "./launchers";
import { defaultProvider, deployRoleArn, ids, notKnown, pinned, resource, type Given } from "./resources";
import { deployRole, type Fields } from "./trusts";

/** A program without long-lived credentials, to which something is added. */
const provider = (changes: Fields = {}): Given =>
  resource("pulumi:providers:aws", "dev", { ...pinned("dev").props, ...changes }, defaultProvider);
const octopus = { name: "octopus", type: "pulumi:providers:octopusdeploy", props: {} };
const ofOctopus = (token: string, props: Fields): Given =>
  resource(
    `octopusdeploy:index/${token.charAt(0).toLowerCase()}${token.slice(1)}:${token}`,
    token,
    props,
    octopus,
  );
const program: readonly Given[] = [
  launcherRole(),
  deployRole("dev", JSON.stringify(expected("DevDeployRole", "trust"))),
  provider(),
  ofOctopus("AwsOpenidConnectAccount", { name: "aws-dev", roleArn: deployRoleArn("dev") }),
  ofOctopus("S3Feed", { name: "releases", useMachineCredentials: true }),
];

/**
 * What IAM has for those who sign in with a secret that stays the same.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/introduction_identity-management.html
 */
const credentials: Readonly<Record<string, string>> = {
  "an IAM user": "aws:iam/user:User",
  "an IAM user of the other provider": "aws-native:iam:User",
  "an access key": "aws:iam/accessKey:AccessKey",
  "a password": "aws:iam/userLoginProfile:UserLoginProfile",
  "a service-specific credential": "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
  "a signing certificate": "aws:iam/signingCertificate:SigningCertificate",
  "an SSH key": "aws:iam/sshKey:SshKey",
};

const places: Readonly<Record<string, Parameters<typeof resource>[3]>> = {
  "the launcher's account": "tooling",
  "a deploy role's account": "prod",
  "the management account": "management",
  "an account that is not known": defaultProvider,
};

const accessKey = "AKIAIOSFODNN7EXAMPLE";
const secretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/** Resources to be added to the program, or to take the place of the one of the same type. */
const additions: Readonly<Record<string, Given>> = {
  ...Object.fromEntries(
    Object.entries(credentials).flatMap(([what, type]) =>
      Object.entries(places).map(([where, place]) => [
        `adds ${what} in ${where}`,
        resource(type, "added", { name: "ci", user: "ci" }, place),
      ]),
    ),
  ),
  "adds an IAM user of whom nothing is known": resource("aws:iam/user:User", "added", { name: notKnown }),
  "gives a provider a pair of keys": provider({ accessKey, secretKey }),
  "gives a provider an access key alone": provider({ accessKey }),
  "gives a provider a secret key alone": provider({ secretKey }),
  "gives a provider keys that are not known": provider({ accessKey: notKnown, secretKey: notKnown }),
  "gives a provider keys and a token": provider({ accessKey, secretKey, token: "x" }),
  "gives a provider keys and takes its account away": provider({
    accessKey,
    secretKey,
    allowedAccountIds: undefined,
    assumeRoles: undefined,
  }),
  "gives a provider of the other kind keys": resource(
    "pulumi:providers:aws-native",
    "native",
    { allowedAccountIds: JSON.stringify([ids.dev]), accessKey, secretKey },
    defaultProvider,
  ),
  "adds an account of access keys to Octopus": ofOctopus("AwsAccount", { accessKey, secretKey }),
  "adds one to the hub of Octopus": ofOctopus("PlatformHubAwsAccount", { accessKey, secretKey }),
  "adds one whose keys are not known": ofOctopus("AwsAccount", { accessKey: notKnown, secretKey: notKnown }),
  "adds one without its keys": ofOctopus("AwsAccount", { name: "aws-dev" }),
  "gives a feed keys": ofOctopus("S3Feed", { accessKey, secretKey, useMachineCredentials: false }),
  "gives a feed keys that are not known": ofOctopus("S3Feed", { accessKey: notKnown, secretKey: notKnown }),
  "gives a feed keys beside the machine's": ofOctopus("S3Feed", {
    accessKey,
    secretKey,
    useMachineCredentials: true,
  }),
  "adds a registry with keys": ofOctopus("AwsElasticContainerRegistry", { accessKey, secretKey }),
};

/** Additions of which nothing is said, and why that is right. */
const survivors: Readonly<Record<string, readonly [Given, because: string]>> = {
  "adds an IAM user in an account of nobody": [
    resource("aws:iam/user:User", "added", { name: "ci" }, "foreign"),
    "what others do in their accounts is their business",
  ],
  "gives a provider a profile": [
    provider({ profile: "dev" }),
    "what a profile has, its machine says: a session of IAM Identity Center, for one",
  ],
  "gives a provider a file of credentials": [
    provider({ sharedCredentialsFiles: '["/root/.aws/credentials"]' }),
    "what is in it, its machine says",
  ],
  "gives a provider a token alone": [
    provider({ token: "x" }),
    "without the keys that it belongs to it opens nothing",
  ],
};

describe("a program without long-lived credentials, to which some are added", () => {
  it("is accepted as it is", () => {
    assert.deepEqual(judgeInOrder(noStaticKeys, program), []);
  });
  for (const [name, added] of Object.entries(additions))
    it(`is refused by whoever ${name}`, () => {
      const said = judgeInOrder(noStaticKeys, withAdded(added));
      assert(said.some(({ level, about }) => level === "mandatory" && about === added.name));
      for (const secret of [accessKey, secretKey]) assert(!JSON.stringify(said).includes(secret));
    });
  for (const [name, [added, because]] of Object.entries(survivors))
    it(`is accepted by whoever ${name}: ${because}`, () => {
      assert.deepEqual(judgeInOrder(noStaticKeys, withAdded(added)), []);
    });
});

function withAdded(added: Given): readonly Given[] {
  return [...program.filter(({ type, name }) => type !== added.type || name !== added.name), added];
}
