"""`eksgen explain`: what a diagnostic code, a field of a spec or an annotation means, and what to do."""

from __future__ import annotations

import sys
from difflib import get_close_matches

from ..catalog.foreign_names import FOREIGN_NAMES
from ..catalog.load_balancers.service_annotations import OPTIONS
from ..catalog.load_balancers.service_makers import HOST_NAME, INGRESS_PREFIX, SERVICE_PREFIX
from ..compiler.codes import CODES
from ..compiler.diagnostics import undotted
from ..compiler.errors import EksgenError
from ..report.human import annotation_pages, codes, fields
from ..schemas.reflection.fields import Field, all_fields, field_at


def explain(name: str | None) -> int:
    """Print the page of one code, field or annotation, or the list of all codes."""
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
    annotation = _annotation(name.strip())
    if annotation is not None:
        options = (_field(path) for path in OPTIONS[annotation])
        return annotation_pages.page(annotation, [option for option in options if option])
    raise _unknown(name, code)


def _field(name: str) -> Field | None:
    path = undotted(name.rstrip("."))
    return field_at(tuple("*" if isinstance(step, int) else step for step in path)) if path else None


def _annotation(name: str) -> str | None:
    """Return an annotation by its name, with or without the prefix or a suffix such as `.TCP-80`."""
    short = name.rpartition("/")[2]
    last = name.removesuffix(short) + short.partition(".")[0]
    return next((key for key in (*_names(name), *_names(last)) if key in OPTIONS), None)


def _names(name: str) -> tuple[str, ...]:
    return name, f"{SERVICE_PREFIX}{name}", f"{INGRESS_PREFIX}{name}"


def _similar_annotations(name: str) -> list[str]:
    """Return the annotations with a similar name; what is not like one at all has none."""
    short = name.rpartition("/")[2]
    if len(name) > _LONGEST or ("/" not in name and not short.startswith("aws-load-balancer")):
        return []
    prefixes = [prefix for prefix in (SERVICE_PREFIX, INGRESS_PREFIX) if name.startswith(prefix)]
    known = {
        key.rpartition("/")[2]: key for key in OPTIONS if key.startswith(tuple(prefixes or (SERVICE_PREFIX,)))
    }
    return [known[near] for near in get_close_matches(short, known, 3, 0.6)]


_LONGEST = len(SERVICE_PREFIX) + 2 * len(HOST_NAME)
"""Longest name that is compared with annotations."""


def _unknown(name: str, code: str) -> EksgenError:
    """Return the error for a name that is no code, field or annotation, with those it may stand for."""
    if "/" in name or name.startswith("aws-load-balancer"):
        near = _similar_annotations(name)
        return EksgenError(
            f"there is no annotation {name} with an option in a spec",
            code="unknown-code",
            notes=("docs/load-balancers.md lists the annotations of load balancers and their options",),
            helps=(f"similar: {', '.join(near)}",) if near else (),
        )
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
