import { GetOpenIDConnectProviderCommand } from "@aws-sdk/client-iam";
import { text } from "../../table/property";
import { describe, isGone } from "../errors";
import { iam } from "../iam/shared";
import { invoke } from "../invoke";
import { fromTagList } from "../tags";

const getOpenIdConnectProvider = invoke({
  token: "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider",
  args: { arn: text({ required: true }) },
  async answer(aws, { arn }) {
    try {
      const found = await iam(aws).send(
        new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
      );
      return {
        id: arn,
        arn,
        url: found.Url,
        clientIdLists: found.ClientIDList ?? [],
        thumbprintLists: found.ThumbprintList ?? [],
        tags: fromTagList(found.Tags),
      };
    } catch (error) {
      const said = isGone(error) ? new Error("couldn't find resource") : error;
      throw new Error(describe("reading", "IAM OIDC Provider", undefined, said), { cause: error });
    }
  },
});

export const invokes = [getOpenIdConnectProvider];
