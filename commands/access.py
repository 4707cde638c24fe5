"""`eksgen access`: who may do what in a cluster, offline."""

from __future__ import annotations

from ..report.human.access import draw_access
from ..report.json.access import access_json
from ..report.markdown.access import access_markdown
from ..report.page.access import access_page
from .inputs.read_spec import read_checked
from .outputs.results import stdout_style, write_result

_FORMATS = {
    "human": lambda page: draw_access(page, stdout_style()),
    "json": access_json,
    "markdown": access_markdown,
}


def access(file: str, format: str) -> int:
    """Print the page of one spec."""
    checked = read_checked(file)
    if checked.spec is not None and checked.tree is not None:
        write_result(_FORMATS[format](access_page(checked.spec, checked.tree)))
    return 0
