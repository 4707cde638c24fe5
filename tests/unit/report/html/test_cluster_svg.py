"""The picture of a cluster: boxes that hold together, texts that fit."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from eksgen.engine.addresses import parse_address
from eksgen.engine.plan.result import Action, ClusterShape
from eksgen.report.html.cluster_svg import cluster_svg

SVG = "{http://www.w3.org/2000/svg}"


def boxes(shapes: tuple[ClusterShape, ...]) -> list[tuple[float, float, float, float]]:
    root = ElementTree.fromstring(cluster_svg(shapes))
    found = [
        tuple(float(r.attrib[n]) for n in ("x", "y", "width", "height")) for r in root.iter(f"{SVG}rect")
    ]
    svg = root[0]
    wide, high = (float(svg.attrib[name]) for name in ("width", "height"))
    assert all(x >= 0 and y >= 0 and x + w <= wide and y + h <= high for x, y, w, h in found)
    return [(x, y, x + w, y + h) for x, y, w, h in found]


def picture(zones: int, groups: int) -> tuple[ClusterShape, ...]:
    name = "a-very-long-name-of-sixty-three-letters-which-is-what-eks-allows"
    addresses = ["module.eks.aws_eks_cluster.this", "module.vpc.aws_vpc.this", "module.vpc.aws_nat_gateway.a"]
    addresses += [
        f'module.vpc.aws_subnet.{tier}["us-east-1{zone}"]'
        for zone in "abcdefgh"[:zones]
        for tier in ("public", "private", "intra")
    ]
    addresses += [f"module.nodes_n{n}.aws_eks_node_group.this" for n in range(groups)]
    return tuple(
        ClusterShape(parse_address(a), Action.CREATE, values={"node_group_name": name}) for a in addresses
    )


@pytest.mark.parametrize("zones", [1, 2, 3, 4, 5, 6, 8])
@pytest.mark.parametrize("groups", [0, 1, 4, 7, 40])
def test_boxes_of_the_picture_hold_each_other_or_stay_apart_and_have_room(zones: int, groups: int) -> None:
    found = sorted(boxes(picture(zones, groups)))
    for one in found:
        assert one[2] - one[0] >= 150, "too narrow for `control-plane subnet`"
        for other in found:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            inside = one[0] >= other[0] and one[1] >= other[1] and one[2] <= other[2] and one[3] <= other[3]
            holds = other[0] >= one[0] and other[1] >= one[1] and other[2] <= one[2] and other[3] <= one[3]
            assert apart or inside or holds, (one, other)


def test_a_long_name_is_cut_in_the_picture_and_whole_in_its_hint() -> None:
    text = cluster_svg(picture(3, 4))
    whole = "node group a-very-long-name-of-sixty-three-letters-which-is-what-eks-allows"
    assert f"<title>+ {whole}</title>" in text
    assert "…</text>" in text
    assert f">+ {whole}</text>" not in text


def test_the_legend_tells_what_is_in_the_picture_and_no_more() -> None:
    legend = re.sub("<[^>]*>", "", cluster_svg(picture(3, 1)).partition("<figcaption>")[2])
    assert legend == "+ created"
