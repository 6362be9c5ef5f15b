/** What runs as a role that its properties name. */
export interface ComputeType {
  /** CloudFormation's name of the type. */
  readonly type: string;
  /** Properties that hold a role's ARN or name, with dots into nested objects, lists and JSON texts. */
  readonly roles: readonly string[];
  /** Properties that hold the ARN or name of an instance profile. */
  readonly profiles?: readonly string[];
}

const running = (type: string, ...roles: string[]): ComputeType => ({ type: `AWS::${type}`, roles });
const onInstances = (type: string, ...profiles: string[]): ComputeType => ({
  ...running(type),
  profiles,
});

/**
 * Resources that run as a role, by their type at Pulumi. Whoever can change what they do acts as the role.
 *
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
export const computeTypes: Readonly<Record<string, ComputeType>> = {
  "aws:amplify/app:App": running("Amplify::App", "iamServiceRoleArn", "computeRoleArn"),
  "aws:appautoscaling/target:Target": running("ApplicationAutoScaling::ScalableTarget", "roleArn"),
  "aws:apprunner/service:Service": running(
    "AppRunner::Service",
    "instanceConfiguration.instanceRoleArn",
    "sourceConfiguration.authenticationConfiguration.accessRoleArn",
  ),
  "aws:appsync/dataSource:DataSource": running("AppSync::DataSource", "serviceRoleArn"),
  "aws:backup/selection:Selection": running("Backup::BackupSelection", "iamRoleArn"),
  "aws:batch/computeEnvironment:ComputeEnvironment": {
    ...running("Batch::ComputeEnvironment", "serviceRole", "computeResources.spotIamFleetRole"),
    profiles: ["computeResources.instanceRole"],
  },
  "aws:batch/jobDefinition:JobDefinition": running(
    "Batch::JobDefinition",
    "containerProperties.jobRoleArn",
    "containerProperties.executionRoleArn",
  ),
  "aws:bedrock/agentAgent:AgentAgent": running("Bedrock::Agent", "agentResourceRoleArn"),
  "aws:bedrock/agentFlow:AgentFlow": running("Bedrock::Flow", "executionRoleArn"),
  "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase": running("Bedrock::KnowledgeBase", "roleArn"),
  "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime": running("BedrockAgentCore::Runtime", "roleArn"),
  "aws:bedrock/agentcoreBrowser:AgentcoreBrowser": running(
    "BedrockAgentCore::BrowserCustom",
    "executionRoleArn",
  ),
  "aws:bedrock/agentcoreCodeInterpreter:AgentcoreCodeInterpreter": running(
    "BedrockAgentCore::CodeInterpreterCustom",
    "executionRoleArn",
  ),
  "aws:bedrock/agentcoreGateway:AgentcoreGateway": running("BedrockAgentCore::Gateway", "roleArn"),
  "aws:budgets/budgetAction:BudgetAction": running("Budgets::BudgetsAction", "executionRoleArn"),
  "aws:cfg/recorder:Recorder": running("Config::ConfigurationRecorder", "roleArn"),
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": running(
    "Chatbot::SlackChannelConfiguration",
    "iamRoleArn",
  ),
  "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": running(
    "Chatbot::MicrosoftTeamsChannelConfiguration",
    "iamRoleArn",
  ),
  "aws:cloudformation/stack:Stack": running("CloudFormation::Stack", "iamRoleArn"),
  "aws:cloudformation/stackSet:StackSet": running("CloudFormation::StackSet", "administrationRoleArn"),
  "aws:cloudformation/cloudFormationType:CloudFormationType": running(
    "CloudFormation::ResourceVersion",
    "executionRoleArn",
  ),
  "aws:cloudtrail/trail:Trail": running("CloudTrail::Trail", "cloudWatchLogsRoleArn"),
  "aws:cloudwatch/eventRule:EventRule": running("Events::Rule", "roleArn"),
  "aws:cloudwatch/eventTarget:EventTarget": running("Events::Rule", "roleArn"),
  "aws:codebuild/fleet:Fleet": running("CodeBuild::Fleet", "fleetServiceRole"),
  "aws:codebuild/project:Project": running("CodeBuild::Project", "serviceRole", "resourceAccessRole"),
  "aws:codedeploy/deploymentGroup:DeploymentGroup": running("CodeDeploy::DeploymentGroup", "serviceRoleArn"),
  "aws:codepipeline/pipeline:Pipeline": running(
    "CodePipeline::Pipeline",
    "roleArn",
    "stages.actions.roleArn",
  ),
  "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment": running(
    "Cognito::IdentityPoolRoleAttachment",
    "roles.authenticated",
    "roles.unauthenticated",
    "roleMappings.mappingRules.roleArn",
  ),
  "aws:dlm/lifecyclePolicy:LifecyclePolicy": running("DLM::LifecyclePolicy", "executionRoleArn"),
  "aws:ec2/instance:Instance": onInstances("EC2::Instance", "iamInstanceProfile"),
  "aws:ec2/launchConfiguration:LaunchConfiguration": onInstances(
    "AutoScaling::LaunchConfiguration",
    "iamInstanceProfile",
  ),
  "aws:ec2/launchTemplate:LaunchTemplate": onInstances(
    "EC2::LaunchTemplate",
    "iamInstanceProfile.arn",
    "iamInstanceProfile.name",
  ),
  "aws:ec2/spotFleetRequest:SpotFleetRequest": {
    ...running("EC2::SpotFleet", "iamFleetRole"),
    profiles: ["launchSpecifications.iamInstanceProfile", "launchSpecifications.iamInstanceProfileArn"],
  },
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": onInstances("EC2::Instance", "iamInstanceProfile"),
  "aws:ecs/daemonTaskDefinition:DaemonTaskDefinition": running(
    "ECS::DaemonTaskDefinition",
    "taskRoleArn",
    "executionRoleArn",
  ),
  "aws:ecs/expressGatewayService:ExpressGatewayService": running(
    "ECS::ExpressGatewayService",
    "taskRoleArn",
    "executionRoleArn",
    "infrastructureRoleArn",
  ),
  "aws:ecs/service:Service": running(
    "ECS::Service",
    "iamRole",
    "volumeConfiguration.managedEbsVolume.roleArn",
  ),
  "aws:ecs/taskDefinition:TaskDefinition": running("ECS::TaskDefinition", "taskRoleArn", "executionRoleArn"),
  "aws:eks/addon:Addon": running("EKS::Addon", "serviceAccountRoleArn"),
  "aws:eks/capability:Capability": running("EKS::Capability", "roleArn"),
  "aws:eks/cluster:Cluster": running("EKS::Cluster", "roleArn", "computeConfig.nodeRoleArn"),
  "aws:eks/fargateProfile:FargateProfile": running("EKS::FargateProfile", "podExecutionRoleArn"),
  "aws:eks/nodeGroup:NodeGroup": running("EKS::Nodegroup", "nodeRoleArn"),
  "aws:elasticbeanstalk/application:Application": running(
    "ElasticBeanstalk::Application",
    "appversionLifecycle.serviceRole",
  ),
  "aws:emr/cluster:Cluster": {
    ...running("EMR::Cluster", "serviceRole", "autoscalingRole"),
    profiles: ["ec2Attributes.instanceProfile"],
  },
  "aws:emr/studio:Studio": running("EMR::Studio", "serviceRole", "userRole"),
  "aws:fis/experimentTemplate:ExperimentTemplate": running("FIS::ExperimentTemplate", "roleArn"),
  "aws:gamelift/fleet:Fleet": running("GameLift::Fleet", "instanceRoleArn"),
  "aws:glue/crawler:Crawler": running("Glue::Crawler", "role"),
  "aws:glue/devEndpoint:DevEndpoint": running("Glue::DevEndpoint", "roleArn"),
  "aws:glue/job:Job": running("Glue::Job", "roleArn"),
  "aws:glue/mltransform:MLTransform": running("Glue::MLTransform", "roleArn"),
  "aws:imagebuilder/imagePipeline:ImagePipeline": running("ImageBuilder::ImagePipeline", "executionRole"),
  "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration": onInstances(
    "ImageBuilder::InfrastructureConfiguration",
    "instanceProfileName",
  ),
  "aws:iot/roleAlias:RoleAlias": running("IoT::RoleAlias", "roleArn"),
  "aws:kinesisanalyticsv2/application:Application": running(
    "KinesisAnalyticsV2::Application",
    "serviceExecutionRole",
  ),
  "aws:lakeformation/resource:Resource": running("LakeFormation::Resource", "roleArn"),
  "aws:lambda/function:Function": running("Lambda::Function", "role"),
  "aws:lex/v2modelsBot:V2modelsBot": running("Lex::Bot", "roleArn"),
  "aws:mskconnect/connector:Connector": running("KafkaConnect::Connector", "serviceExecutionRoleArn"),
  "aws:mwaa/environment:Environment": running("MWAA::Environment", "executionRoleArn"),
  "aws:opensearchingest/pipeline:Pipeline": running("OSIS::Pipeline", "pipelineRoleArn"),
  "aws:pipes/pipe:Pipe": running("Pipes::Pipe", "roleArn"),
  "aws:rds/cluster:Cluster": running("RDS::DBCluster", "iamRoles", "monitoringRoleArn"),
  "aws:rds/instance:Instance": running("RDS::DBInstance", "monitoringRoleArn"),
  "aws:redshift/cluster:Cluster": running("Redshift::Cluster", "iamRoles", "defaultIamRoleArn"),
  "aws:redshiftserverless/namespace:Namespace": running(
    "RedshiftServerless::Namespace",
    "iamRoles",
    "defaultIamRoleArn",
  ),
  "aws:rolesanywhere/profile:Profile": running("RolesAnywhere::Profile", "roleArns"),
  "aws:sagemaker/domain:Domain": running(
    "SageMaker::Domain",
    "defaultUserSettings.executionRole",
    "defaultSpaceSettings.executionRole",
  ),
  "aws:sagemaker/model:Model": running("SageMaker::Model", "executionRoleArn"),
  "aws:sagemaker/notebookInstance:NotebookInstance": running("SageMaker::NotebookInstance", "roleArn"),
  "aws:sagemaker/pipeline:Pipeline": running("SageMaker::Pipeline", "roleArn"),
  "aws:sagemaker/trainingJob:TrainingJob": running("SageMaker::TrainingJob", "roleArn"),
  "aws:sagemaker/userProfile:UserProfile": running("SageMaker::UserProfile", "userSettings.executionRole"),
  "aws:scheduler/schedule:Schedule": running("Scheduler::Schedule", "target.roleArn"),
  "aws:servicecatalog/provisionedProduct:ProvisionedProduct": running(
    "ServiceCatalog::CloudFormationProvisionedProduct",
    "launchRoleArn",
  ),
  "aws:sfn/stateMachine:StateMachine": running("StepFunctions::StateMachine", "roleArn"),
  "aws:ssm/activation:Activation": running("SSM::Activation", "iamRole"),
  "aws:ssm/maintenanceWindowTask:MaintenanceWindowTask": running(
    "SSM::MaintenanceWindowTask",
    "serviceRoleArn",
  ),
  "aws:synthetics/canary:Canary": running("Synthetics::Canary", "executionRoleArn"),
  "aws:transfer/server:Server": running("Transfer::Server", "loggingRole", "invocationRole"),
  "aws:transfer/user:User": running("Transfer::User", "role"),
};
