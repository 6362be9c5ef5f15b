"""AWS's own resource schemas, as cfn-lint carries them: what they refuse in one resource."""

import json

UNKNOWN = {"Ref": "Unknown"}
# Misspelt actions are only a warning to cfn-lint.
WARNINGS = {"W3037"}
# E1029 takes the policy variables of IAM, such as ${aws:PrincipalTag/team}, for a forgotten Fn::Sub.
IGNORED = {"E1029"}

region = "us-east-1"
answers = {}
linter = None


def answer(resource):
    """resource: {type, properties}, where {"Ref": "Unknown"} stands for a value not known yet."""
    key = json.dumps(resource, sort_keys=True)
    if key not in answers:
        answers[key] = {"problems": problems(resource["type"], resource.get("properties") or {})}
    return answers[key]


def load():
    """Loading the schemas takes a second, so that it waits until somebody asks."""
    global linter
    if not linter:
        from cfnlint.config import ConfigMixIn
        from cfnlint.decode import decode_str
        from cfnlint.runner import Runner
        from cfnlint.runner.template.runner import run_template_by_data

        config = ConfigMixIn(regions=[region])
        rules = Runner(config).rules
        linter = lambda text: run_template_by_data(decode_str(text)[0], config, rules)
    return linter


def problems(type, properties):
    template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": {"Unknown": {"Type": "String"}},
        "Resources": {"Judged": {"Type": type, "Properties": properties}},
    }
    found = {}
    for match in load()(json.dumps(template)):
        rule = match.rule.id
        path = match.path[3:] if match.path[:3] == ["Resources", "Judged", "Properties"] else []
        if (rule[0] != "E" and rule not in WARNINGS) or rule in IGNORED or is_unknown(properties, path):
            continue
        # A rule with alternatives says each of them; the first is the one to read.
        place = ".".join(map(str, path))
        found.setdefault((place, rule), {"path": place, "message": match.message, "rule": rule})
    return list(found.values())


def is_unknown(value, path):
    """Whether the path leads to, or into, a value that is not known: nothing can be said of it."""
    for step in path:
        if value == UNKNOWN:
            return True
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return False
    return value == UNKNOWN
