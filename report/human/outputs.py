"""The outputs of a cluster, in full, because people copy them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..page.words import printable, value_text
from ..terminal import Style

_FULL = 10_000
"""No output is longer than this."""


def output_lines(values: Mapping[str, Any], style: Style) -> Iterator[str]:
    """Yield a line for each output, and for each entry of a map."""
    for name, value in values.items():
        if isinstance(value, dict) and value:
            yield name
            for key, inner in value.items():
                yield f"  {printable(str(key))}  {value_text(inner, style, _FULL)}"
        else:
            yield f"{name}  {value_text(value, style, _FULL)}"
