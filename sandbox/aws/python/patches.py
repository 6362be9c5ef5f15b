"""What moto does otherwise than AWS, where only its own objects can set it right."""

import functools
import json

import moto.core.responses
from moto.core.utils import method_names_from_class
from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.exceptions import NotFoundException
from moto.iam.models import SERVICE_NAME_CONVERSION, AWSManagedPolicy, IAMBackend, iam_backends
from moto.iam.utils import generate_access_key_id_from_account_id

import organizations

aws_policies = {}


def aws_policy(backend, arn):
    """One of AWS's own policies. moto would load all 1,500 of them into every account, or none."""
    if not aws_policies:
        aws_policies.update(json.loads(aws_managed_policies_data))
    prefix = f"arn:{backend.partition}:iam::aws:policy/"
    name = arn.rpartition("/")[2]
    if not arn.startswith(prefix) or name not in aws_policies:
        return None
    policy = AWSManagedPolicy.from_data(name, backend.account_id, backend.region_name, aws_policies[name])
    if policy.arn != arn:
        return None
    backend.managed_policies[arn] = policy
    return policy


def get_policy(self, policy_arn):
    policy = self.managed_policies.get(policy_arn) or aws_policy(self, policy_arn)
    if not policy:
        raise NotFoundException(f"Policy {policy_arn} does not exist or is not attachable.")
    return policy


def attach(self, policy_arn, entity):
    policy = self.get_policy(policy_arn)
    if policy_arn not in entity.managed_policies:
        policy.attach_to(entity)


def attach_role_policy(self, policy_arn, role_name):
    attach(self, policy_arn, self.get_role(role_name))


def attach_user_policy(self, policy_arn, user_name):
    attach(self, policy_arn, self.get_user(user_name))


def list_all_policies(list_policies):
    def listing(self, marker, max_items, only_attached, path_prefix, scope):
        if not only_attached and scope != "Local":
            get_policy(self, f"arn:{self.partition}:iam::aws:policy/AdministratorAccess")
            for name, data in aws_policies.items():
                arn = f"arn:{self.partition}:iam::aws:policy{data['Path']}{name}"
                self.managed_policies.get(arn) or aws_policy(self, arn)
        return list_policies(self, marker, max_items, only_attached, path_prefix, scope)

    return listing


def forget_principal(delete, entity_of):
    """A trust policy that names a deleted role or user keeps its unique id, which no successor of the name has."""

    def deletion(self, name):
        entity = entity_of(self, name)
        delete(self, name)
        for account in list(iam_backends.values()):
            for role in account[self.partition].roles.values():
                trust = role.assume_role_policy_document
                role.assume_role_policy_document = trust.replace(f'"{entity.arn}"', f'"{entity.id}"')

    return deletion


def create_user_with_aws_id(create_user):
    def creation(self, *args, **kwargs):
        user = create_user(self, *args, **kwargs)
        user.id = generate_access_key_id_from_account_id(self.account_id, "AIDA", 21)
        return user

    return creation


class Roles(dict):
    """The roles of an account by id, as moto has them, and by name: moto would look through all of them."""

    def __init__(self):
        self.by_name = {}

    def __setitem__(self, id, role):
        super().__setitem__(id, role)
        self.by_name[role.name.lower()] = role

    def __delitem__(self, id):
        del self.by_name[self[id].name.lower()]
        super().__delitem__(id)


def with_role_index(init):
    def initialize(self, *args, **kwargs):
        init(self, *args, **kwargs)
        self.roles = Roles()

    return initialize


def get_role(self, role_name):
    role = self.roles.by_name.get(role_name.lower())
    if not role or role.name != role_name:
        raise NotFoundException(f"The role with name {role_name} cannot be found.")
    return role


def install():
    IAMBackend.__init__ = with_role_index(IAMBackend.__init__)
    IAMBackend.get_role = get_role
    # moto goes through all members of a service's class for every request.
    moto.core.responses.method_names_from_class = functools.lru_cache(None)(method_names_from_class)
    SERVICE_NAME_CONVERSION.update({"eks": "AmazonEKS", "eks-nodegroup": "AmazonEKSNodegroup"})
    IAMBackend.create_user = create_user_with_aws_id(IAMBackend.create_user)
    IAMBackend.get_policy = get_policy
    IAMBackend.attach_role_policy = attach_role_policy
    IAMBackend.attach_user_policy = attach_user_policy
    IAMBackend.list_policies = list_all_policies(IAMBackend.list_policies)
    IAMBackend.delete_role = forget_principal(IAMBackend.delete_role, IAMBackend.get_role)
    IAMBackend.delete_user = forget_principal(IAMBackend.delete_user, IAMBackend.get_user)
    organizations.install()
