import { eip } from "./eip";
import { internetGateway } from "./internetGateway";
import { launchTemplate } from "./launchTemplate";
import { natGateway } from "./natGateway";
import { route } from "./route";
import { routeTable } from "./routeTable";
import { routeTableAssociation } from "./routeTableAssociation";
import { securityGroup } from "./securityGroup";
import { securityGroupRule } from "./securityGroupRule";
import { securityGroupEgressRule, securityGroupIngressRule } from "./securityGroupRules";
import { subnet } from "./subnet";
import { vpc } from "./vpc";
import { vpcEndpoint } from "./vpcEndpoint";

export const resources = [
  eip,
  internetGateway,
  launchTemplate,
  natGateway,
  route,
  routeTable,
  routeTableAssociation,
  securityGroup,
  securityGroupEgressRule,
  securityGroupIngressRule,
  securityGroupRule,
  subnet,
  vpc,
  vpcEndpoint,
];
