"""The organization that the sandbox starts with, as AWS would have it: exact account ids, OUs, one way in."""

import json

import moto.organizations.utils
from moto.iam.models import iam_backends
from moto.organizations.models import OrganizationsBackend, organizations_backends

ACCESS_ROLE = "OrganizationAccountAccessRole"
ADMINISTRATOR = "administrator"
# AWS leaves them off; whoever uses guardrails has enabled them by then.
POLICY_TYPES = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]


def organization(given):
    """given: {id, managementId, partition, region, accounts: [{name, id, ou?}]}"""
    management, partition = given["managementId"], given["partition"]
    furnish_new_accounts()

    moto.organizations.utils.make_random_org_id = lambda: given["id"]
    moto.organizations.utils.make_random_account_id = lambda: management
    backend = organizations_backends[management][partition]
    backend.create_organization(region=given["region"], FeatureSet="ALL")
    backend.accounts[0].name = "management"
    for kind in POLICY_TYPES:
        backend.enable_policy_type(RootId=backend.org.root_id, PolicyType=kind)
    # moto gives the management account an access role too; AWS does not.
    del_role(iam_backends[management]["aws"], ACCESS_ROLE)
    seed_administrator(iam_backends[management][partition], partition)

    add_accounts(backend, given["accounts"])


def add_accounts(backend, accounts):
    """Creates the accounts that are not there yet, with their exact ids, and moves others to the unit they name."""
    units = {unit.name: unit.id for unit in backend.ou if unit.parent_id == backend.org.root_id}
    for account in accounts:
        if not any(known.id == account["id"] for known in backend.accounts):
            moto.organizations.utils.make_random_account_id = lambda id=account["id"]: id
            email = f"aws+{account['id']}@example.com"
            backend.create_account(AccountName=account["name"], Email=email)
        unit = account.get("ou") or "Workloads"
        if unit not in units:
            created = backend.create_organizational_unit(ParentId=backend.org.root_id, Name=unit)
            units[unit] = created["OrganizationalUnit"]["Id"]
        backend.get_account_by_id(account["id"]).parent_id = units[unit]
    moto.organizations.utils.make_random_account_id = random_account_id


def accounts(given):
    """Settings that changed while the sandbox runs: the same shape as what it was started with."""
    add_accounts(organizations_backends[given["managementId"]][given["partition"]], given["accounts"])


random_account_id = moto.organizations.utils.make_random_account_id


def seed_administrator(iam, partition):
    """The user behind the plain keys of the management account. Its root user could not assume roles."""
    iam.create_user(region_name=iam.region_name, user_name=ADMINISTRATOR, path="/", tags=[])
    iam.attach_user_policy(f"arn:{partition}:iam::aws:policy/AdministratorAccess", ADMINISTRATOR)


def furnish_new_accounts():
    """Gives each created account its access role: moto's has no permissions, and is of partition aws only."""
    create = OrganizationsBackend.create_account

    def create_account(self, **kwargs):
        status = create(self, **kwargs)
        account = status["CreateAccountStatus"]["AccountId"]
        name = kwargs.get("RoleName") or ACCESS_ROLE
        del_role(iam_backends[account]["aws"], name)
        iam = iam_backends[account][self.partition]
        principal = {"AWS": f"arn:{self.partition}:iam::{self.account_id}:root"}
        statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
        iam.create_role(
            role_name=name,
            assume_role_policy_document=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
            path="/",
            permissions_boundary=None,
            description="",
            tags=[],
            max_session_duration="3600",
        )
        iam.attach_role_policy(f"arn:{self.partition}:iam::aws:policy/AdministratorAccess", name)
        return status

    OrganizationsBackend.create_account = create_account


def del_role(iam, name):
    for id in [id for id, role in iam.roles.items() if role.name == name]:
        del iam.roles[id]
