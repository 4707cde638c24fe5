"""What shells offer for an argument that is neither a verb, an option nor a file."""

from __future__ import annotations


def codes_and_fields(incomplete: str) -> list[str]:
    """Return the codes of findings and the fields of a spec that begin with the text."""
    from ...compiler.codes import CODES
    from ...schemas.reflection.fields import all_fields

    names = (*CODES, *(field.path for field in all_fields()))
    return [name for name in names if name.startswith(incomplete)]
