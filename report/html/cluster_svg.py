"""The picture of a cluster as SVG: the VPC with its zones and subnets, the control plane, node groups and
load balancers. Changes are coloured, as `page.css` says, and carry a sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ...catalog.resources.nouns import TIERS
from ...engine.plan.result import Action, ClusterShape
from ..page.words import clipped_text, detail, object_name, own_name, printable
from .text import html_text

_WIDTH, _GAP, _BOX, _LINE = 960, 12, 46, 17
_SIGNS = {
    Action.CREATE: ("+", "made"),
    Action.UPDATE: ("~", "changed"),
    Action.REPLACE: ("!", "replaced"),
    Action.DELETE: ("-", "gone"),
    Action.FORGET: ("x", "left"),
}
_LEGEND = {
    "made": "+ created",
    "changed": "~ changed",
    "replaced": "! replaced",
    "gone": "- deleted",
    "left": "x leaves the state",
    "same": "grey is unchanged",
}


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle with up to two lines of text."""

    x: float
    y: float
    width: float
    height: float
    title: str
    text: str = ""
    tone: str = "same"
    dashed: bool = False


def cluster_svg(shapes: tuple[ClusterShape, ...]) -> str:
    """Return a `<figure>`, or an empty text without shapes."""
    if not shapes:
        return ""
    boxes, height = _layout(shapes)
    drawn = "".join(map(_draw, boxes))
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH} {height:g}" width="{_WIDTH}" height="{height:g}" role="img" '
        f'xmlns="http://www.w3.org/2000/svg" aria-label="The cluster and what changes in it">{drawn}</svg>'
        f"<figcaption>{_legend(shapes)}</figcaption></figure>"
    )


def _legend(shapes: tuple[ClusterShape, ...]) -> str:
    """Explain the signs and edges that occur in the picture."""
    tones = {_SIGNS.get(shape.action, ("", "same"))[1] for shape in shapes}
    texts = [
        f'<span class="{tone}">{html_text(words)}</span>' for tone, words in _LEGEND.items() if tone in tones
    ]
    if any(shape.outside for shape in shapes):
        texts.append("<span>a dashed edge was changed outside</span>")
    return ", ".join(texts)


def _layout(shapes: tuple[ClusterShape, ...]) -> tuple[list[_Box], float]:
    """Return boxes and height: the control plane, and the VPC with load balancers, zones, node groups."""
    boxes: list[_Box] = []
    y = 1.0
    boxes += _row(_of(shapes, "aws_eks_cluster"), 1, y, _WIDTH - 2)
    y = _below(boxes, y)
    vpc_at, top = len(boxes), y
    inner, width = 1.0 + _GAP, _WIDTH - 2 - 2 * _GAP
    y += 2 * _LINE + _GAP / 2
    for rows in (
        _of(shapes, "aws_internet_gateway", "aws_lb", "aws_elb"),
        _of(shapes, "aws_subnet", "aws_nat_gateway"),
        _of(shapes, "aws_eks_node_group", "aws_eks_fargate_profile"),
    ):
        zoned = any(s.address.resource_type == "aws_subnet" for s in rows)
        boxes += _zones(rows, inner, y, width) if zoned else _row(rows, inner, y, width)
        y = _below(boxes, y)
    vpc = next(iter(_of(shapes, "aws_vpc")), None)
    if vpc or len(boxes) > vpc_at:
        frame = _box(vpc, 1, top, _WIDTH - 2, y - top) if vpc else _Box(1, top, _WIDTH - 2, y - top, "VPC")
        boxes.insert(vpc_at, frame)
        y += _GAP
    return boxes, y - _GAP + 1


def _of(shapes: tuple[ClusterShape, ...], *types: str) -> list[ClusterShape]:
    return [s for t in types for s in shapes if s.address.resource_type == t]


def _below(boxes: list[_Box], y: float) -> float:
    return max([y, *(box.y + box.height + _GAP for box in boxes)])


def _row(shapes: list[ClusterShape], x: float, y: float, width: float) -> Iterator[_Box]:
    """Return boxes in lines of at most three, as even as possible."""
    columns = _columns(len(shapes), 3)
    each = (width - _GAP * (columns - 1)) / columns
    for index, shape in enumerate(shapes):
        line, column = divmod(index, columns)
        yield _box(shape, x + column * (each + _GAP), y + line * (_BOX + _GAP), each, _BOX)


