"""What the front must know of moto's state to decide as AWS would, several questions in one request."""

import re

from moto.iam.models import iam_backends
from moto.organizations.models import organizations_backends

ARN = re.compile(r"arn:([^:]+):(iam|sts)::(\d{12}):(role|user|assumed-role|oidc-provider)/(.+)$")


def answer(questions):
    """questions: [[kind, argument, ...], ...]; the answers come in the same order."""
    return [kinds[kind](*arguments) for kind, *arguments in questions]


def role(account, partition, name):
    """A role by name, whatever the case: names are unique whatever the path and the case."""
    iam = iam_backends[account][partition]
    found = iam.roles.by_name.get(name.lower())
    return found and role_facts(iam, found)


def find(entities, name):
    lower = name.lower()
    return next((entity for entity in entities if entity.name.lower() == lower), None)


def role_facts(iam, found):
    profiles = [p.name for p in iam.instance_profiles.values() if any(r.name == found.name for r in p.roles)]
    return {
        **entity_facts(iam, found),
        "path": found.path,
        "trust": found.assume_role_policy_document,
        "maxSession": int(found.max_session_duration or 3600),
        "tags": {tag["Key"]: tag["Value"] for tag in found.tags or []},
        "boundary": document(iam, found.permissions_boundary_arn),
        "instanceProfiles": profiles,
    }


def entity_facts(iam, found):
    return {
        "arn": found.arn,
        "id": found.id,
        "name": found.name,
        "inline": dict(found.policies),
        "managed": {arn: document(iam, arn) for arn in found.managed_policies},
    }


def document(iam, arn):
    if not arn:
        return None
    policy = iam.get_policy(arn)
    return next(v.document for v in policy.versions if v.version_id == policy.default_version_id)


def user(account, partition, name):
    iam = iam_backends[account][partition]
    found = find(iam.users.values(), name)
    if not found:
        return None
    facts = entity_facts(iam, found)
    for group in iam.groups.values():
        if found in group.users:
            facts["inline"].update({f"{group.name}/{n}": d for n, d in group.policies.items()})
            facts["managed"].update({arn: document(iam, arn) for arn in group.managed_policies})
    facts["tags"] = {tag["Key"]: tag["Value"] for tag in iam.tagger.list_tags_for_resource(found.arn)["Tags"]}
    return facts


def policy(account, partition, arn):
    """A managed policy by ARN, or of the same name in another case or path."""
    iam = iam_backends[account][partition]
    try:
        found = iam.get_policy(arn)
    except Exception:
        found = find((p for p in iam.managed_policies.values() if ":iam::aws:" not in p.arn), arn.rpartition("/")[2])
    if not found:
        return None
    entities = [*iam.roles.values(), *iam.users.values(), *iam.groups.values()]
    return {
        "arn": found.arn,
        "attached": sum(found.arn in entity.managed_policies for entity in entities),
        "boundaryOf": sum(role.permissions_boundary_arn == found.arn for role in iam.roles.values()),
        "versions": [version.version_id for version in found.versions],
        "defaultVersion": found.default_version_id,
    }


def missing_principals(arns):
    """Those of these ARNs and unique ids that name no role, user or OIDC provider of an account that the sandbox has."""
    return [arn for arn in arns if not principal_exists(arn)]


def principal_exists(arn):
    if re.match(r"A(RO|ID)A[A-Z0-9]+$", arn):
        backends = [backend for account in iam_backends.values() for backend in account.values()]
        return any(arn in b.roles or any(u.id == arn for u in b.users.values()) for b in backends)
    partition, service, account, kind, name = ARN.match(arn).groups()
    if account not in known_accounts():
        return True
    iam = iam_backends[account][partition]
    if kind == "oidc-provider":
        return arn in iam.open_id_providers
    if service == "sts":
        name = name.partition("/")[0]
        return name.lower() in iam.roles.by_name
    found = iam.roles.by_name.get(name.rpartition("/")[2].lower()) if kind == "role" else find(iam.users.values(), name)
    return bool(found) and found.arn == arn


def known_accounts():
    return {account.id for backend in organizations() for account in backend.accounts}


def organizations():
    return [b for account in list(organizations_backends.values()) for b in account.values() if b.org]


def organization():
    """The whole of the organization: what a policy or a stack set is about."""
    backend = organizations()[0]
    root = next(unit for unit in backend.ou if unit.type == "ROOT")
    return {
        "id": backend.org.id,
        "managementId": backend.org.master_account_id,
        "rootId": root.id,
        "policyTypes": [kind["Type"] for kind in root.policy_types],
        "units": [{"id": u.id, "name": u.name, "parent": u.parent_id} for u in backend.ou if u is not root],
        "accounts": [{"id": a.id, "name": a.name, "parent": a.parent_id} for a in backend.accounts],
        "policies": [policy_of_organization(p) for p in backend.policies],
    }


