"""Objects and values as texts of one line: `node group web-1a2b3c: 2 to 10 x m7i.large`, `10`, `platform`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...catalog.resources.nouns import TIERS, in_each_tier, noun
from ...catalog.terraform.modules import split_call
from ...compiler.diagnostics import Path
from ...compiler.paths import attribute_text
from ...engine.addresses import Address
from ...engine.redact import SensitiveMarker, UnknownMarker
from ...engine.source_map.place import SpecPlace
from ...engine.truncate import join_some
from ..terminal import Style, without_commands

SHOWN_NAMES = 6
_ZONE = re.compile(r"(.+)(-\d+[a-z])")


class Data(str):
    """Text from a spec or from AWS. Formats with a syntax of their own quote it."""

    __slots__ = ()


Words = tuple[str, ...]
"""A sentence in pieces: our own words, and `Data`."""


def plain(words: Words) -> str:
    """Join a sentence to one text."""
    return "".join(words)


def object_words(address: Address, values: Mapping[str, Any]) -> Words:
    """Return the noun of an object and its name: `subnet `, `us-west-2a`."""
    word = noun(address.resource_type)
    name = own_name(address, values)
    joined = word.joined if word.joined.strip() not in ("in", "for", "to", "on") else " "
    text = f"{tier(address)}{word.one}"
    return (f"{text}{joined}", Data(name)) if name else (text,)


def tier(address: Address) -> str:
    """Return `public `, `private ` or `control-plane ` for an object that each tier of the network has in
    every zone, else an empty text."""
    tiered = in_each_tier(address.resource_type) and address.key is not None
    return f"{TIERS[address.name]} " if tiered and address.name in TIERS else ""


def object_name(address: Address, values: Mapping[str, Any]) -> str:
    """Return `subnet us-west-2a` or `node group web-1a2b3c`."""
    return plain(object_words(address, values))


def own_name(address: Address, values: Mapping[str, Any]) -> str:
    """Return the name of an object: a naming attribute, its key, or its Terraform name."""
    for attribute in noun(address.resource_type).names:
        value = values.get(attribute)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "":
            return _arn_end(str(value))
    if address.key not in (None, "this"):
        return _arn_end(str(address.key))
    return address.name.replace("_", " ") if address.name not in ("this", "") else ""


def address_text(address: Address) -> str:
    """Return an address in words, without values: `EKS cluster`, `node group web`, `subnet us-west-2a`."""
    name = own_name(address, {})
    if not name:
        row, name = split_call(address.module_call)
        name = name or (row.short if row else "")
    word = f"{tier(address)}{noun(address.resource_type).one}"
    return f"{word} {name}" if name else word


def names_of(names: Sequence[str], joined: str) -> str:
    """Return `in us-west-2a, -2b, -2c`: the first few distinct names."""
    distinct = sorted(set(filter(None, names)))
    if not distinct:
        return ""
    return f"{joined if joined.strip() else ': '}{join_some(_zones(distinct), SHOWN_NAMES)}"


def _zones(names: list[str]) -> list[str]:
    parts = [_ZONE.fullmatch(name) for name in names]
    regions = {p.group(1) if p else "" for p in parts}
    if len(regions) != 1 or "" in regions:
        return names
    return [names[0], *(p.group(2) for p in parts[1:] if p)]


def detail(address: Address, values: Mapping[str, Any]) -> str:
    """Return what matters about an object that is created or deleted, or an empty text."""
    describe = _DETAILS.get(address.resource_type)
    return describe(values) if describe else ""


def _node_group(values: Mapping[str, Any]) -> str:
    scaling = _first_block(values, "scaling_config")
    types = values.get("instance_types")
    lowest, highest = scaling.get("min_size", "?"), scaling.get("max_size", "?")
    text = (f"{lowest}" if lowest == highest else f"{lowest} to {highest}") if scaling else ""
    if isinstance(types, list) and types:
        text += f" x {' or '.join(map(str, types[:3]))}" if text else ", ".join(map(str, types[:3]))
    spot = ", spot" if values.get("capacity_type") == "SPOT" else ""
    return f": {text}{spot}" if text else ""


def _cluster(values: Mapping[str, Any]) -> str:
    access = _first_block(values, "vpc_config")
    parts = [f"Kubernetes {values['version']}" if isinstance(values.get("version"), str) else ""]
    if access.get("endpoint_public_access") is True:
        cidrs = access.get("public_access_cidrs")
        parts.append(
            f"public endpoint for {', '.join(map(str, cidrs))}" if isinstance(cidrs, list) else "public"
        )
    elif access:
        parts.append("private endpoint")
    text = ", ".join(filter(None, parts))
    return f": {text}" if text else ""


def _log_group(values: Mapping[str, Any]) -> str:
    days = values.get("retention_in_days")
    return f", kept {days} days" if isinstance(days, int) and days else ""


def _addon(values: Mapping[str, Any]) -> str:
    version = values.get("addon_version")
    return f" {version}" if isinstance(version, str) and version else ""


def _rule(values: Mapping[str, Any]) -> str:
    ports = [values.get("from_port"), values.get("to_port")]
    protocol = "all traffic" if values.get("ip_protocol") == "-1" else str(values.get("ip_protocol", ""))
    if isinstance(ports[0], int) and ports[0] >= 0:
        protocol += f" {ports[0]}" if ports[0] == ports[1] else f" {ports[0]}-{ports[1]}"
    return f" ({protocol})" if protocol else ""


_DETAILS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "aws_eks_node_group": _node_group,
    "aws_eks_cluster": _cluster,
    "aws_cloudwatch_log_group": _log_group,
    "aws_eks_addon": _addon,
    "aws_vpc_security_group_ingress_rule": _rule,
    "aws_vpc_security_group_egress_rule": _rule,
}


def value_text(value: Any, style: Style, limit: int = 60) -> str:
    """Return a value on one line, cut at `limit` columns if the style cuts."""
    text = full_text(value)
    return text if len(text) <= limit or not style.clips else text[: limit - len(style.dots)] + style.dots


def side_by_side(texts: Sequence[str], style: Style, limit: int) -> list[str]:
    """Return texts to be compared, each cut at `limit` columns: in the middle if they would look alike."""
    cut = [clipped(text, style, limit) for text in texts]
    if len(set(cut)) == len(set(texts)):
        return cut
    return [_cut_in_the_middle(text, style, limit) for text in texts]


def _cut_in_the_middle(text: str, style: Style, limit: int) -> str:
    room = limit - len(style.dots)
    head = room // 2
    return text if len(text) <= limit else f"{text[:head]}{style.dots}{text[len(text) - (room - head) :]}"


def clipped_text(text: str, limit: int = 200) -> str:
    """Return a text cut at `limit` characters."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def full_text(value: Any) -> str:
    """Return a value on one line, however long."""
    return printable(_plain(value))


