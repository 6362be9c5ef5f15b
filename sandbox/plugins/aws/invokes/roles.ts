import { paginateListRoles } from "@aws-sdk/client-iam";
import { text } from "../../table/property";
import { describe } from "../errors";
import { iam } from "../iam/shared";
import { invoke } from "../invoke";

const getRoles = invoke({
  token: "aws:iam/getRoles:getRoles",
  args: { nameRegex: text(), pathPrefix: text() },
  async answer(aws, { nameRegex, pathPrefix }) {
    const pattern = expression(nameRegex);
    const arns: string[] = [];
    const names: string[] = [];
    try {
      for await (const { Roles = [] } of paginateListRoles(
        { client: iam(aws) },
        { PathPrefix: pathPrefix || undefined },
      )) {
        for (const { Arn = "", RoleName = "" } of Roles) {
          if (!pattern.test(RoleName)) continue;
          arns.push(Arn);
          names.push(RoleName);
        }
      }
    } catch (error) {
      throw new Error(describe("reading", "IAM roles", undefined, error), { cause: error });
    }
    return { id: aws.region, nameRegex, pathPrefix, arns: arns.sort(), names: names.sort() };
  },
});

/** The real provider's expressions are Go's; what the two have in common is what everyone writes. */
function expression(nameRegex: string | undefined): RegExp {
  try {
    return new RegExp(nameRegex ?? "", "u");
  } catch (error) {
    throw new Error(`'nameRegex' is no regular expression: ${(error as Error).message}`, { cause: error });
  }
}

export const invokes = [getRoles];