def _columns(count: int, most: int) -> int:
    """Return the number of boxes in a line if all lines are about as long: two for four with `most` three."""
    lines = max(-(-count // most), 1)
    return max(-(-count // lines), 1)


def _zones(shapes: list[ClusterShape], x: float, y: float, width: float) -> Iterator[_Box]:
    """Return a column for each zone with its subnets and NAT gateways, four columns in a line."""
    zones = [(zone, list(group)) for zone, group in groupby(sorted(shapes, key=_zone_key), key=_zone)]
    columns = _columns(len(zones), 4)
    each = (width - _GAP * (columns - 1)) / columns
    high = max(len(members) for _, members in zones) * (_BOX + _GAP) + _LINE + _GAP
    for index, (zone, members) in enumerate(zones):
        row, column = divmod(index, columns)
        left, top = x + column * (each + _GAP), y + row * (high + _GAP)
        yield _Box(left, top, each, high, zone or "unknown zone")
        for line, shape in enumerate(members):
            at = top + _LINE + _GAP + line * (_BOX + _GAP)
            yield _box(shape, left + _GAP, at, each - 2 * _GAP, _BOX)


def _zone(shape: ClusterShape) -> str:
    zone = shape.values.get("availability_zone")
    return printable(zone if isinstance(zone, str) else str(shape.address.key or ""))


def _zone_key(shape: ClusterShape) -> tuple[str, int, str]:
    order = [*TIERS, "this"]
    name = shape.address.name
    return _zone(shape), order.index(name) if name in order else len(order), shape.address.text


def _box(shape: ClusterShape, x: float, y: float, width: float, height: float) -> _Box:
    sign, tone = _SIGNS.get(shape.action, ("", "same"))
    title, text = _words(shape)
    return _Box(x, y, width, height, f"{sign} {title}".strip(), text, tone, shape.outside)


def _words(shape: ClusterShape) -> tuple[str, str]:
    """Return the title of a box and a line below it."""
    kind, values = shape.address.resource_type, shape.values
    if kind == "aws_subnet":
        return f"{TIERS.get(shape.address.name, shape.address.name)} subnet", _text(values.get("cidr_block"))
    if kind == "aws_nat_gateway":
        return "NAT gateway", ""
    if kind == "aws_vpc":
        return f"VPC {_text(values.get('cidr_block'))}".strip(), ""
    if kind in ("aws_lb", "aws_elb"):
        scheme = "internal" if values.get("internal") is True else "internet-facing"
        return f"load balancer {own_name(shape.address, values)}".strip(), (
            f"{_text(values.get('load_balancer_type')) or 'classic'}, {scheme}"
        )
    return object_name(shape.address, values), detail(shape.address, values).strip(":, ")


def _text(value: object) -> str:
    return printable(value) if isinstance(value, str) else ""


def _draw(box: _Box) -> str:
    """Return a box. Texts are cut to what fits in most fonts, and clipped at the edge in wide ones. Without a
    style sheet, edges are black on white."""
    dashed = ' stroke-dasharray="6 4"' if box.dashed else ""
    weight = 1 if box.tone == "same" else 2
    middle = 28 if box.height == _BOX and not box.text else 19
    lines = [_line(box.title, middle, 'font-size="13" font-weight="600"', (box.width - 20) / 8.2)]
    if box.text:
        lines.append(_line(box.text, 36, 'font-size="12"', (box.width - 20) / 6.8))
    return (
        f'<g class="shape {box.tone}"><title>{html_text(f"{box.title} {box.text}".strip())}</title>'
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="6" '
        f'fill="none" stroke="black" stroke-width="{weight}"{dashed}/>'
        f'<svg x="{box.x + 10:g}" y="{box.y:g}" width="{box.width - 14:g}" height="{_BOX}">'
        f"{''.join(lines)}</svg></g>"
    )


def _line(text: str, y: int, look: str, room: float) -> str:
    """Return a line of at most `room` letters."""
    return f'<text y="{y}" {look}>{html_text(clipped_text(text, max(int(room), 4)))}</text>'
