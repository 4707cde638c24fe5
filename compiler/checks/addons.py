"""Rules on add-ons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...catalog.addons import addon, addon_or_default, base_addons
from ...schemas.addons import Addon
from ...schemas.cluster import ClusterSpec
from ...schemas.walk import fields
from .finding import Finding

_NAME = re.compile(r"[0-9A-Za-z][A-Za-z0-9_-]{0,99}")


def addon_names(spec: ClusterSpec) -> Iterator[Finding]:
    """An add-on's name has the form EKS takes, and is the short one where there is one."""
    for name in sorted(spec.addons.__pydantic_extra__ or {}):
        known = addon(name)
        if not _NAME.fullmatch(name):
            yield Finding(
                "invalid-name",
                ("addons", name),
                "an add-on is named by letters, digits, `-` and `_`",
                "not an add-on's name",
            )
        elif known is not None and known.name != name and (known.base or _written(spec, known.name)):
            yield Finding(
                "duplicate-addon",
                ("addons", name),
                f"`{name}` is the add-on `{known.name}`, which the cluster has already",
                "twice the same",
                ((("addons", known.name), "here"),) if _written(spec, known.name) else (),
                help=f"write `{known.name}`",
            )


def addons_complete(spec: ClusterSpec) -> Iterator[Finding]:
    """What an add-on stands on is there too."""
    present = {addon_or_default(name).name for name, _ in _addons(spec)} | {one.name for one in base_addons()}
    for name, _ in _addons(spec):
        for needed in addon_or_default(name).needs:
            if needed not in present:
                yield Finding(
                    "missing-addon",
                    ("addons", name),
                    f"`{name}` needs the add-on `{needed}`",
                    "would stay degraded",
                    help=f"add `{needed}: {{}}` under `addons`",
                )


def _addons(spec: ClusterSpec) -> Iterator[tuple[str, Addon]]:
    named = {info.alias or name: name for name, info in type(spec.addons).model_fields.items()}
    for key in fields(type(spec.addons)):
        if isinstance(one := getattr(spec.addons, named[key]), Addon):
            yield key, one
    yield from sorted((spec.addons.__pydantic_extra__ or {}).items())


def _written(spec: ClusterSpec, name: str) -> bool:
    """Whether the file names the add-on so."""
    info = type(spec.addons).model_fields
    return name in {
        info[field].alias or field if field in info else field for field in spec.addons.model_fields_set
    }
