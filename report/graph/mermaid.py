"""The picture as a Mermaid flowchart, which GitHub and GitLab draw in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..page.words import printable
from .parts import ClusterGraph, GraphPart

_PLAIN = re.compile(r"[^A-Za-z0-9 .,:/*_-]")


def mermaid(graph: ClusterGraph) -> str:
    """Return the text of the flowchart."""
    ids = {part: f"p{number}" for number, part in enumerate(graph.parts)}
    return "\n".join([*_lines(graph, ids), ""])


def _lines(graph: ClusterGraph, ids: dict[str, str]) -> Iterator[str]:
    yield "flowchart TB"
    yield from _nodes(graph.outside, ids, "  ", "([{}])")
    yield from _nodes((graph.api, *graph.beside), ids, "  ", "[{}]")
    yield f'  subgraph vpc["{_label(graph.vpc)}"]'
    yield from _nodes((*graph.balancers, *graph.compute), ids, "    ", "[{}]")
    yield '    subgraph zones["zones"]'
    yield from _nodes(graph.zones, ids, "      ", "[{}]")
    yield "    end"
    yield from _nodes(graph.exits, ids, "    ", "[{}]")
    yield "  end"
    for one in graph.connections:
        yield f'  {ids[one.source]} -->|"{_label(one.text)}"| {ids[one.target]}'


def _nodes(parts: Iterable[GraphPart], ids: dict[str, str], indent: str, shape: str) -> Iterator[str]:
    for part in parts:
        text = "<br>".join(map(_label, (part.title, *part.lines)))
        yield f"{indent}{ids[part.id]}" + shape.format(f'"{text}"')


def _label(text: str) -> str:
    """Return a text in which nothing acts: other characters as entities of Mermaid."""
    return _PLAIN.sub(lambda match: f"#{ord(match[0])};", printable(text))
