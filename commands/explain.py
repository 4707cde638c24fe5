"""`eksgen explain`: what a diagnostic code or a field of a spec means, and what to do about it."""

from __future__ import annotations

import sys
from difflib import get_close_matches

from ..catalog.foreign_names import FOREIGN_NAMES
from ..compiler.codes import CODES
from ..compiler.diagnostics import undotted
from ..compiler.errors import EksgenError
from ..report.human import codes, fields
from ..schemas.reflection.fields import Field, all_fields, field_at


def explain(name: str | None) -> int:
    """Print the page of one code or field, or the list of all codes."""
    sys.stdout.write(codes.overview() if name is None else _page(name))
    return 0


def _page(name: str) -> str:
    """Return the page; a code may be written as diagnostics show it, `error[CODE]`."""
    code = name.strip().lower().rpartition("[")[2].rstrip("]:")
    if code in CODES:
        return codes.page(code)
    field = _field(name.strip())
    if field is not None:
        return fields.page(field)
    raise _unknown(name, code)


def _field(name: str) -> Field | None:
    path = undotted(name.rstrip("."))
    return field_at(tuple("*" if isinstance(step, int) else step for step in path)) if path else None


def _unknown(name: str, code: str) -> EksgenError:
    """Return the error for a name that is neither a code nor a field, with those it may stand for."""
    if "." in name or any(character.isupper() for character in name):
        near = _similar_fields(name)
        similar, rest = f"similar fields: {', '.join(near)}", "docs/fields.md lists all fields"
    else:
        near = list(dict.fromkeys((*get_close_matches(code, CODES, 3, 0.5), *_similar_fields(name)[:2])))
        similar, rest = f"similar: {', '.join(near)}", "list all codes with `eksgen explain`"
    return EksgenError(
        f"there is no code or field {name}",
        code="unknown-code",
        notes=("every code of a finding or an error has a page, and every field of a spec",),
        helps=(similar if near else rest,),
    )


def _similar_fields(name: str) -> list[str]:
    """Return the fields with a similar path, the same last name, or this name in another tool."""
    last = name.rpartition(".")[2]
    foreign = [row.field for row in FOREIGN_NAMES if row.name == last and row.field]
    if foreign:
        return list(dict.fromkeys(foreign))[:3]
    same = [field.path for field in all_fields() if field.steps[-1] == last]
    short = {field.path.replace(".*", ""): field.path for field in all_fields()}
    near = [short[path] for path in get_close_matches(name.replace(".*", ""), short, 3, 0.75)]
    return list(dict.fromkeys((*same, *near)))[:3]
