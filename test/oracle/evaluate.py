"""Decides questions with MiniStack's IAM evaluator: one JSON question a line in, "allowed" or "denied" a line out.

MiniStack decides what matches, and how identity policies, limits and trust policy combine. Ours is only that SCPs and
RCPs, which it does not know, have to allow at every level.
"""

import json
import sys

sys.path.insert(0, sys.argv[1])

from ministack.core import iam_evaluator as iam

# The question's context is all there is: MiniStack would fill in a clock, an address and an organization of its own.
iam._resolve_condition_key = lambda key, context: context.service_context.get(key.lower())


def decide(question):
    [(kind, name)] = question["caller"].items()
    context = iam.EvalContext(
        principal_arn=name if kind == "AWS" else "",
        principal_type="",
        principal_account=account_of(name) if kind == "AWS" else "",
        action=question["action"],
        resource_arn=question["resource"],
        region="",
        service_context={key.lower(): value(values) for key, values in question["context"].items()},
    )
    return (
        all(iam.evaluate(context, parsed(level)).decision == "Allow" for level in question["scps"])
        and all(resource_allows(merged(level), context, kind, name) for level in question["rcps"])
        and caller_allowed(question, context, kind, name)
    )


def caller_allowed(question, context, kind, name):
    trust = question["trust"]
    if kind == "Federated":
        return iam.evaluate_trust_policy(trust, name, context)
    if kind == "Service":
        return resource_allows(trust, context, kind, name)
    boundary = question.get("boundary")
    limits = [parsed(layer) for layer in ([boundary] if boundary else [], question.get("sessionPolicies", [])) if layer]
    identity = iam.evaluate(context, parsed(question["identity"]), *limits)
    owner = account_of(question["resource"])
    # Without `required` an identity policy would do within the account, as for most resources: not for roles.
    both = iam.combine_resource_policy(identity, context, trust, owner, required=True, limits=limits)
    return both.decision == "Allow"


def resource_allows(document, context, kind, name):
    service = name if kind == "Service" else None
    return iam.evaluate_resource_policy(document, context, service=service).decision == "Allow"


def merged(documents):
    """One document for all of a level, so that one may allow and another deny."""
    statements = [document["Statement"] for document in documents]
    return {"Statement": [s for several in statements for s in (several if isinstance(several, list) else [several])]}


def parsed(documents):
    return [iam.parse_policy_document(document) for document in documents]


def value(values):
    """MiniStack takes a list for the value of a multivalued key, and None for an absent one."""
    return values if len(values) > 1 else next(iter(values), None)


def account_of(arn):
    return arn.split(":")[4]


for line in sys.stdin:
    print(json.dumps("allowed" if decide(json.loads(line)) else "denied"))
