"""Texts that try to break out of a format, and results that have them everywhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.compiler.diff.compare import Comparison
from eksgen.compiler.diff.consequence import Consequence, ConsequenceKind
from eksgen.compiler.diff.fields import FieldEdit
from eksgen.compiler.diff.module_calls import ArgumentSide, CallChange, CallChangeKind, ChangedArgument
from eksgen.compiler.errors import EksgenError
from eksgen.compiler.source.tree import NodePlace
from eksgen.engine.addresses import Address
from eksgen.engine.drift.result import Actor, DriftClass, DriftFinding, DriftLevel
from eksgen.engine.plan.result import (
    Action,
    AttributeChange,
    BaseComparison,
    ChangeOrigin,
    IgnoredBy,
    ObjectChange,
    OrphanedObject,
    RunSubject,
)
from eksgen.engine.source_map.place import SpecPlace

WEAPONS = [
    "`", "``", "```", "\n```\n", "~~~", "</details>", "<details>", "</summary>", "<script>alert(1)</script>",
    "|", "\\", "\\`", "\x1b[31m", "\n", "\r\n", "\x00", "-->", "<!--", "]]>", "&amp;", "&#60;", "[a](b)",
    "![x](y)", "::error::", "%0A", "*", "_", "#", "> ", "- ", "1. ", "    ", "\t", "'", '"', "é", "🌈", "\u202e",
    "::add-mask::a", " ::stop-commands::x ", "##[add-mask]a", "##[error]", "\r", "\x9b31m", "\x7f", "\u2028", "{:a}", "%{if}",
    "\udcff", "\u200b", "\ufeff", "*/", "//", ".yaml", "..", "a",
    '\nresource "x" "y" { provisioner "local-exec" { command = "id" } }\n', "</svg>", "<h1>", "<td>", "https://example.com", "@someone", "\ud800", "\ufffe", "${x}", "=", "===", "---", " ",
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
drift_findings = st.builds(
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
spans = st.builds(Span, files, st.integers(1, 3), st.integers(1, 5), st.integers(6, 9))
labels = st.builds(Label, spans, texts)
many = st.lists(texts, max_size=2).map(tuple)
findings = st.builds(
    Diagnostic,
    st.sampled_from(["duplicate-key", "open-endpoint"]),
    st.sampled_from(list(Severity)),
    texts,
    labels,
    st.lists(labels, max_size=2).map(tuple),
    many,
    many,
)
errors = st.builds(
    lambda message, notes, helps: EksgenError(message, notes=notes, helps=helps), texts, many, many
)
node_places = st.builds(NodePlace, spans, st.booleans(), spans)
sides = st.builds(ArgumentSide, values, st.lists(names, max_size=2).map(tuple), node_places)
edits = st.builds(
    FieldEdit,
    st.lists(names, min_size=1, max_size=3).map(tuple),
    st.none() | sides,
    sides,
    st.just(("provider",)) | many,
)
changed_arguments = st.builds(
    ChangedArgument, st.lists(names, min_size=1, max_size=2).map(tuple), sides, sides
)
call_changes = st.builds(
    CallChange,
    st.sampled_from(["provider", "backend", "vpc"]),
    st.just(""),
    st.just(CallChangeKind.CHANGED),
    st.lists(changed_arguments, max_size=2).map(tuple),
    st.just(()),
    node_places,
)
comparisons = st.builds(
    lambda edits, calls, consequences, cluster, previous: BaseComparison(
        "main", Comparison(cluster, cluster, previous, tuple(edits), tuple(calls), tuple(consequences))
    ),
    st.lists(edits, max_size=2),
    st.lists(call_changes, max_size=1),
    st.lists(
        st.builds(Consequence, st.sampled_from(ConsequenceKind), names, names, st.none() | sides), max_size=2
    ),
    names,
    texts,
)
orphans = st.builds(
    OrphanedObject, addresses, names, st.booleans(), st.just("import {}"), st.none() | places, texts
)
often = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
"""Without shrinking, which takes minutes for values of this size."""


def without_lone_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
