import { openIdConnectProvider } from "./openIdConnectProvider";
import { policy } from "./policy";
import { role } from "./role";
import { rolePolicy } from "./rolePolicy";
import { rolePolicyAttachment } from "./rolePolicyAttachment";

export const resources = [role, rolePolicy, policy, rolePolicyAttachment, openIdConnectProvider];
