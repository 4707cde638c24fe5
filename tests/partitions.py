"""Examples in other partitions: a mechanical rewrite of a spec, and every name of AWS in what it compiles to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from eksgen.catalog.regions.partitions import partition_of_region
from eksgen.catalog.regions.regions import usable_zones
from eksgen.compiler.pipeline import Compilation
from eksgen.compiler.values import At

REGIONS = {
    "aws": "us-west-2",
    "aws-cn": "cn-north-1",
    "aws-us-gov": "us-gov-west-1",
    "aws-eusc": "eusc-de-east-1",
}
"""A region of each partition in which the modules make clusters."""

_ARN = r"arn:aws[a-z-]*:[^\s\"'\\]*"
_HOST = r"[\w.*{}$/-]*\bamazonaws\b[\w.*/-]*"
_NAME = re.compile(f"{_ARN}|{_HOST}")
_BY_PARTITION = re.compile(r'var\.partition == "([a-z-]+)" \? (\[[^]]*\]) : \[\]')
_POLICY = re.compile(r'"(Amazon[A-Z]\w+)"')
_OTHER_LINES = re.compile(r"description\s*=|condition\s*=.*regex|error_message\s*=|\s*#")
_WITH_CALLS = frozenset({"main.tf", "eksgen.map.json"})
"""Files that hold the arguments of the module calls once more."""


def in_region(text: str, region: str) -> str:
    """Rewrite a spec for a region: its region and zones, those of Identity Center, and its ARNs.

    The first zone of the spec's region becomes the first of the other, and so on; the account stays.
    """
    old = yaml.safe_load(text)["metadata"]["region"]
    zones = usable_zones(region)
    for index, zone in enumerate(usable_zones(old)):
        text = re.sub(rf"\b{zone}\b", zones[index] if index < len(zones) else f"{region}z", text)
    text = re.sub(rf"\b{old}\b|(?<=egion: )[a-z]+-[a-z]+-\d\b", region, text)
    return re.sub(r"\barn:aws[a-z-]*:", f"arn:{partition_of_region(region).name}:", text)


def names_of_aws(compiled: Compilation) -> Iterator[tuple[str, str]]:
    """Yield every ARN, principal, domain and endpoint with its place: module call and argument, or file.

    The accounts of AWS that write logs are among them. What is a key of a map stands in its place as `*`.
    """
    for call in compiled.calls:
        for place, text in _texts(dict(call.arguments), call.name):
            if place.endswith(".writer_account"):
                yield place, text
            yield from ((place, found) for found in _NAME.findall(text))
    for file, data in compiled.files.items():
        if not file.startswith("modules/") and file not in _WITH_CALLS:
            yield from ((file, found) for found in _NAME.findall(data.decode()))


def names_in_module(text: str, partition: str) -> Iterator[str]:
    """Yield every ARN, principal, domain and managed policy that a file of a module writes in a partition.

    Other variables stay as they are, such as `${var.region}`.
    """
    for line in text.splitlines():
        if not _OTHER_LINES.match(line.strip()):
            chosen = _BY_PARTITION.sub(lambda match: match[2] if match[1] == partition else "", line)
            named = re.sub(r"\$\{(var|bucket)\.partition\}", partition, chosen)
            yield from (found.rstrip(",)]") for found in _NAME.findall(named))
            yield from _POLICY.findall(chosen)


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield every text in the arguments of a call, policies included, with its place."""
    if isinstance(value, At):
        yield from _texts(value.value, place)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            named = _NAME.search(str(key))
            yield from _texts(item, f"{place}.{'*' if named else key}")
            yield (f"{place}.*", str(key))
    elif isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from _texts(item, place)
    elif isinstance(value, str) and value.startswith('{"'):
        yield from _texts(json.loads(value), place)
    else:
        yield place, str(value)
