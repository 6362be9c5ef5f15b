import { unknown } from "../../../../trust/truth";
import { grammarOf } from "../../../fixtures/grammar";

const { document, statement, takes, refuses } = grammarOf("endpoint");
const account = { AWS: "123456789012" };

// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
describe("an endpoint policy", () => {
  takes("the default, which allows everything to everybody", {
    Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
  });
  takes("an id", document({ Id: "Policy1415115909151" }));
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html
  takes("a Sid with hyphens", statement({ Sid: "Access-to-specific-bucket-only" }));
  takes("principals by name", statement({ Principal: account }));
  takes("everybody of AWS", statement({ Principal: { AWS: "*" } }));
  takes(
    "principals of every type",
    statement({
      Principal: {
        AWS: "AROAEXAMPLEEXAMPLE123",
        Service: "ec2.amazonaws.com",
        Federated: "www.amazon.com",
        CanonicalUser: "79a59df900b949e5",
      },
    }),
  );
  takes("actions of any service", statement({ Action: ["s3:*", "sts:AssumeRole"] }));
  takes("a denial with all but some of everything", {
    Statement: [{ Effect: "Deny", NotPrincipal: account, NotAction: "s3:*", NotResource: "*" }],
  });
  takes("all but everybody", statement({ Principal: undefined, NotPrincipal: "*" }));
  takes("all but somebody who is not known", statement({ Principal: undefined, NotPrincipal: unknown }));

  refuses("a Sid that is no text", statement({ Sid: 1 }), ["Statement[0].Sid", /^is no text$/]);
  refuses("no principal", statement({ Principal: undefined }), ["Statement[0].Principal", /^is missing$/]);
  refuses("some beside all but some", statement({ NotPrincipal: account }), [
    "Statement[0].NotPrincipal",
    /^stands beside Principal; a statement has one of them$/,
  ]);
  refuses("a principal without its type", statement({ Principal: "123456789012" }), [
    "Statement[0].Principal",
    /^is no object such as \{"AWS": "arn:…"\}$/,
  ]);
  refuses(
    "a part of a name",
    statement({ Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::*:root" } }),
    [
      "Statement[0].NotPrincipal.AWS",
      /^has "arn:aws:iam::\*:root": a principal is named in full, without wildcards$/,
    ],
  );
  refuses("no resource", statement({ Resource: undefined }), ["Statement[0].Resource", /^is missing$/]);
});
