"""Make in moto the streams, functions and destinations that the subscriptions of a spec take to exist.

What is there already is left as it is.
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any
from unittest.mock import patch

from .request import GIVEN_TAG

_Make = Callable[[str, str, str, str], None]


def make_destinations(spec: Mapping[str, Any]) -> None:
    """Make each of the ARNs in `destinations`, as far as it is missing."""
    for arn in spec["destinations"]:
        _, _, service, region, account, resource = arn.split(":", 5)
        _MAKERS[service](account, region, resource, arn)


def _make_stream(account: str, region: str, resource: str, _: str) -> None:
    from moto.kinesis.models import kinesis_backends

    backend, name = kinesis_backends[account][region], resource.partition("/")[2]
    if name not in backend.streams:
        backend.create_stream(name, 1)


def _make_delivery_stream(account: str, region: str, resource: str, _: str) -> None:
    from moto.firehose.models import firehose_backends

    backend, name = firehose_backends[account][region], resource.partition("/")[2]
    if name not in backend.delivery_streams:
        nothing: dict[str, Any] = {}
        endpoint = {"EndpointConfiguration": {"Url": "https://logs.example.com"}, "S3Configuration": {}}
        backend.create_delivery_stream(
            region=region,
            delivery_stream_name=name,
            delivery_stream_type="DirectPut",
            kinesis_stream_source_configuration=nothing,
            delivery_stream_encryption_configuration_input=nothing,
            s3_destination_configuration=nothing,
            extended_s3_destination_configuration=nothing,
            redshift_destination_configuration=nothing,
            elasticsearch_destination_configuration=nothing,
            splunk_destination_configuration=nothing,
            http_endpoint_destination_configuration=endpoint,
            snowflake_destination_configuration=nothing,
            iceberg_destination_configuration=nothing,
            tags=[{"Key": GIVEN_TAG, "Value": ""}],
        )


def _make_function(account: str, region: str, resource: str, arn: str) -> None:
    from moto.awslambda.exceptions import UnknownFunctionException
    from moto.awslambda.models import lambda_backends

    backend, (name, _, alias) = lambda_backends[account][region], resource.partition(":")[2].partition(":")
    partition = arn.split(":")[1]
    try:
        backend.get_function(name)
    except UnknownFunctionException:
        spec = {
            "FunctionName": name,
            "Role": f"arn:{partition}:iam::{account}:role/{name}",
            "Handler": "main.handler",
            "Runtime": "python3.13",
            "Code": {"ZipFile": _empty_archive()},
            "Tags": {GIVEN_TAG: ""},
        }
        with patch("moto.awslambda.models.iam_backends"):  # its role need not exist
            backend.create_function(spec)
    if alias:
        _make_alias(backend, name, alias)


def _make_alias(backend: Any, function: str, alias: str) -> None:
    from moto.awslambda.exceptions import UnknownAliasException

    try:
        backend.get_alias(alias, function)
    except UnknownAliasException:
        backend.create_alias(alias, function, "$LATEST", "", "")


def _empty_archive() -> str:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("main.py", "def handler(event, context):\n    pass\n")
    return base64.b64encode(archive.getvalue()).decode()


def _make_destination(account: str, region: str, resource: str, arn: str) -> None:
    from moto.logs.models import logs_backends

    backend, partition = logs_backends[account][region], arn.split(":")[1]
    if arn not in backend.destinations:
        stream = f"arn:{partition}:kinesis:{region}:{account}:stream/logs"
        role = f"arn:{partition}:iam::{account}:role/logs"
        backend.put_destination(resource.partition(":")[2], role, stream, {GIVEN_TAG: ""})


_MAKERS: dict[str, _Make] = {
    "kinesis": _make_stream,
    "firehose": _make_delivery_stream,
    "lambda": _make_function,
    "logs": _make_destination,
}
"""By the service of the ARN."""
