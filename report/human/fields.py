"""The fields of the language: a page for one, and the document `docs/fields.md`.

`python -m eksgen.report.human.fields` writes the document; a test checks that it is up to date.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...catalog.terraform import field_arguments
from ...compiler.source.parse import parse_yaml
from ...compiler.source.scalars import flow_text
from ...compiler.source.tree import to_plain
from ...schemas.reflection.fields import Field, all_fields, field_at

DOCUMENT = Path(__file__).parents[2] / "docs" / "fields.md"
WIDTH = 88
_NAMES = {
    "nodeGroups": "web",
    "loadBalancers": "edge",
    "addons": "metrics-server",
    "serviceAccounts": "shop/uploader",
}


def page(field: Field) -> str:
    """Return the page of a field."""
    head = _fill(f"{field.path}: {field.description}", "  ")
    rows = [f"  {name:<9} {text}" for name, text in _rows(field)]
    lines = [_fill(row, " " * 12) for row in rows]
    inner = [below for name in field.fields if (below := _inner(field, name))] or _of_each(field)
    width = max((len(below.steps[-1]) for below in inner), default=0)
    fields = [
        _fill(f"    {below.steps[-1]:<{width}}  {below.description}", " " * (width + 6)) for below in inner
    ]
    return "\n".join([head, "", *lines, *(["  fields:", *fields] if fields else [])]) + "\n"


def _of_each(field: Field) -> list[Field]:
    """Return the fields of each entry of a map by name or of a list."""
    return [below for below in all_fields() if below.steps[:-1] == (*field.steps, "*")]


def _inner(field: Field, name: str) -> Field | None:
    return field_at((*field.steps, name)) or field_at((*field.steps, "*", name))


def _rows(field: Field) -> Iterator[tuple[str, str]]:
    """Yield what there is to say about a field: (`type`, `a whole number`)."""
    yield "type:", f"{field.type}, required" if field.required else field.type
    for name, text in (
        ("allowed:", field.allowed),
        ("default:", field.default),
        ("in AWS:", ", ".join(_arguments(field))),
        ("example:", _example(field)),
    ):
        if text:
            yield name, text


def _arguments(field: Field) -> list[str]:
    """Return the resource arguments of a field, else those of the part that it is in."""
    own = field_arguments.arguments(field.path)
    steps = field.steps[:-1]
    around = field_at(steps[:-1] if steps[-1:] == ("*",) else steps) if steps and not field.fields else None
    return own or (field_arguments.arguments(around.path) if around else [])


def _example(field: Field) -> str:
    """Return the field in a spec with a value of an example: `nodeGroups: {web: {ssm: false}}`."""
    value = _example_value(field)
    if value is None or field.fields:
        return ""
    for index in range(len(field.steps) - 1, -1, -1):
        step = field.steps[index]
        around = field_at(field.steps[:index])
        if step == "*" and around is not None and around.type.startswith("a list"):
            value = [value]
        else:
            value = {_NAMES.get(field.steps[index - 1], "name") if step == "*" else step: value}
    return flow_text(value)[1:-1]


def _example_value(field: Field) -> Any:
    written = field_arguments.example(field.path)
    if written:
        root = parse_yaml(written.encode(), "")[0]
        return to_plain(root) if root is not None else None
    return field.example


def markdown() -> str:
    """Return the content of `docs/fields.md`."""
    parts = [field for field in all_fields() if len(field.steps) == 1]
    blocks = [
        "# Fields",
        "Every field of a spec, with what it becomes in AWS: the arguments of the Terraform resources that "
        "it decides. `*` stands for a name that you choose, or for any item of a list. "
        "`eksgen explain FIELD` prints one entry, as in `eksgen explain nodeGroups.scaling.max`.",
        "Made from the models in `schemas/` by `make generate`.",
        "\n".join(f"- [{part.path}](#{part.path.lower()})" for part in parts),
    ]
    for field in all_fields():
        blocks.append(_section(field))
    return "\n\n".join(blocks) + "\n"


def _section(field: Field) -> str:
    title = f"## {field.path}" if len(field.steps) == 1 else f"### {field.path}"
    rows = [f"- {name} {_code(name, text)}" for name, text in _rows(field)]
    return "\n\n".join(filter(None, [title, field.description, "\n".join(rows)]))


def _code(name: str, text: str) -> str:
    if name == "in AWS:":
        return ", ".join(f"`{argument}`" for argument in text.split(", "))
    return (
        f"`{text}`" if name == "example:" or (name == "default:" and text[:1] in '"[0123456789tf{') else text
    )


def _fill(text: str, indent: str) -> str:
    return textwrap.fill(
        text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def main() -> None:
    """Write the document."""
    DOCUMENT.write_text(markdown(), encoding="utf-8")


if __name__ == "__main__":
    main()
