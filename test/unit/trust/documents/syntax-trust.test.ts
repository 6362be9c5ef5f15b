import { grammarOf } from "../../../fixtures/grammar";

const { document, statement, takes, refuses } = grammarOf("trust");
const account = { AWS: "123456789012" };

describe("principals of a trust policy", () => {
  takes("the sample", document());
  takes("everybody of AWS", statement({ Principal: { AWS: "*" } }));
  takes("an account by its id", statement({ Principal: account }));
  takes(
    "several types, each one or several",
    statement({
      Principal: {
        AWS: ["arn:aws:iam::123456789012:root", "AROAEXAMPLEEXAMPLE123"],
        Service: "pods.eks.amazonaws.com",
        Federated: ["arn:aws:iam::123456789012:oidc-provider/octopus.example.com"],
      },
    }),
  );

  refuses("none", statement({ Principal: undefined }), ["Statement[0].Principal", /is missing/]);
  refuses("everybody of every kind", statement({ Principal: "*" }), [
    "Statement[0].Principal",
    /is no object/,
  ]);
  refuses("one without its type", statement({ Principal: "arn:aws:iam::123456789012:root" }), [
    "Statement[0].Principal",
    /is no object such as/,
  ]);
  refuses("a list", statement({ Principal: [account] }), ["Statement[0].Principal", /is no object/]);
  refuses("an empty object", statement({ Principal: {} }), ["Statement[0].Principal", /is no object/]);
  refuses("an empty list of a type", statement({ Principal: { AWS: [] } }), [
    "Statement[0].Principal.AWS",
    /no list of principals/,
  ]);
  refuses("what is no text", statement({ Principal: { AWS: 123456789012 } }), [
    "Statement[0].Principal.AWS",
    /is no principal/,
  ]);
  refuses("an empty name", statement({ Principal: { AWS: "" } }), [
    "Statement[0].Principal.AWS",
    /named in full/,
  ]);
  refuses("a part of a name", statement({ Principal: { AWS: "arn:aws:iam::123456789012:role/Octo*" } }), [
    "Statement[0].Principal.AWS",
    /has "arn:aws:iam::123456789012:role\/Octo\*".*without wildcards/,
  ]);
  refuses("every service", statement({ Principal: { Service: "*" } }), [
    "Statement[0].Principal.Service",
    /wildcards/,
  ]);
  refuses("a type in another case", statement({ Principal: { aws: "123456789012" } }), [
    "Statement[0].Principal.aws",
    /is no type of principal/,
  ]);
  refuses(
    "the element in another case",
    statement({ Principal: undefined, principal: account }),
    ["Statement[0].principal", /is no element of a statement/],
    ["Statement[0].Principal", /is missing/],
  );
  refuses("everybody but somebody", statement({ Principal: undefined, NotPrincipal: account }), [
    "Statement[0].NotPrincipal",
    /is not allowed in a trust policy/,
  ]);
  refuses(
    "everybody but somebody beside a principal",
    statement({ NotPrincipal: account }),
    ["Statement[0].NotPrincipal", /stands beside Principal/],
    ["Statement[0].NotPrincipal", /is not allowed/],
  );
});

describe("actions of a trust policy", () => {
  takes("those of sts, in any case", statement({ Action: ["STS:assumerole", "sts:SetSourceIdentity"] }));

  refuses("none", statement({ Action: undefined }), ["Statement[0].Action", /is missing/]);
  refuses("an empty list", statement({ Action: [] }), ["Statement[0].Action", /no list of actions/]);
  refuses("those of another service", statement({ Action: ["sts:AssumeRole", "s3:GetObject"] }), [
    "Statement[0].Action",
    /has "s3:GetObject": a trust policy has actions of sts alone/,
  ]);
  refuses("those of a service with a similar name", statement({ Action: "xsts:AssumeRole" }), [
    "Statement[0].Action",
    /sts alone/,
  ]);
  refuses("every one", statement({ Action: "*" }), ["Statement[0].Action", /sts alone/]);
  refuses("all but some of another service", statement({ Action: undefined, NotAction: "s3:GetObject" }), [
    "Statement[0].NotAction",
    /sts alone/,
  ]);
});

describe("what a trust policy has and has not", () => {
  takes("an id", document({ Id: "ours: 1" }));

  refuses("a resource", statement({ Resource: "*" }), [
    "Statement[0].Resource",
    /is not allowed in a trust policy/,
  ]);
  refuses("what is no resource", statement({ NotResource: "*" }), [
    "Statement[0].NotResource",
    /is not allowed in a trust policy/,
  ]);
});
