"""What moto does otherwise than AWS about the policies of an organization."""

from moto.organizations.models import FakePolicy, OrganizationsBackend
from moto.utilities.utils import get_partition


def policy_targets(organization):
    """All that a policy can be attached to: root, OUs and accounts."""
    return [*organization.ou, *organization.accounts]


def attach_where_enabled(attach):
    """moto attaches FullAWSAccess and RCPFullAWSAccess to all that is new, whether their type is enabled or not."""

    def attaching(self, **kwargs):
        kind = self.get_policy_by_id(kwargs["PolicyId"]).type
        root = next(unit for unit in self.ou if unit.type == "ROOT")
        if any(enabled["Type"] == kind for enabled in root.policy_types):
            attach(self, **kwargs)

    return attaching


def enable_policy_type(enable):
    def enabling(self, **kwargs):
        answer = enable(self, **kwargs)
        for policy in self.policies:
            if policy.aws_managed and policy.type == kwargs["PolicyType"]:
                for target in policy_targets(self):
                    self.attach_policy(PolicyId=policy.id, TargetId=target.id)
        return answer

    return enabling


def disable_policy_type(disable):
    def disabling(self, **kwargs):
        answer = disable(self, **kwargs)
        for target in policy_targets(self):
            detach_all(target, kwargs["PolicyType"])
        return answer

    return disabling


def detach_all(target, kind=None):
    for policy in [p for p in target.attached_policies if kind in (None, p.type)]:
        target.attached_policies.remove(policy)
        policy.attachments.remove(target)


def delete_unit(delete):
    """moto leaves policies attached to a unit that is gone."""

    def deletion(self, **kwargs):
        unit = self.get_organizational_unit_by_id(kwargs["OrganizationalUnitId"])
        delete(self, **kwargs)
        detach_all(unit)

    return deletion


def create_policy(self, **kwargs):
    """moto refuses a name that a policy of another type has; the front looks at names."""
    policy = FakePolicy(self.org, **kwargs)
    self.policies.append(policy)
    return policy.describe()


def policy_arn(arn):
    """AWS's own policies are nobody's."""

    def name(self):
        if not self.aws_managed:
            return arn.fget(self)
        partition = get_partition(self.region)
        return f"arn:{partition}:organizations::aws:policy/{self.type.lower()}/{self.id}"

    return property(name)


def in_pages(list_targets):
    """moto answers with all targets at once."""

    def listing(self, **kwargs):
        targets = list_targets(self, **kwargs)["Targets"]
        start = int(kwargs.get("NextToken") or 0)
        end = start + int(kwargs.get("MaxResults") or 20)
        return {"Targets": targets[start:end], "NextToken": str(end) if end < len(targets) else None}

    return listing


def install():
    FakePolicy.arn = policy_arn(FakePolicy.arn)
    backend = OrganizationsBackend
    backend.attach_policy = attach_where_enabled(backend.attach_policy)
    backend.enable_policy_type = enable_policy_type(backend.enable_policy_type)
    backend.disable_policy_type = disable_policy_type(backend.disable_policy_type)
    backend.delete_organizational_unit = delete_unit(backend.delete_organizational_unit)
    backend.create_policy = create_policy
    backend.list_targets_for_policy = in_pages(backend.list_targets_for_policy)
