"""The picture as SVG: boxes in rows from the outside inwards, arrows with numbers, and what the numbers mean.

It has its own colours for light and dark settings, so that it can stand in any page, and no script.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..html.text import html_text
from ..page.words import clipped_text
from .parts import ClusterGraph, Connection, GraphPart

_WIDTH, _GAP, _LINE, _PAD = 1040.0, 16.0, 17.0, 10.0
_SIDE = 215.0
"""Width of the column beside the VPC."""
_ARROWS = 34.0
"""Room for arrows between two rows that are connected."""
_MOST = 4
"""Boxes in a line."""
_STYLE = """
.graph { --ink: #1b1f24; --paper: #fff; --dim: #59636e; --edge: #818b98; --field: #f6f8fa; --link: #0a6e8a; }
@media (prefers-color-scheme: dark) { .graph { --ink: #e6edf3; --paper: #0d1117; --dim: #9198a1;
  --edge: #656c76; --field: #151b23; --link: #58b8d4; } }
@media print { .graph { --ink: #000; --paper: #fff; --dim: #444; --edge: #777; --field: #f4f4f4;
  --link: #0a6e8a; } }
.graph text { fill: var(--ink); font: 12px system-ui, "Segoe UI", Roboto, sans-serif; }
.graph .title { font-size: 13px; font-weight: 600; } .graph .dim { fill: var(--dim); }
.graph .over { paint-order: stroke; stroke: var(--paper); stroke-width: 5px; stroke-linejoin: round; }
.graph rect { fill: var(--field); stroke: var(--edge); } .graph .frame { fill: var(--paper); }
.graph .paper { fill: var(--paper); stroke: none; }
.graph path { fill: none; stroke: var(--link); stroke-width: 1.5; }
.graph .head, .graph circle { fill: var(--link); stroke: none; }
.graph .number { fill: var(--paper); font-size: 10px; font-weight: 600; text-anchor: middle; }
"""


@dataclass(frozen=True, slots=True)
class _Box:
    """The place of a part."""

    part: GraphPart
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Arrow:
    """A connection: where it starts and ends."""

    x1: float
    y1: float
    x2: float
    y2: float


def graph_svg(graph: ClusterGraph, *, legend: bool = True) -> str:
    """Return the file, which HTML can contain, too; with `legend` it explains the numbers."""
    boxes, frame, bottom = _layout(graph)
    lines = list(_legend(graph, bottom + _GAP)) if legend else []
    height = bottom + _GAP + _LINE * len(lines)
    arrows = _arrows(boxes, graph.connections)
    return "".join(
        (
            f'<svg class="graph" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {height:g}" '
            f'width="{_WIDTH:g}" height="{height:g}" role="img" aria-label="{html_text(graph.title)}">',
            f"<title>{html_text(graph.title)}</title><style>{_STYLE}</style>",
            f'<rect class="paper" width="{_WIDTH:g}" height="{height:g}"/>',
            f'<rect class="frame" {_size(frame)} rx="8"/>',
            *map(_draw_arrow, arrows),
            _text(frame.part.title, frame.x + _PAD, frame.y + 20, frame.width, "title over"),
            *map(_draw_box, boxes.values()),
            *(_draw_head(arrow, number) for number, arrow in enumerate(arrows, 1)),
            *lines,
            "</svg>\n",
        )
    )


def _layout(graph: ClusterGraph) -> tuple[dict[str, _Box], _Box, float]:
    """Return the places of all parts, the frame of the VPC, and where the picture ends."""
    boxes = list(_row(graph.outside, 1, 1, min(_WIDTH - 2, 300.0 * len(graph.outside))))
    top = _below(boxes, 1) + (_ARROWS if graph.outside else 0)
    side = _column((graph.api, *graph.beside), 1, top, _SIDE)
    boxes += side
    left, y = _SIDE + 2 * _GAP, top + 2 * _LINE + (20 if graph.balancers else 0)
    inner, width = left + _GAP, _WIDTH - left - 2 * _GAP - 1
    for parts, room in ((graph.balancers, _ARROWS), (graph.compute, 0), (graph.zones, 0), (graph.exits, 0)):
        row = list(_row(parts, inner, y, width))
        boxes += row
        y = _below(row, y) + (room if row else 0)
    frame = _Box(GraphPart("vpc", graph.vpc), left, top, _WIDTH - left - 1, y - top)
    bottom = max(y, max(box.y + box.height for box in side))
    return {box.part.id: box for box in boxes}, frame, bottom


def _below(boxes: Sequence[_Box], y: float) -> float:
    return max([y, *(box.y + box.height + _GAP for box in boxes)])


def _height(parts: Sequence[GraphPart]) -> float:
    return _LINE * (1 + max(len(part.lines) for part in parts)) + _PAD


def _row(parts: Sequence[GraphPart], x: float, y: float, width: float) -> Iterator[_Box]:
    """Yield the places of parts side by side, in lines that are about as long."""
    if not parts:
        return
    lines = -(-len(parts) // _MOST)
    columns, height = -(-len(parts) // lines), _height(parts)
    each = (width - _GAP * (columns - 1)) / columns
    for index, part in enumerate(parts):
        line, column = divmod(index, columns)
        yield _Box(part, x + column * (each + _GAP), y + line * (height + _GAP), each, height)


def _column(parts: Sequence[GraphPart], x: float, y: float, width: float) -> list[_Box]:
    boxes: list[_Box] = []
    for part in parts:
        boxes.append(_Box(part, x, y, width, _height((part,))))
        y = boxes[-1].y + boxes[-1].height + _GAP
    return boxes


def _size(box: _Box) -> str:
    return f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"'


def _draw_box(box: _Box) -> str:
    """Return a box with its texts, cut to what fits in most fonts."""
    whole = html_text("; ".join((box.part.title, *box.part.lines)))
    lines = [_text(box.part.title, box.x + _PAD, box.y + 18, box.width, "title")]
    for number, line in enumerate(box.part.lines, 1):
        lines.append(_text(line, box.x + _PAD, box.y + 18 + number * _LINE, box.width, "dim"))
    return f'<g><title>{whole}</title><rect {_size(box)} rx="6"/>{"".join(lines)}</g>'


def _text(text: str, x: float, y: float, width: float, kind: str) -> str:
    room = int((width - 2 * _PAD) / (7.6 if kind == "title" else 6.5))
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{html_text(clipped_text(text, max(room, 4)))}</text>'


def _arrows(boxes: dict[str, _Box], connections: Sequence[Connection]) -> list[_Arrow]:
    """Return an arrow for each connection, from the bottom of a box to the top of another."""
    starts = _places(boxes, [(one.source, one.target) for one in connections])
    ends = _places(boxes, [(one.target, one.source) for one in connections])
    return [
        _Arrow(x1, boxes[one.source].y + boxes[one.source].height, x2, boxes[one.target].y)
        for one, x1, x2 in zip(connections, starts, ends, strict=True)
    ]


def _places(boxes: dict[str, _Box], pairs: Sequence[tuple[str, str]]) -> list[float]:
    """Return where each arrow touches the first box of its pair, sorted by where the other box is."""
    places = [0.0] * len(pairs)
    for box in {own for own, _ in pairs}:
        here = sorted((boxes[other].x, index) for index, (own, other) in enumerate(pairs) if own == box)
        for place, (_, index) in enumerate(here, 1):
            places[index] = boxes[box].x + boxes[box].width * place / (len(here) + 1)
    return places


def _draw_arrow(arrow: _Arrow) -> str:
    x1, y1, x2, y2 = arrow.x1, arrow.y1, arrow.x2, arrow.y2
    middle = (y1 + y2) / 2
    return (
        f'<path d="M{x1:.1f} {y1:.1f} C{x1:.1f} {middle:.1f} {x2:.1f} {middle:.1f} {x2:.1f} {y2 - 6:.1f}"/>'
    )


def _draw_head(arrow: _Arrow, number: int) -> str:
    """Return the head of an arrow and its number."""
    x, y = arrow.x2, arrow.y2
    return (
        f'<path class="head" d="M{x - 4:.1f} {y - 7:.1f} L{x + 4:.1f} {y - 7:.1f} L{x:.1f} {y:.1f} Z"/>'
        f'<circle cx="{x:.1f}" cy="{y - 15:.1f}" r="8"/>'
        f'<text class="number" x="{x:.1f}" y="{y - 11.5:.1f}">{number}</text>'
    )


def _legend(graph: ClusterGraph, y: float) -> Iterator[str]:
    """Yield a line for each number."""
    parts = graph.parts
    for number, one in enumerate(graph.connections, 1):
        text = f"{number}  {parts[one.source].title} to {parts[one.target].title}: {one.text}"
        yield _text(text, 1, y + (number - 0.25) * _LINE, _WIDTH, "dim")
