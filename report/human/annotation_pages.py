"""The page of an annotation of Kubernetes: the fields of a spec that stand for it, and who takes it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from ...catalog.load_balancers.service_annotations import ANNOTATIONS
from ...catalog.load_balancers.service_makers import Maker
from ...schemas.reflection.fields import Field
from . import fields

_NAMES: dict[Maker, str] = {
    "classic": "classic:",
    "network": "network:",
    "controller": "controller:",
    "auto-mode": "Auto Mode:",
}


def page(name: str, options: Sequence[Field]) -> str:
    """Return what an annotation of the cloud provider is to each maker, then the pages of its fields."""
    written = ", ".join(field.path for field in options)
    head = _fill(f"{name}: in a spec, {written}", "  ")
    rows = []
    for row in ANNOTATIONS:
        if row.key == name:
            rows = [(_NAMES[maker], cell) for maker, cell in row.cells.items()]
            rows.append(("Terraform:", ", ".join(row.terraform)))
            rows.append(("example:", f"loadBalancers: {{edge: {{{row.example}}}}}"))
    lines = [_fill(f"  {label:<11} {text}", " " * 14) for label, text in rows]
    blocks = [head, "\n".join(lines), *(fields.page(field).rstrip("\n") for field in options)]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _fill(text: str, indent: str) -> str:
    return textwrap.fill(
        text, fields.WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
