import { resolverEndpoint } from "./resolverEndpoint";
import { resolverRule } from "./resolverRule";
import { resolverRuleAssociation } from "./resolverRuleAssociation";

export const resources = [resolverEndpoint, resolverRule, resolverRuleAssociation];
