import type { Handler, Service } from "../service";
import { assumeRole } from "./assume-role";

const getCallerIdentity: Handler = async ({ caller }) => ({
  UserId: caller.userId,
  Account: caller.account,
  Arn: caller.arn,
});

/** Security Token Service: all of it is the sandbox's own, since moto admits everybody to every role. */
export const sts: Service = {
  complete: true,
  own: { AssumeRole: assumeRole, GetCallerIdentity: getCallerIdentity },
};
