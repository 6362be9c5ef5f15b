import { launcherOnlyAssume } from "../../policy-pack/rules/launcher-only-assume";
import { expected } from "../fixtures/expected";
import { launcherArn } from "./resources";
import { table, type Case } from "./table";
import { clusterArn, deployRole, letsIn, ofServer, trustOf, type Fields } from "./trusts";

const cluster = "aws:PrincipalTag/eks-cluster-arn";
const namespace = "aws:PrincipalTag/kubernetes-namespace";
const serviceAccount = "aws:PrincipalTag/kubernetes-service-account";
const server = { cluster: "octopus-cluster", namespace: "octopus", serviceAccount: "octopus-server" };

const under = (title: string, Condition?: Fields): Case => ({
  title,
  resources: [deployRole("dev", trustOf(letsIn({ Condition })))],
});
const advised = (one: Case, message = together): Case => ({ ...one, advised: [message] });
const together =
  /DevDeployRole does not tell pods apart, so that octopus\/octopus-server in octopus-cluster gets it as well as octopus-prod\/octopus-prod in octopus-cluster\.\nAdd conditions on aws:PrincipalTag\/kubernetes-namespace and aws:PrincipalTag\/kubernetes-service-account, one binding a statement\.$/;

// https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
describe("a deploy role tells one binding of the launcher from another", () => {
  table(launcherOnlyAssume, [
    under("both by name, in lists", {
      StringEquals: {
        [namespace]: ["octopus", "octopus-prod"],
        [serviceAccount]: ["octopus-server", "octopus-prod"],
      },
    }),
    {
      title: "both by name, in a statement each",
      resources: [
        deployRole(
          "dev",
          trustOf(
            letsIn(ofServer),
            letsIn({
              Sid: "Prod",
              Condition: { StringEquals: { [namespace]: "octopus-prod", [serviceAccount]: "octopus-prod" } },
            }),
          ),
        ),
      ],
    },
    under("both by their namespaces", { StringEquals: { [namespace]: ["octopus", "octopus-prod"] } }),
    under("one by its namespace", { StringEquals: { [namespace]: "octopus" } }),
    under("one by its service account", { StringEquals: { [serviceAccount]: "octopus-prod" } }),
    under("one by a pattern that is true of it alone", { StringLike: { [namespace]: "*-prod" } }),
    under("one, in any case", { StringEqualsIgnoreCase: { [namespace]: "OCTOPUS" } }),
    under("one where there is a tag, which there always is", {
      StringEqualsIfExists: { [namespace]: "octopus" },
    }),
    under("all but one", { StringNotEquals: { [namespace]: "octopus-prod" } }),
    { ...under("nothing, where there is one binding"), config: { binding: server } },

    advised(under("nothing")),
    advised(under("the cluster, in which all of them are", { StringEquals: { [cluster]: clusterArn } })),
    advised(under("all by *", { StringLike: { [namespace]: "*", [serviceAccount]: "*" } })),
    advised(under("all by a beginning", { StringLike: { [namespace]: "octopus*" } })),
    advised(under("all by a part", { StringLike: { [serviceAccount]: "*o*r*" } })),
    advised(
      {
        ...under("all by an ending", { StringLike: { [serviceAccount]: "*-server" } }),
        config: { binding: [server, { ...server, serviceAccount: "prod-server" }] },
      },
      /gets it as well as octopus\/prod-server in octopus-cluster\.\n.*service-account, one/,
    ),
    advised(under("whether there is a tag", { Null: { [namespace]: "false" } })),
    advised(under("all, by one that neither is", { StringNotEquals: { [namespace]: "default" } })),
    advised({
      title: "one by name and others by another statement",
      resources: [deployRole("dev", trustOf(letsIn(ofServer), letsIn({ Sid: "Others" })))],
    }),
    advised(
      {
        ...under("the namespace, of clusters that have the same", ofServer.Condition as Fields),
        config: { binding: [server, { ...server, cluster: "octopus-cluster-2" }] },
      },
      /octopus-server in octopus-cluster gets it as well as octopus\/octopus-server in octopus-cluster-2\.\nAdd conditions on aws:PrincipalTag\/eks-cluster-arn, one binding a statement\.$/,
    ),
    advised({
      title: "nothing, of one launcher of two",
      resources: [deployRole("dev", trustOf(letsIn()))],
      config: { launcherRoleArn: [launcherArn.replace("Octo", "Other"), launcherArn] },
    }),
    {
      title: "nothing, where others get in as well, which is worse",
      resources: [deployRole("dev", trustOf(letsIn({ Principal: { AWS: "*" } })))],
      refused: [/lets in anybody/],
    },
  ]);
});

describe("a deploy role of the sample organization, with conditions on session tags taken away", () => {
  const tags = [cluster, namespace, serviceAccount];
  const subsets = Array.from({ length: 2 ** tags.length }, (_, bits) =>
    tags.filter((_tag, index) => bits & (2 ** index)),
  );
  for (const account of ["tooling", "dev", "staging", "prod"] as const) {
    const name = `${account.charAt(0).toUpperCase()}${account.slice(1)}DeployRole`;
    const document = expected(name, "trust");
    table(
      launcherOnlyAssume,
      subsets.map((taken): Case => {
        const text = JSON.stringify(document, (key, value: unknown) =>
          taken.includes(key) ? undefined : value,
        );
        // Either of these two tells the bindings apart by itself.
        const isOpen = taken.includes(namespace) && taken.includes(serviceAccount);
        return {
          title: `${name} without ${taken.join(" and ") || "any of them taken away"}`,
          resources: [deployRole(account, text)],
          ...(isOpen && { advised: [/does not tell pods apart/] }),
        };
      }),
    );
  }
});
