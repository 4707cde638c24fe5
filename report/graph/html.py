"""The picture as one HTML file, with a table of who reaches what and the lines of the spec."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...compiler.diagnostics import Path
from ..html.page import html_document
from ..html.text import html_text
from .parts import ClusterGraph
from .svg import graph_svg


def graph_html(graph: ClusterGraph, place: Callable[[Path], str]) -> str:
    """Return the file; `place` returns `file:line` of a path in the spec, "" for one that is not written."""
    return html_document(graph.title, _body(graph, place))


def _body(graph: ClusterGraph, place: Callable[[Path], str]) -> Iterator[str]:
    yield f"<h1>{html_text(graph.title)}</h1>"
    yield f"<figure>{graph_svg(graph, legend=False)}</figure>"
    if graph.connections:
        heads = ("from", "to", "ports", "spec")
        yield "<h2>Who reaches what</h2>"
        yield f"<table><thead><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr></thead><tbody>"
        for row in _rows(graph, place):
            cells = (
                f'<td data-of="{of}">{html_text(text)}</td>' for of, text in zip(heads, row, strict=True)
            )
            yield f"<tr>{''.join(cells)}</tr>"
        yield "</tbody></table>"


def _rows(graph: ClusterGraph, place: Callable[[Path], str]) -> Iterator[tuple[str, ...]]:
    parts = graph.parts
    for number, one in enumerate(graph.connections, 1):
        yield f"{number}. {parts[one.source].title}", parts[one.target].title, one.text, place(one.path)
