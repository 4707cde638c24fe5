"""The picture of a cluster: what it shows, that it can be read, and that no name breaks out of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eksgen.compiler.pipeline import check_file, compile_spec
from eksgen.report.graph import svg
from eksgen.report.graph.html import graph_html
from eksgen.report.graph.mermaid import mermaid
from eksgen.report.graph.parts import API, ClusterGraph, Connection, GraphPart, cluster_graph
from eksgen.report.graph.svg import graph_svg

from ..contrast import contrast
from ..hostile import WEAPONS

ROOT = Path(__file__).parents[4]
EXAMPLES = sorted(file.stem for file in (ROOT / "examples").glob("*.yaml"))
SVG = "{http://www.w3.org/2000/svg}"


def graph_of(example: str) -> ClusterGraph:
    checked = check_file(str(ROOT / "examples" / f"{example}.yaml"))
    assert not checked.failed, checked.findings
    return cluster_graph(compile_spec(checked).cluster)


def graph_with(text: str) -> ClusterGraph:
    """Return a picture in which every text is this one."""
    part = GraphPart("a", text, (text, text))
    return ClusterGraph(
        text, text, (replace(part, id="from x"),), replace(part, id=API), (), (replace(part, id="b"),), (part,), (), (),
        (Connection("from x", "b", text, ()), Connection("b", "a", text, ())),
    )  # fmt: skip


@pytest.mark.parametrize("example", ["quickstart", "load-balancers", "full", "existing-vpc"])
def test_the_flowchart_of_an_example(example: str, golden: Callable[[Path, str], None]) -> None:
    golden(ROOT / "tests" / "golden" / "graph" / f"{example}.mmd", mermaid(graph_of(example)))


@pytest.mark.parametrize("example", EXAMPLES)
def test_boxes_of_every_example_stay_apart_inside_their_frame(example: str) -> None:
    graph = graph_of(example)
    boxes, frame, bottom = svg._layout(graph)
    assert boxes.keys() == graph.parts.keys()
    for one, other in combinations(boxes.values(), 2):
        apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
        apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart_x or apart_y, (one, other)
    for part in (*graph.balancers, *graph.compute, *graph.zones, *graph.exits):
        box = boxes[part.id]
        assert frame.x < box.x
        assert box.x + box.width < frame.x + frame.width
        assert frame.y < box.y
        assert box.y + box.height < frame.y + frame.height
    assert all(box.y + box.height <= bottom for box in boxes.values())


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_formats_of_every_example_are_well_formed_and_name_every_part(example: str) -> None:
    graph = graph_of(example)
    drawing = ElementTree.fromstring(graph_svg(graph))
    hints = [title.text or "" for title in drawing.iter(f"{SVG}title")]
    text, page = mermaid(graph), graph_html(graph, lambda path: "cluster.yaml:1" if path else "")
    assert text.count("subgraph") == text.count("  end\n") == 2
    assert page.count("<tr>") == len(graph.connections) + bool(graph.connections)
    for part in graph.parts.values():
        assert any(hint.startswith(part.title) for hint in hints)
    for one in graph.connections:
        assert {one.source, one.target} <= graph.parts.keys()


@pytest.mark.parametrize("weapon", WEAPONS)
def test_no_text_breaks_out_of_a_format(weapon: str) -> None:
    usual, hostile = graph_with("name"), graph_with(weapon)
    tags = [element.tag for element in ElementTree.fromstring(graph_svg(hostile)).iter()]
    assert tags == [element.tag for element in ElementTree.fromstring(graph_svg(usual)).iter()]
    page = graph_html(hostile, lambda _: weapon)
    assert re.findall(r"<[a-z0-9]+", page) == re.findall(r"<[a-z0-9]+", graph_html(usual, lambda _: "name"))
    shape = re.compile(r'"[^"\n]*"')
    assert shape.sub("", mermaid(hostile)) == shape.sub("", mermaid(usual))


def test_texts_can_be_read_in_light_dark_and_print() -> None:
    palettes = [
        dict(re.findall(r"--(\w+):\s*(#[0-9a-f]{3,6})", block))
        for block in re.findall(r"\.graph \{([^}]*--[^}]*)\}", svg._STYLE)
    ]
    assert len(palettes) == 3
    for colours in palettes:
        for ground in ("paper", "field"):
            for ink in ("ink", "dim"):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground, colours)
            assert contrast(colours["edge"], colours[ground]) >= 3
        assert contrast(colours["paper"], colours["link"]) >= 4.5, "the number of an arrow"


def test_arrows_end_at_their_parts_and_keep_apart() -> None:
    graph = graph_of("load-balancers")
    boxes, _, _ = svg._layout(graph)
    arrows = svg._arrows(boxes, graph.connections)
    ends = [(arrow.x2, arrow.y2) for arrow in arrows]
    assert len(set(ends)) == len(ends)
    for arrow, one in zip(arrows, graph.connections, strict=True):
        source, target = boxes[one.source], boxes[one.target]
        assert (source.y + source.height, target.y) == (arrow.y1, arrow.y2)
        assert arrow.y1 < arrow.y2
        assert target.x < arrow.x2 < target.x + target.width


def test_who_reaches_what() -> None:
    graph = graph_of("load-balancers")
    titles = graph.parts
    told = {(titles[one.source].title, titles[one.target].title, one.text) for one in graph.connections}
    assert ("the internet", "load balancer site", "http 80, https 443") in told
    assert ("load balancer site", "node group web", "port 30080") in told
    assert ("load balancer grpc", "Service shop/grpc", "ports of its pods") in told
    assert not any(target == "Kubernetes API" for _, target, _ in told), "its endpoint is closed"


def test_parts_that_are_reached_come_first() -> None:
    graph = graph_of("full")
    reached = {one.target for one in graph.connections}
    order = [part.id in reached for part in graph.compute]
    assert order == sorted(order, reverse=True)
