"""Run an AWS command line, as a help text shows it, through boto3: the tests need no AWS CLI."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import Any

from botocore import xform_name


def run_aws_command(client: Callable[[str], Any], command: str) -> None:
    """Run `aws SERVICE OPERATION --OPTION VALUE --FLAG --no-FLAG ...`; fail for an unknown option."""
    aws, service, operation, *options = shlex.split(command)
    assert aws == "aws"
    api = client(service)
    (method,) = [m for m, o in api.meta.method_to_api_mapping.items() if m.replace("_", "-") == operation]
    members = api.meta.service_model.operation_model(
        api.meta.method_to_api_mapping[method]
    ).input_shape.members
    by_option = {xform_name(name, "-"): (name, shape.type_name) for name, shape in members.items()}
    parameters: dict[str, Any] = {}
    while options:
        option = options.pop(0).removeprefix("--")
        if option == "region":
            assert api.meta.region_name == options.pop(0)
            continue
        name, kind = by_option[option.removeprefix("no-")]
        if kind == "boolean" or option.startswith("no-"):
            switched = not option.startswith("no-")
            parameters[name] = switched if kind == "boolean" else {"Value": switched}  # an attribute of EC2
            continue
        value = _value(options.pop(0), kind)
        parameters[name] = [value] if kind == "list" and not isinstance(value, list) else value
    getattr(api, method)(**parameters)


def _value(text: str, kind: str) -> Any:
    """Return the value of an option: a text, JSON, or a structure written as `Key=NAME,Value=VALUE`."""
    if text.startswith("["):
        return json.loads(text)
    if kind == "integer":
        return int(text)
    if kind != "structure" and not text.startswith("Key="):
        return text
    return dict(part.split("=", 1) for part in text.split(","))