def policy_of_organization(found):
    return {
        "id": found.id,
        "name": found.name,
        "type": found.type,
        "awsManaged": found.aws_managed,
        "targets": [target.id for target in found.attachments],
    }


def membership(account):
    """An account's place in the organization, with what is attached along its path; none for an account outside."""
    backend = organizations()[0]
    levels = {level.id: level for level in [*backend.ou, *backend.accounts]}
    path, place = [], levels.get(account)
    while place:
        path.insert(0, place)
        place = levels.get(place.parent_id)
    if not path:
        return None
    return {
        "organizationId": backend.org.id,
        "isManagement": account == backend.org.master_account_id,
        "policyTypes": [kind["Type"] for kind in path[0].policy_types],
        "path": [level_facts(level) for level in path],
    }


def level_facts(level):
    policies = [{"name": p.name, "type": p.type, "content": p.content} for p in level.attached_policies]
    return {"id": level.id, "name": level.name, "type": level.type, "policies": policies}


def key_owner(access_key):
    """Whose long-lived key this is; none for the management account's plain keys."""
    for account, partitions in list(iam_backends.items()):
        for iam in partitions.values():
            found = iam.access_keys.get(access_key)
            if found and found.user_name:
                return {
                    "account": account,
                    "user": found.user_name,
                    "active": found.status == "Active",
                    "secret": found.secret_access_key,
                }
    return None


def network(account, region, subnets, groups):
    from moto.ec2.models import ec2_backends

    ec2 = ec2_backends[account][region]
    known = {id: zone[id] for zone in ec2.subnets.values() for id in subnets if id in zone}
    places = {group.id: group.vpc_id for vpc in ec2.groups.values() for group in vpc.values()}
    return {
        "subnets": {
            id: {"vpc": s.vpc_id, "vpcCidr": ec2.vpcs[s.vpc_id].cidr_block, "zone": s.availability_zone}
            for id, s in known.items()
        },
        "groups": {id: places[id] for id in groups if id in places},
    }


def launch_template(account, region, id_or_name, version):
    from moto.ec2.models import ec2_backends

    ec2 = ec2_backends[account][region]
    template = ec2.launch_templates.get(ec2.launch_template_name_to_ids.get(id_or_name, id_or_name))
    if not template:
        return None
    numbers = {"$Default": template.default_version_number, "$Latest": template.latest_version_number}
    number = str(numbers.get(version, version))
    found = next((v for v in template.versions if str(v.number) == number), None)
    return found and {
        "id": template.id,
        "name": template.name,
        "version": number,
        "instanceType": found.data.get("InstanceType"),
        "hasInstanceProfile": bool(found.data.get("IamInstanceProfile")),
    }


endpoint_services = {}


def endpoint(account, region, vpc, service):
    from moto.ec2.models import ec2_backends

    ec2 = ec2_backends[account][region]
    if region not in endpoint_services:
        known = ec2._collect_default_endpoint_services(account, region)
        # One service can stand there once for each of its types.
        types = endpoint_services.setdefault(region, {})
        for one in known:
            found = [kind["ServiceType"] for kind in one["ServiceType"]]
            types[one["ServiceName"]] = types.get(one["ServiceName"], []) + found
        # EKS offers it since 2026-07-27, after this moto.
        types[f"com.amazonaws.{region}.oidc-eks"] = ["Interface"]
    place = ec2.vpcs.get(vpc)
    return {
        "types": endpoint_services[region].get(service, []),
        "dnsSupport": bool(place) and is_true(place.enable_dns_support),
        "dnsHostnames": bool(place) and is_true(place.enable_dns_hostnames),
        "privateNames": any(
            (e.vpc_id, e.service_name, e.vpc_endpoint_type) == (vpc, service, "Interface")
            and is_true(e.private_dns_enabled)
            and e.state != "deleted"
            for e in ec2.vpc_end_points.values()
        ),
    }


def is_true(value):
    """moto keeps some of these as it was given them, as text."""
    return str(value).lower() == "true"


def key_exists(account, region, arn):
    from moto.kms.models import kms_backends

    key = kms_backends[account][region].keys.get(arn.rpartition("/")[2])
    return bool(key) and key.key_state == "Enabled"


kinds = {
    "role": role,
    "user": user,
    "policy": policy,
    "missingPrincipals": missing_principals,
    "organization": organization,
    "membership": membership,
    "network": network,
    "launchTemplate": launch_template,
    "endpoint": endpoint,
    "keyExists": key_exists,
    "keyOwner": key_owner,
}
