import { isAccountId } from "../../../trust/documents/arn";
import type { Resource } from "../../../trust/sources/resources/context";
import { isFields, items, text } from "../../../trust/sources/resources/plain";
import { unknown } from "../../../trust/truth";
import type { Binding, Settings } from "../../config/settings";
import { mayBeLauncher, type NamedRole } from "../../named";
import type { Report } from "../../rule";
import { twoLines } from "../../words";
import type { View } from "./view";

/** What is wrong with an association that hands a role to pods. */
export function* ofAssociation(resource: Resource, { roles, settings }: View): Iterable<Report> {
  const { urn, props } = resource;
  for (const role of roles(props.roleArn, "roleArn")) {
    for (const [what, instead] of problemsOf(role, resource, settings))
      yield { urn, message: twoLines(what, instead) };
  }
  if (text(props.targetRoleArn) === undefined) return;
  for (const target of roles(props.targetRoleArn, "targetRoleArn")) {
    if (!target.isOpen && (isDeployRole(target) || mayBeLauncher(target)))
      yield {
        urn,
        message: twoLines(
          `${target.words} is the targetRoleArn of an association, which is no way to get it.`,
          `Remove targetRoleArn: ${onlyWay}.`,
        ),
      };
  }
}

/** What is wrong with the associations that an add-on brings along, which are none of the configured bindings. */
export function* ofAddon(resource: Resource, { roles, settings }: View): Iterable<Report> {
  const property = "podIdentityAssociations";
  const associations = items(resource.props[property]) ?? [];
  for (const association of associations === unknown ? [unknown] : associations) {
    const roleArn = isFields(association) ? association.roleArn : unknown;
    for (const role of roles(roleArn, property)) {
      if (isOfNoConcern(role, settings)) continue;
      const what = role.isOpen
        ? `The role that an add-on's ${property} hands out is not known: it may be a launcher or deploy role.`
        : `${role.words} is handed to the pods of an add-on.`;
      yield {
        urn: resource.urn,
        message: twoLines(what, `Give the add-on a role of its own, by an ARN built from account and name.`),
      };
    }
  }
}

const onlyWay = "pods of the configured bindings get the launcher, and the launcher gets deploy roles";

type Problem = readonly [what: string, instead: string];

function problemsOf(role: NamedRole, { props }: Resource, settings: Settings): readonly Problem[] {
  if (isOfNoConcern(role, settings)) return [];
  if (role.isOpen)
    return [
      [
        "The role of an association is not known: it may be a launcher or deploy role.",
        "Build roleArn from the account and the role's name instead of taking it from an output.",
      ],
    ];
  if (!mayBeLauncher(role))
    return [
      [
        `${role.words} is handed to pods directly, and its trust policy must not let them in.`,
        `Hand out another role: ${onlyWay}.`,
      ],
    ];
  const { disableSessionTags = false } = props;
  return [
    ...bindingProblems(role, props, settings),
    ...(text(props.targetRoleArn) === undefined
      ? []
      : [
          [
            `${role.words} is handed to pods with a targetRoleArn, so that they get another role through it.`,
            "Remove targetRoleArn.",
          ] as const,
        ]),
    ...(disableSessionTags === false || disableSessionTags === null
      ? []
      : [
          [
            `${role.words} is handed to pods without session tags, by which deploy roles tell bindings apart.`,
            "Remove disableSessionTags.",
          ] as const,
        ]),
  ];
}

const placeOf = ({ cluster, namespace, serviceAccount }: Binding): string =>
  `service account ${namespace}/${serviceAccount} of cluster ${cluster}`;

function bindingProblems(
  { words }: NamedRole,
  props: Resource["props"],
  { bindings }: Settings,
): readonly Problem[] {
  const names = { cluster: "clusterName", namespace: "namespace", serviceAccount: "serviceAccount" };
  const [cluster, namespace, serviceAccount] = Object.values(names).map(
    (name) => text(props[name]) ?? unknown,
  );
  if (typeof cluster !== "string" || typeof namespace !== "string" || typeof serviceAccount !== "string") {
    const open = Object.values(names).filter((name) => typeof text(props[name]) !== "string");
    return [
      [
        `${words} is handed to pods of which ${open.join(" and ")} ${open.length > 1 ? "are" : "is"} not known.`,
        "Write them out as the configured binding has them.",
      ],
    ];
  }
  const isConfigured = bindings.some(
    (one) => one.cluster === cluster && one.namespace === namespace && one.serviceAccount === serviceAccount,
  );
  if (isConfigured) return [];
  return [
    [
      `${words} is handed to ${placeOf({ cluster, namespace, serviceAccount })}, which is no configured binding.`,
      `Hand it to ${bindings.map(placeOf).join(" or ")}, or add the binding to the pack's configuration.`,
    ],
  ];
}

/**
 * An association hands out a role of its own account. One that is not known is none of ours if nothing of ours is in
 * that account.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
 */
function isOfNoConcern(role: NamedRole, { accounts }: Settings): boolean {
  const { account } = role.subject;
  if (role.isOpen) return isAccountId(account) && !accounts.includes(account);
  return !isDeployRole(role) && !mayBeLauncher(role);
}

function isDeployRole({ subject }: NamedRole): boolean {
  return subject.isDeployRole === "yes";
}
