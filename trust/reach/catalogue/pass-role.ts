/** How somebody who may pass a role to a service gets what the role can do. */
export interface PassRole {
  /** Who must be named in the role's trust policy. */
  readonly service: string;
  /** Beside `iam:PassRole`: one of these lists, all of it. In lower case. */
  readonly actions: readonly (readonly string[])[];
  /** What it takes besides, in words: then the step is possible only. */
  readonly besides?: string;
  readonly source: string;
}

const pathfinding = "https://pathfinding.cloud/paths/";
const rhino = "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/";
const authorization = "https://docs.aws.amazon.com/service-authorization/latest/reference/";

/** `one|other + more` as lists of actions in lower case, each of which is all that it takes. */
function either(...written: readonly string[]): readonly (readonly string[])[] {
  return written.flatMap((text) =>
    text
      .toLowerCase()
      .split(" + ")
      .reduce<string[][]>(
        (lists, part) => lists.flatMap((done) => part.split("|").map((action) => [...done, action])),
        [[]],
      ),
  );
}

/**
 * The services that run somebody's code, or make calls that somebody chooses, as a role that is passed to them. A role
 * that trusts a service which is not here counts as reached, possibly, by whoever may pass it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const passRole: readonly PassRole[] = [
  {
    service: "ec2.amazonaws.com",
    actions: either(
      "ec2:RunInstances",
      "ec2:RequestSpotInstances",
      "ec2:RequestSpotFleet",
      "ec2:CreateFleet + ec2:CreateLaunchTemplate",
      "autoscaling:CreateLaunchConfiguration + autoscaling:CreateAutoScalingGroup|autoscaling:UpdateAutoScalingGroup",
      "eks:CreateNodegroup",
      "elasticmapreduce:RunJobFlow",
      "imagebuilder:CreateComponent + imagebuilder:CreateImageRecipe + imagebuilder:CreateInfrastructureConfiguration + imagebuilder:CreateImage",
      "elasticbeanstalk:CreateEnvironment|elasticbeanstalk:UpdateEnvironment",
      "pcs:CreateComputeNodeGroup",
    ),
    source: `${pathfinding}ec2-001`,
  },
  {
    service: "lambda.amazonaws.com",
    actions: either(
      "lambda:CreateFunction + lambda:InvokeFunction|lambda:CreateEventSourceMapping|lambda:AddPermission|lambda:CreateFunctionUrlConfig",
      "lambda:UpdateFunctionConfiguration + lambda:UpdateFunctionCode",
      "synthetics:CreateCanary + synthetics:StartCanary",
    ),
    source: `${pathfinding}lambda-001`,
  },
  {
    service: "ecs-tasks.amazonaws.com",
    actions: either(
      "ecs:RunTask",
      "ecs:StartTask",
      "ecs:RegisterTaskDefinition + ecs:CreateService|ecs:UpdateService",
      "batch:RegisterJobDefinition + batch:SubmitJob",
    ),
    source: `${pathfinding}ecs-001`,
  },
  {
    service: "cloudformation.amazonaws.com",
    actions: either(
      "cloudformation:CreateStack",
      "cloudformation:UpdateStack",
      "cloudformation:CreateChangeSet + cloudformation:ExecuteChangeSet",
      "cloudformation:CreateStackSet + cloudformation:CreateStackInstances",
      "cloudformation:UpdateStackSet",
    ),
    source: `${pathfinding}cloudformation-001`,
  },
  {
    service: "codebuild.amazonaws.com",
    actions: either(
      "codebuild:CreateProject|codebuild:UpdateProject + codebuild:StartBuild|codebuild:StartBuildBatch",
    ),
    source: `${pathfinding}codebuild-001`,
  },
  {
    service: "codepipeline.amazonaws.com",
    actions: either("codepipeline:CreatePipeline"),
    source: `${authorization}list_awscodepipeline.html`,
  },
  {
    service: "glue.amazonaws.com",
    actions: either(
      "glue:CreateDevEndpoint",
      "glue:CreateJob|glue:UpdateJob + glue:StartJobRun|glue:CreateTrigger",
      "glue:CreateSession + glue:RunStatement",
    ),
    source: `${pathfinding}glue-003`,
  },
  {
    service: "sagemaker.amazonaws.com",
    actions: either(
      "sagemaker:CreateNotebookInstance",
      "sagemaker:CreateTrainingJob",
      "sagemaker:CreateProcessingJob",
      "sagemaker:CreateHyperParameterTuningJob",
      "sagemaker:CreateAutoMLJob|sagemaker:CreateAutoMLJobV2",
      "sagemaker:CreateModel + sagemaker:CreateEndpointConfig + sagemaker:CreateEndpoint",
      "sagemaker:CreateModel + sagemaker:CreateTransformJob",
      "sagemaker:CreatePipeline|sagemaker:UpdatePipeline + sagemaker:StartPipelineExecution",
      "sagemaker:CreateUserProfile|sagemaker:UpdateUserProfile + sagemaker:CreateApp + sagemaker:CreatePresignedDomainUrl",
      "sagemaker:CreateCluster|sagemaker:UpdateCluster",
    ),
    source: `${pathfinding}sagemaker-001`,
  },
  {
    service: "elasticmapreduce.amazonaws.com",
    actions: either("elasticmapreduce:RunJobFlow", "elasticmapreduce:StartNotebookExecution"),
    source: `${pathfinding}emr-001`,
  },
  {
    service: "emr-serverless.amazonaws.com",
    actions: either("emr-serverless:StartJobRun"),
    source: `${pathfinding}emrserverless-001`,
  },
  {
    service: "datapipeline.amazonaws.com",
    actions: either(
      "datapipeline:CreatePipeline + datapipeline:PutPipelineDefinition + datapipeline:ActivatePipeline",
    ),
    source: rhino,
  },
  {
    service: "states.amazonaws.com",
    actions: either(
      "states:CreateStateMachine|states:UpdateStateMachine + states:StartExecution|states:StartSyncExecution",
      "states:TestState",
    ),
    source: `${authorization}list_awsstepfunctions.html`,
  },
  {
    service: "scheduler.amazonaws.com",
    actions: either("scheduler:CreateSchedule|scheduler:UpdateSchedule"),
    source: `${authorization}list_amazoneventbridgescheduler.html`,
  },
  {
    service: "events.amazonaws.com",
    actions: either("events:PutRule + events:PutTargets"),
    source: `${authorization}list_amazoneventbridge.html`,
  },
  {
    service: "pipes.amazonaws.com",
    actions: either("pipes:CreatePipe|pipes:UpdatePipe"),
    source: `${authorization}list_amazoneventbridgepipes.html`,
  },
  {
    service: "tasks.apprunner.amazonaws.com",
    actions: either("apprunner:CreateService|apprunner:UpdateService"),
    source: `${pathfinding}apprunner-001`,
  },
  {
    service: "bedrock-agentcore.amazonaws.com",
    actions: either(
      "bedrock-agentcore:CreateCodeInterpreter + bedrock-agentcore:StartCodeInterpreterSession + bedrock-agentcore:InvokeCodeInterpreter",
      "bedrock-agentcore:CreateAgentRuntime|bedrock-agentcore:UpdateAgentRuntime",
      "bedrock-agentcore:CreateBrowser + bedrock-agentcore:StartBrowserSession",
    ),
    source: `${pathfinding}bedrock-001`,
  },
  {
    service: "ssm.amazonaws.com",
    actions: either(
      "ssm:StartAutomationExecution",
      "ssm:CreateMaintenanceWindow + ssm:RegisterTaskWithMaintenanceWindow",
      "ssm:CreateActivation",
      "config:PutRemediationConfigurations + config:StartRemediationExecution",
    ),
    source: `${pathfinding}ssm-003`,
  },
  {
    service: "pods.eks.amazonaws.com",
    actions: either(
      "eks:CreatePodIdentityAssociation",
      "eks:UpdatePodIdentityAssociation",
      "eks:CreateAddon",
      "eks:UpdateAddon",
    ),
    besides: "a pod that runs as the service account",
    source: `${authorization}list_amazonelastickubernetesservice.html`,
  },
  {
    service: "eks-fargate-pods.amazonaws.com",
    actions: either("eks:CreateFargateProfile"),
    besides: "a pod that runs in the profile",
    source: `${authorization}list_amazonelastickubernetesservice.html`,
  },
  {
    service: "fis.amazonaws.com",
    actions: either("fis:CreateExperimentTemplate|fis:UpdateExperimentTemplate + fis:StartExperiment"),
    source: `${authorization}list_awsfaultinjectionservice.html`,
  },
  {
    service: "braket.amazonaws.com",
    actions: either("braket:CreateJob"),
    source: `${pathfinding}braket-001`,
  },
  {
    service: "gamelift.amazonaws.com",
    actions: either("gamelift:CreateBuild + gamelift:CreateFleet", "gamelift:CreateContainerFleet"),
    besides: "a fleet that runs the build",
    source: `${pathfinding}gamelift-001`,
  },
  {
    service: "omics.amazonaws.com",
    actions: either("omics:CreateWorkflow + omics:StartRun"),
    source: `${pathfinding}omics-001`,
  },
  {
    service: "kinesisanalytics.amazonaws.com",
    actions: either("kinesisanalytics:CreateApplication + kinesisanalytics:StartApplication"),
    source: `${pathfinding}kinesisanalytics-001`,
  },
  {
    service: "kafkaconnect.amazonaws.com",
    actions: either("kafkaconnect:CreateCustomPlugin + kafkaconnect:CreateConnector"),
    source: `${authorization}list_amazonmanagedstreamingforkafkaconnect.html`,
  },
  {
    service: "credentials.iot.amazonaws.com",
    actions: either("iot:CreateRoleAlias|iot:UpdateRoleAlias + iot:AssumeRoleWithCertificate"),
    source: `${authorization}list_awsiot.html`,
  },
  {
    service: "rolesanywhere.amazonaws.com",
    actions: either(
      "rolesanywhere:CreateProfile|rolesanywhere:UpdateProfile + rolesanywhere:CreateTrustAnchor|rolesanywhere:UpdateTrustAnchor",
    ),
    source: `${authorization}list_awsidentityandaccessmanagementrolesanywhere.html`,
  },
  {
    service: "apigateway.amazonaws.com",
    actions: either("apigateway:PUT", "apigateway:POST"),
    besides: "an integration that signs",
    source: `${authorization}list_amazonapigatewaymanagement.html`,
  },
  {
    service: "appsync.amazonaws.com",
    actions: either("appsync:CreateDataSource|appsync:UpdateDataSource"),
    besides: "a data source that signs",
    source: `${authorization}list_awsappsync.html`,
  },
];

/** The same by service. */
export const passRoleTo: ReadonlyMap<string, PassRole> = new Map(passRole.map((row) => [row.service, row]));
