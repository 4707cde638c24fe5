"""Texts that try to break out of a format, everywhere a spec or a cloud can put one."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eksgen.engine.addresses import Address
from eksgen.engine.drift.result import Actor, DriftClass, DriftFinding, DriftLevel, DriftResult
from eksgen.engine.plan.dangers import find_dangers
from eksgen.engine.plan.result import (
    Action,
    AttributeChange,
    ChangeOrigin,
    ClusterShape,
    Counts,
    IgnoredBy,
    ObjectChange,
    PlanResult,
    RunSubject,
)
from eksgen.engine.source_map.place import SpecPlace
from eksgen.report.terminal import Style

from .drawings import DRIFT, PLAN
from .well_formed import CHECKS, check_sarif

WEAPONS = [
    "`", "``", "```", "\n```\n", "~~~", "</details>", "<details>", "</summary>", "<script>alert(1)</script>",
    "|", "\\", "\\`", "\x1b[31m", "\n", "\r\n", "\x00", "-->", "<!--", "]]>", "&amp;", "&#60;", "[a](b)",
    "![x](y)", "::error::", "%0A", "*", "_", "#", "> ", "- ", "1. ", "    ", "\t", "'", '"', "é", "🌈", "\u202e",
    "https://example.com", "@someone", "\ud800", "\ufffe", "${x}", "=", "===", "---", " ",
]  # fmt: skip
texts = st.lists(st.sampled_from(WEAPONS) | st.text(max_size=4), min_size=0, max_size=6).map("".join)
names = texts.map(lambda text: text or "x")
values: st.SearchStrategy[Any] = st.recursive(
    texts | st.none() | st.booleans() | st.integers(-2, 2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=5,
)
files = st.just("clusters/a b.yaml") | names
places = st.builds(
    lambda path, written, file: SpecPlace(tuple(path), file, 3, 5, written, 9),
    st.lists(names | st.integers(0, 3), max_size=3),
    st.booleans(),
    files,
)
types = st.sampled_from(
    [
        "aws_eks_cluster",
        "aws_eks_node_group",
        "aws_launch_template",
        "aws_subnet",
        "aws_lb",
        "aws_vpc",
        "aws_new_thing",
    ]
)
addresses = st.builds(
    lambda kind, key, call: Address(f"module.{call}.{kind}.this[{key!r}]", call, kind, "this", key),
    types,
    names,
    st.sampled_from(["nodes_web", "eks", "vpc", "some_module"]) | names,
)
paths = st.lists(names | st.just(0), min_size=1, max_size=3).map(tuple) | st.sampled_from(
    [("version",), ("vpc_config", 0, "public_access_cidrs"), ("launch_template", 0, "version")]
)
attributes = st.builds(
    AttributeChange,
    paths,
    values,
    values,
    forces_replacement=st.booleans(),
    origin=st.sampled_from(list(ChangeOrigin)),
    recorded=values,
    spec=st.none() | places,
)
objects = st.dictionaries(
    st.sampled_from(
        ["name", "node_group_name", "cidr_block", "availability_zone", "version", "instance_types"]
    ),
    texts | st.lists(texts, max_size=2),
    max_size=4,
)
changes = st.builds(
    ObjectChange,
    addresses,
    st.sampled_from(list(Action)),
    attributes=st.lists(attributes, max_size=3).map(tuple),
    values=objects,
    spec=st.none() | places,
    previous_address=texts,
    imported=st.booleans(),
    deleted_outside=st.booleans(),
    replace_first=st.sampled_from(["create", "delete"]),
)
subjects = st.builds(
    RunSubject,
    st.none() | texts,
    st.none() | texts,
    st.booleans(),
    texts,
    st.none() | texts,
    files,
)
findings = st.builds(
    DriftFinding,
    st.uuids().map(str),
    st.sampled_from(list(DriftClass)),
    addresses,
    st.just(()) | paths,
    values,
    values,
    values,
    st.sampled_from(list(Action)),
    spec=st.none() | places,
    values=objects,
    level=st.sampled_from(list(DriftLevel)),
    why=texts,
    accepted=st.none()
    | st.builds(IgnoredBy, texts, st.none() | texts, st.none() | st.just(date(2027, 1, 1))),
    who=st.none() | st.builds(Actor, texts, texts, texts, texts),
)
often = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def without_lone_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


@often
@given(subjects, st.lists(changes, min_size=1, max_size=4), st.lists(texts, max_size=2))
def test_no_text_breaks_out_of_a_plan(
    subject: RunSubject, found: list[ObjectChange], said: list[str]
) -> None:
    unique = {(c.address.text, c.action): c for c in found}
    ordered = tuple({a.address.text: a for a in unique.values()}.values())
    shapes = tuple(ClusterShape(c.address, c.action, c.imported, c.values) for c in ordered)
    plan = PlanResult(
        subject,
        Counts(update=len(ordered)),
        ordered,
        outputs=("a`b", "<b>"),
        remarks=tuple(said),
        dangers=find_dangers(ordered),
        picture=shapes,
    )
    for format, check in CHECKS.items():
        if format != "sarif":
            check(without_lone_surrogates(PLAN[format](plan, Style())))
    check_sarif(PLAN["sarif"](plan, Style()), unique=False)


@often
@given(subjects, st.lists(findings, min_size=1, max_size=4), st.lists(texts, max_size=2))
def test_no_text_breaks_out_of_drift(subject: RunSubject, found: list[DriftFinding], said: list[str]) -> None:
    drift = DriftResult(subject, tuple(found), remarks=tuple(said))
    for format, check in CHECKS.items():
        check(without_lone_surrogates(DRIFT[format](drift, Style())))
