/** How somebody who controls what already runs as a role gets what the role can do. */
export interface Takeover {
  /** CloudFormation's name of the type. */
  readonly type: string;
  /** One of these lists, all of it. In lower case. */
  readonly actions: readonly (readonly string[])[];
  /** What the actions are done to, in words, when it is not the thing itself: then the step is possible only. */
  readonly elsewhere?: string;
  readonly source: string;
}

const pathfinding = "https://pathfinding.cloud/paths/";

/** Actions that make existing compute run what the caller chooses, without `iam:PassRole`. */
export const takeovers: readonly Takeover[] = [
  {
    type: "AWS::Lambda::Function",
    actions: [["lambda:updatefunctioncode"], ["lambda:updatefunctionconfiguration"]],
    source: `${pathfinding}lambda-003`,
  },
  {
    type: "AWS::EC2::Instance",
    actions: [
      ["ssm:sendcommand"],
      ["ssm:startsession"],
      ["ec2:modifyinstanceattribute", "ec2:stopinstances", "ec2:startinstances"],
      ["ec2-instance-connect:sendsshpublickey"],
    ],
    source: `${pathfinding}ssm-001`,
  },
  {
    type: "AWS::ECS::TaskDefinition",
    actions: [["ecs:executecommand"]],
    elsewhere: "the tasks that run it",
    source: `${pathfinding}ecs-006`,
  },
  {
    type: "AWS::CodeBuild::Project",
    actions: [["codebuild:startbuild"], ["codebuild:startbuildbatch"]],
    source: `${pathfinding}codebuild-002`,
  },
  {
    type: "AWS::CloudFormation::Stack",
    actions: [
      ["cloudformation:updatestack"],
      ["cloudformation:createchangeset", "cloudformation:executechangeset"],
    ],
    source: `${pathfinding}cloudformation-002`,
  },
  {
    type: "AWS::CloudFormation::StackSet",
    actions: [["cloudformation:updatestackset"]],
    source: `${pathfinding}cloudformation-004`,
  },
  {
    type: "AWS::Glue::DevEndpoint",
    actions: [["glue:updatedevendpoint"]],
    source: `${pathfinding}glue-002`,
  },
  {
    type: "AWS::Glue::Job",
    actions: [["glue:updatejob", "glue:startjobrun"]],
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html",
  },
  {
    type: "AWS::SageMaker::NotebookInstance",
    actions: [["sagemaker:createpresignednotebookinstanceurl"]],
    source: `${pathfinding}sagemaker-004`,
  },
  {
    type: "AWS::AppRunner::Service",
    actions: [["apprunner:updateservice"]],
    source: `${pathfinding}apprunner-002`,
  },
  {
    type: "AWS::StepFunctions::StateMachine",
    actions: [["states:updatestatemachine", "states:startexecution"]],
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html",
  },
  {
    type: "AWS::EKS::Cluster",
    actions: [["eks:createaccessentry", "eks:associateaccesspolicy"]],
    elsewhere: "the cluster, and then its pods",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
  },
  {
    type: "AWS::Batch::JobDefinition",
    actions: [["batch:submitjob"]],
    source: `${pathfinding}batch-002`,
  },
];

/**
 * Edits of who gets into a cluster of EKS. The first two together let somebody in with all rights there; each alone
 * does with what the cluster has already: a group with rights, an entry, or a user whom a provider may vouch for.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/authenticate-oidc-identity-provider.html
 */
export const clusterEdits = {
  ofCluster: ["eks:createaccessentry", "eks:associateidentityproviderconfig"],
  ofEntries: ["eks:associateaccesspolicy", "eks:updateaccessentry"],
} as const;
