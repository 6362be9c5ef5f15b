import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { OidcAccount } from "../octopus/accounts";

/**
 * Octopus as an issuer whose tokens AWS takes, in one account; its provider must be that of the account. An account has
 * one of a host, whichever environments share it: the first of them makes it, and `preflight/oidc-providers.ts` says so to
 * the others.
 *
 * It has no thumbprint: AWS trusts the certificate of a public server by its authority, and looks up the fingerprint of
 * any other one itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
export class OidcProvider extends pulumi.ComponentResource {
  constructor(
    name: string,
    { issuer, audience, deployRole }: Pick<OidcAccount, "issuer" | "audience" | "deployRole">,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("octolaunch:index:OidcProvider", name, {}, options);

    new aws.iam.OpenIdConnectProvider(
      name,
      { url: issuer, clientIdLists: [audience] },
      { parent: this, replacementTrigger: deployRole.account.id },
    );
    this.registerOutputs();
  }
}
