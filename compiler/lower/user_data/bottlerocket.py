"""User data of Bottlerocket: settings in TOML, which EKS merges with its own in a managed group.

EKS reads only a part of TOML: no quotes within strings, no table headers with quoted keys; the latter are
written as inline tables here, the former are refused by a check. Values of the user win, `max-pods` included.

Sources (read 2026-11-29): EKS user guide, "Customize managed nodes with launch templates"; bottlerocket.dev,
"settings.kubernetes", "settings.bootstrap-commands", "settings.host-containers", "ephemeral-storage".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...source.scalars import scalar_text
from .facts import NodeFacts

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_DIRECTORIES = ("/var/lib/containerd", "/var/lib/kubelet", "/var/log/pods")
_LOCAL_STORAGE = {
    "commands": (
        ("apiclient", "ephemeral-storage", "init"),
        ("apiclient", "ephemeral-storage", "bind", "--dirs", *_DIRECTORIES),
    ),
    "essential": True,
    "mode": "always",
}


def bottlerocket(facts: NodeFacts) -> str:
    """Return the settings as TOML; "" if Bottlerocket needs none besides those that EKS adds."""
    settings = _merged(_own(facts), facts.bootstrap.bottlerocket)
    return "\n".join((*_table(("settings",), settings), "")) if settings else ""


def _own(facts: NodeFacts) -> dict[str, Any]:
    kubernetes: dict[str, Any] = {} if facts.max_pods is None else {"max-pods": facts.max_pods}
    if facts.joins:
        kubernetes |= _joining(facts)
    settings: dict[str, Any] = {"kubernetes": kubernetes} if kubernetes else {}
    if facts.bootstrap.local_storage:
        settings["bootstrap-commands"] = {"local-storage": _LOCAL_STORAGE}
    if facts.login:  # keys are for the admin container
        settings["host-containers"] = {"admin": {"enabled": True}}
    return settings


def _joining(facts: NodeFacts) -> dict[str, Any]:
    taints: dict[str, tuple[str, ...]] = {}
    for taint in facts.taints:
        taints[taint.key] = (*taints.get(taint.key, ()), f"{taint.value or ''}:{taint.effect}")
    return {
        "cluster-name": facts.cluster,
        "api-server": facts.endpoint,
        "cluster-certificate": facts.certificate_authority,
        "cluster-dns-ip": facts.dns_address,
        **({"node-labels": dict(facts.labels)} if facts.labels else {}),
        **({"node-taints": taints} if taints else {}),
    }


def _merged(own: Mapping[str, Any], users: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings, those of the user first in rank."""
    merged = {**own, **users}
    for key in own.keys() & users.keys():
        if isinstance(own[key], Mapping) and isinstance(users[key], Mapping):
            merged[key] = _merged(own[key], users[key])
    return dict(sorted(merged.items()))


def _table(path: tuple[str, ...], settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield a table: its values, then the tables in it."""
    tables = {key: value for key, value in settings.items() if _has_header(key, value)}
    values = {key: value for key, value in settings.items() if key not in tables}
    if values or not tables:
        yield f"[{'.'.join(path)}]"
        yield from (f"{_key(key)} = {_value(value)}" for key, value in values.items())
    for key, value in tables.items():
        yield from _table((*path, key), value)


def _has_header(key: str, value: Any) -> bool:
    """Return whether a value is a table of its own; one with quoted keys in its header would be refused."""
    return isinstance(value, Mapping) and _BARE.fullmatch(key) is not None


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else scalar_text(key, '"')


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return scalar_text(value, '"')
