import { unknown } from "../../../../trust/truth";
import { grammarOf } from "../../../fixtures/grammar";

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
describe("a service control policy", () => {
  const { document, statement, takes, refuses } = grammarOf("scp");

  takes("the sample", document());
  takes("FullAWSAccess", {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  });
  takes("an allowance with a condition and a resource", statement({ Effect: "Allow" }));
  takes("wildcards within an action", statement({ Action: ["s*:Get*Role", "sts:*"] }));
  takes(
    "everything but some, in an allowance too",
    statement({
      Effect: "Allow",
      Action: undefined,
      NotAction: "iam:*",
      Resource: undefined,
      NotResource: "arn:aws:iam::*:role/octopus/*",
    }),
  );
  takes("the older version", document({ Version: "2008-10-17" }));
  takes("an id", document({ Id: "ours" }));

  refuses("a principal", statement({ Principal: "*" }), [
    "Statement[0].Principal",
    /^is not allowed in a service control policy$/,
  ]);
  refuses("everybody but some", statement({ NotPrincipal: { AWS: "*" } }), [
    "Statement[0].NotPrincipal",
    /^is not allowed in a service control policy$/,
  ]);
  refuses("no resource", statement({ Resource: undefined }), ["Statement[0].Resource", /^is missing$/]);
  refuses("a Sid with a hyphen", statement({ Sid: "only-launcher" }), [
    "Statement[0].Sid",
    /^is no text of letters and digits$/,
  ]);
});

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
describe("a resource control policy", () => {
  const { document, statement, takes, refuses } = grammarOf("rcp");
  const fullAccess = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };

  takes("the sample", document());
  takes("RCPFullAWSAccess, the one that AWS attaches", { Version: "2012-10-17", Statement: [fullAccess] });
  takes("wildcards within an action", statement({ Action: ["s3:*Object", "sts:Assume?ole*"] }));
  takes("everything but some resources", statement({ Resource: undefined, NotResource: "*" }));
  takes("an id", document({ Id: "ours" }));
  takes("a version that is not known", document({ Version: unknown }));
  takes("an effect that is not known", statement({ Effect: unknown, Action: "*" }));
  takes("an allowance of actions and resources that are not known", {
    Version: "2012-10-17",
    Statement: [{ ...fullAccess, Action: unknown, Resource: unknown }],
  });

  refuses("the older version", document({ Version: "2008-10-17" }), [
    "Version",
    /^is not 2012-10-17, the only one of a resource control policy$/,
  ]);
  refuses("no version", document({ Version: undefined }), ["Version", /^is not 2012-10-17/]);
  refuses("a version that is none", document({ Version: "1" }), [
    "Version",
    /^is neither 2012-10-17 nor 2008-10-17$/,
  ]);

  const allows = ["Statement[0].Effect", /^is Allow: a resource control policy can only deny$/] as const;
  refuses("an allowance", statement({ Effect: "Allow" }), allows);
  for (const [what, changes] of [
    ["some actions", { Action: "s3:*" }],
    ["some resources", { Resource: "arn:aws:s3:::*" }],
    ["everything under a condition", { Condition: { Bool: { "aws:SecureTransport": "true" } } }],
  ] as const) {
    refuses(
      `an allowance of ${what}`,
      { Version: "2012-10-17", Statement: [{ ...fullAccess, ...changes }] },
      allows,
    );
  }
  refuses("every action of every service", statement({ Action: ["sts:*", "*"] }), [
    "Statement[0].Action",
    /^has "\*": a resource control policy names the service, such as sts:\*$/,
  ]);
  refuses("all but some actions", statement({ Action: undefined, NotAction: "s3:*" }), [
    "Statement[0].NotAction",
    /^is not allowed in a resource control policy$/,
  ]);

  const onlyEverybody = /^is not "\*", the only one that a resource control policy takes$/;
  refuses("no principal", statement({ Principal: undefined }), ["Statement[0].Principal", /^is missing$/]);
  refuses("a principal by name", statement({ Principal: { AWS: "123456789012" } }), [
    "Statement[0].Principal",
    onlyEverybody,
  ]);
  refuses("everybody of AWS", statement({ Principal: { AWS: "*" } }), [
    "Statement[0].Principal",
    onlyEverybody,
  ]);
  refuses("all but some principals", statement({ Principal: undefined, NotPrincipal: "*" }), [
    "Statement[0].NotPrincipal",
    /^is not allowed in a resource control policy$/,
  ]);
  refuses("no resource", statement({ Resource: undefined }), ["Statement[0].Resource", /^is missing$/]);
});
