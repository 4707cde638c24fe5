"""What shells offer for an argument that is neither a verb, an option nor a file."""

from __future__ import annotations


def codes_and_fields(incomplete: str) -> list[str]:
    """Return the codes of findings and the fields of a spec that begin with the text."""
    from ...compiler.codes import CODES
    from ...schemas.reflection.fields import all_fields

    paths = [field.path for field in all_fields()]
    if "*" not in incomplete:
        paths = [path.replace(".*", "") for path in paths]  # `explain` takes both
    return [name for name in dict.fromkeys((*CODES, *paths)) if name.startswith(incomplete)]


def topics(incomplete: str) -> list[str]:
    """Return the pages of the documentation that begin with the text."""
    from .documentation import page_names

    return [name for name in page_names() if name.startswith(incomplete)]
