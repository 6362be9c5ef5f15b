import { grammarOf } from "../../../fixtures/grammar";

const { document, statement, takes, refuses } = grammarOf("permissions");

describe("actions of a permissions policy", () => {
  takes("one or several, with wildcards", statement({ Action: ["s3:*", "ec2:Describe?*", "*"] }));
  takes("a wildcard for the service", statement({ Action: "*:*" }));
  takes("names in any case", statement({ Action: "IAM:listaccesskeys" }));
  takes("everything but some", statement({ Action: undefined, NotAction: ["iam:*"] }));

  refuses("none", statement({ Action: undefined }), ["Statement[0].Action", /is missing/]);
  refuses("an empty list", statement({ Action: [] }), ["Statement[0].Action", /no list of actions/]);
  refuses("what is no text", statement({ Action: { s3: "*" } }), [
    "Statement[0].Action",
    /no list of actions/,
  ]);
  refuses("a list that is no text in part", statement({ Action: ["s3:*", 3] }), [
    "Statement[0].Action",
    /no list/,
  ]);
  refuses("one without its service", statement({ Action: ["s3:GetObject", "PutObject"] }), [
    "Statement[0].Action",
    /^has "PutObject", which is not of the form service:Action$/,
  ]);
  refuses("one with a space", statement({ Action: "s3: GetObject" }), [
    "Statement[0].Action",
    /service:Action/,
  ]);
  for (const Action of [
    "",
    " s3:GetObject",
    "s3:GetObject ",
    "s3:Get:Object",
    "s3:",
    ":GetObject",
    "s3:Get-Object",
  ]) {
    refuses(`"${Action}"`, statement({ Action }), [
      "Statement[0].Action",
      /^has ".*", which is not of the form service:Action$/,
    ]);
  }
  refuses("some beside what they are not", statement({ NotAction: "s3:PutObject" }), [
    "Statement[0].NotAction",
    /stands beside Action/,
  ]);
  refuses("an empty list of what they are not", statement({ Action: undefined, NotAction: [] }), [
    "Statement[0].NotAction",
    /no list of actions/,
  ]);
});

describe("resources of a permissions policy", () => {
  takes(
    "ARNs with wildcards and variables",
    statement({ Resource: ["*", "arn:aws:s3:::*", "arn:aws:s3:::shop/${aws:username}/*"] }),
  );
  takes("everything but some", statement({ Resource: undefined, NotResource: ["arn:aws:s3:::shop/*"] }));

  refuses("none", statement({ Resource: undefined }), ["Statement[0].Resource", /is missing/]);
  refuses("an empty list", statement({ Resource: [] }), ["Statement[0].Resource", /no list of ARNs/]);
  refuses(
    "what is no ARN",
    statement({ Resource: ["shop", "*:s3:::shop"] }),
    ["Statement[0].Resource", /has "shop", which is no ARN/],
    ["Statement[0].Resource", /has "\*:s3:::shop"/],
  );
  refuses("some beside what they are not", statement({ NotResource: "*" }), [
    "Statement[0].NotResource",
    /stands beside Resource/,
  ]);
});

describe("what a permissions policy does not have", () => {
  refuses("an id", document({ Id: "ours" }), ["Id", /is not allowed in a permissions policy/]);
  refuses("everybody", statement({ Principal: "*" }), ["Statement[0].Principal", /is not allowed/]);
  refuses("a principal", statement({ Principal: { AWS: "123456789012" } }), [
    "Statement[0].Principal",
    /not allowed/,
  ]);
  refuses("everybody but somebody", statement({ NotPrincipal: { AWS: "123456789012" } }), [
    "Statement[0].NotPrincipal",
    /is not allowed in a permissions policy/,
  ]);
});
