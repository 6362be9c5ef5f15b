"""A CloudFormation template, YAML or JSON, as plain data: short forms such as !Sub become Fn::Sub."""

import yaml

PLAIN = {"Ref", "Condition"}


class Loader(yaml.SafeLoader):
    pass


# An unquoted `Version: 2012-10-17` is no date.
Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def short_form(loader, suffix, node):
    name = suffix if suffix in PLAIN else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        return {name: value.split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


Loader.add_multi_constructor("!", short_form)


def answer(question):
    """question: {body: text}"""
    try:
        template = yaml.load(question["body"], Loader)
    except yaml.YAMLError as error:
        return {"error": f"Template format error: YAML not well-formed. ({str(error).splitlines()[-1].strip()})"}
    if not isinstance(template, dict):
        return {"error": "Template format error: unsupported structure."}
    return {"template": template}
