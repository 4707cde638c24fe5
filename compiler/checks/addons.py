"""Rules for `addons`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...catalog.addons import addon, addon_or_default
from ...schemas.cluster import ClusterSpec
from ..resolve.addons import addons_of
from .finding import Finding

_NAME = re.compile(r"[0-9A-Za-z][A-Za-z0-9_-]{0,99}")


def addon_names(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each add-on name is valid in EKS, and does not repeat another add-on under a longer name."""
    for name in sorted(spec.addons.__pydantic_extra__ or {}):
        known = addon(name)
        if not _NAME.fullmatch(name):
            yield Finding(
                "invalid-name",
                ("addons", name),
                "the name of an add-on consists of letters, digits, `-` and `_`",
                "not an add-on name",
            )
        elif known is not None and known.name != name and (known.base or _written(spec, known.name)):
            yield Finding(
                "duplicate-addon",
                ("addons", name),
                f"`{name}` is the add-on `{known.name}`, which the cluster already has",
                "duplicate add-on",
                ((("addons", known.name), "first defined here"),) if _written(spec, known.name) else (),
                help=f"write `{known.name}`",
            )


def addons_complete(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the add-ons that an add-on depends on are present."""
    present = {addon_or_default(name).name for name, _ in addons_of(spec)}
    for name, _ in addons_of(spec):
        for needed in addon_or_default(name).needs:
            if needed not in present:
                yield Finding(
                    "missing-addon",
                    ("addons", name),
                    f"`{name}` needs the add-on `{needed}`",
                    "would stay degraded",
                    help=f"add `{needed}: {{}}` under `addons`",
                )


def _written(spec: ClusterSpec, name: str) -> bool:
    """Return whether the spec sets the add-on under this name."""
    info = type(spec.addons).model_fields
    return name in {
        info[field].alias or field if field in info else field for field in spec.addons.model_fields_set
    }
