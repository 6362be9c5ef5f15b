import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
} from "@aws-sdk/client-iam";
import { list, outputText, set, tagged, text } from "../../table/property";
import { resource } from "../entry";
import { fromTagList, toTagList } from "../tags";
import { iam } from "./shared";

/** AWS keeps the URL without its scheme. */
const withoutScheme = (url: string) => url.replace(/^https:\/\//, "");

export const openIdConnectProvider = resource({
  type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  label: "IAM OIDC Provider",
  cfn: "AWS::IAM::OIDCProvider",
  properties: {
    url: text({
      required: true,
      replace: true,
      same: (one, other) => withoutScheme(one) === withoutScheme(other),
    }),
    clientIdLists: set(text(), { required: true, cfn: "ClientIdList" }),
    thumbprintLists: list(text(), { computed: true, cfn: "ThumbprintList" }),
    ...tagged,
    arn: outputText,
  },

  async create(aws, inputs) {
    const request = new CreateOpenIDConnectProviderCommand({
      Url: inputs.url,
      ClientIDList: inputs.clientIdLists,
      ThumbprintList: inputs.thumbprintLists,
      Tags: toTagList(inputs.tagsAll),
    });
    const made = await iam(aws).send(request);
    return made.OpenIDConnectProviderArn as string;
  },

  async read(aws, id) {
    const found = await iam(aws).send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }));
    return {
      url: withoutScheme(found.Url ?? ""),
      clientIdLists: found.ClientIDList,
      thumbprintLists: found.ThumbprintList,
      tagsAll: fromTagList(found.Tags),
      arn: id,
    };
  },

  async update(aws, id, inputs, { names }) {
    const OpenIDConnectProviderArn = id;
    if (names.has("thumbprintLists")) {
      const ThumbprintList = inputs.thumbprintLists;
      await iam(aws).send(
        new UpdateOpenIDConnectProviderThumbprintCommand({ OpenIDConnectProviderArn, ThumbprintList }),
      );
    }
    if (!names.has("clientIdLists")) return;
    const found = await iam(aws).send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    const old = found.ClientIDList ?? [];
    const wanted = inputs.clientIdLists ?? [];
    for (const ClientID of wanted.filter((client) => !old.includes(client))) {
      await iam(aws).send(
        new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }),
      );
    }
    for (const ClientID of old.filter((client) => !wanted.includes(client))) {
      await iam(aws).send(
        new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID }),
      );
    }
  },

  async retag(aws, id, { set: added, remove }) {
    const OpenIDConnectProviderArn = id;
    if (remove.length > 0) {
      await iam(aws).send(
        new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys: remove }),
      );
    }
    const Tags = toTagList(added);
    if (Tags.length > 0)
      await iam(aws).send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags }));
  },

  find: (aws, { url = "" }) =>
    `arn:${aws.partition}:iam::${aws.accountId}:oidc-provider/${withoutScheme(url)}`,

  async delete(aws, id) {
    await iam(aws).send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: id }));
  },
});