def printable(text: str) -> str:
    """Return one line without control characters: a tag in AWS must not control the terminal."""
    text = " ".join(text.split()) if "\n" in text else text
    if not text.isprintable():
        text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return without_commands(text)


def _plain(value: Any) -> str:
    if value is None:
        return "(none)"
    if isinstance(value, (SensitiveMarker, UnknownMarker)):
        return repr(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value if value else '""'
    if isinstance(value, list):
        return ", ".join(_plain(v) for v in value) if value else "(none)"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {_plain(v)}" for k, v in value.items()) + "}" if value else "(none)"
    return json.dumps(value, default=repr)


def attribute_name(path: Path) -> str:
    """Return `scaling_config.max_size`: an attribute path without the indexes of single blocks."""
    return attribute_text(path) or "all of it"


def place_text(place: SpecPlace | None) -> str:
    """Return `cluster.yaml:41:12 nodeGroups.web.scaling.max`, marked if the field has its default."""
    if place is None:
        return ""
    text = printable(str(place))
    return text if place.written else f"{text} (default)"


def _first_block(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    blocks = values.get(name)
    first = blocks[0] if isinstance(blocks, list) and blocks else None
    return first if isinstance(first, Mapping) else {}


def _arn_end(name: str) -> str:
    """Return the end of an ARN, even if other words precede it; other names are unchanged."""
    name = printable(name)
    before, arn, rest = name.partition("arn:")
    if not arn:
        return name
    resource = rest.split(":", 4)[-1]
    end = resource.rsplit("/", 1)[-1]
    known = before.strip("/").rsplit("/", 1)[-1]
    return f"{known} {end}" if known else end


def clipped(text: str, style: Style, room: int) -> str:
    """Return a text cut to `room` columns if the style cuts."""
    return (
        text
        if len(text) <= room or not style.clips
        else text[: room - len(style.dots)].rstrip(" ,") + style.dots
    )


def duration(seconds: float) -> str:
    """Return `8s`, `2m 10s`, `1h 5m`."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m {whole % 60}s"
    return f"{whole // 3600}h {whole % 3600 // 60}m"
