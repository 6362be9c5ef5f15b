/**
 * The name that a service has in every region and partition: of several, a trust policy may name a region's own.
 *
 * @param service its principal, e.g. `states.us-east-1.amazonaws.com` or `ec2.amazonaws.com.cn`
 * @returns e.g. `states.amazonaws.com`
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_iam.ServicePrincipalOpts.html
 */
export function serviceEverywhere(service: string): string {
  return service.replace(/(\.[a-z]{2}(-[a-z]+)+-\d)?\.amazonaws\.com(\.cn)?$/, ".amazonaws.com");
}
