import { credentialProperties, type Properties } from "./credentials";
import type { S3Upload } from "./step";

/**
 * Properties of a step that uploads a package. The file is private and keeps its name, so that each release has its
 * own.
 *
 * @see https://octopus.com/docs/deployments/aws/s3
 * @see https://github.com/OctopusDeploy/Calamari/blob/main/source/Calamari.Aws/Integration/S3/S3PackageOptions.cs
 */
export function s3UploadProperties({ credentials, bucket, keyPrefix }: S3Upload): Properties {
  return {
    ...credentialProperties(credentials),
    "Octopus.Action.Aws.S3.BucketName": bucket,
    "Octopus.Action.Aws.S3.TargetMode": "EntirePackage",
    "Octopus.Action.Aws.S3.PackageOptions": JSON.stringify({
      bucketKey: "",
      bucketKeyBehaviour: "Filename",
      bucketKeyPrefix: keyPrefix,
      storageClass: "STANDARD",
      cannedAcl: "private",
      metadata: [],
      tags: [],
      variableSubstitutionPatterns: "",
      structuredVariableSubstitutionPatterns: "",
    }),
  };
}
