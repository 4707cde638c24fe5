"""Specs edited in place: exactly what was wanted, and every comment, blank line and line end still there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eksgen.compiler.edit.outline import comments
from eksgen.compiler.edit.rewrite import rewrite, with_value, without_value
from eksgen.compiler.errors import EksgenError
from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.tree import to_plain

EXAMPLES = sorted((Path(__file__).resolve().parents[4] / "examples").glob("*.yaml"))


def values(data: bytes) -> Any:
    root, _, findings = parse_yaml(data, "cluster.yaml")
    assert root is not None
    assert not findings
    return to_plain(root)


def put(text: str, path: str, value: Any) -> str:
    data = text.encode()
    return rewrite(data, "cluster.yaml", with_value(values(data), steps(path), value)).decode()


def drop(text: str, path: str) -> str:
    data = text.encode()
    return rewrite(data, "cluster.yaml", without_value(values(data), steps(path))).decode()


def steps(path: str) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isdigit() else step for step in path.split("."))


SPEC = """\
# The cluster of the shop.
apiVersion: eksgen/v1alpha1
kind: Cluster

controlPlane:  # private
  endpoint:
    private: true
    # The office and the VPN.
    public: [203.0.113.0/24]   # see the wiki

  logs: {types: [api, audit], retentionDays: 90}

# Groups of nodes.
nodeGroups:
  web:
    scaling: {min: 2, max: 10}  # agreed with finance
    labels:
      role: "web"
      tier: 'front'
  # nothing but defaults
  batch: {}

logs:
  retentionDays: 90
"""


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        ("logs.retentionDays", 30, "logs:\n  retentionDays: 90\n", "logs:\n  retentionDays: 30\n"),
        ("nodeGroups.web.scaling.max", 42, "max: 10}", "max: 42}"),
        ("nodeGroups.web.scaling.desired", 3, "max: 10}", "max: 10, desired: 3}"),
        ("nodeGroups.batch.scaling.max", 4, "batch: {}", "batch: {scaling: {max: 4}}"),
        ("nodeGroups.web.labels.role", "shop", 'role: "web"', 'role: "shop"'),
        ("nodeGroups.web.labels.tier", "it's", "tier: 'front'", "tier: 'it''s'"),
        ("nodeGroups.web.labels.zone", "a", "tier: 'front'\n", "tier: 'front'\n      zone: a\n"),
        ("nodeGroups.web.disk.size", 80, "    labels:\n      role: \"web\"\n      tier: 'front'\n",
         "    labels:\n      role: \"web\"\n      tier: 'front'\n    disk:\n      size: 80\n"),
        ("controlPlane.endpoint.public", False, "public: [203.0.113.0/24]   #", "public: false   #"),
        ("controlPlane.endpoint.public", ["0.0.0.0/0"], "[203.0.113.0/24]", "[0.0.0.0/0]"),
        ("controlPlane.logs.types", ["api"], "[api, audit]", "[api]"),
        ("controlPlane.logs.types", ["scheduler", "api", "audit"], "[api, audit]", "[scheduler, api, audit]"),
        ("network.cidr", "10.20.0.0/16", "kind: Cluster\n", "kind: Cluster\n\nnetwork:\n  cidr: 10.20.0.0/16\n"),
        ("nodeGroups.web.labels", {}, "labels:\n      role: \"web\"\n      tier: 'front'\n", "labels: {}\n"),
        ("logs.kmsKey", "aws", "  retentionDays: 90\n", "  retentionDays: 90\n  kmsKey: aws\n"),
    ],
)  # fmt: skip
def test_an_edit_changes_only_its_value(path: str, value: Any, before: str, after: str) -> None:
    assert SPEC.count(before) == 1
    assert put(SPEC, path, value) == SPEC.replace(before, after)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("controlPlane.endpoint.private", "    private: true\n", ""),
        ("nodeGroups.web.scaling.min", "{min: 2, max: 10}", "{max: 10}"),
        ("nodeGroups.web.scaling.max", "{min: 2, max: 10}", "{min: 2}"),
        ("nodeGroups.web.labels.tier", "      tier: 'front'\n", ""),
        ("nodeGroups.batch", "  batch: {}\n", ""),
        ("logs.retentionDays", "logs:\n  retentionDays: 90", "logs: {}"),
    ],
)
def test_removing_a_value_leaves_no_gap(path: str, before: str, after: str) -> None:
    assert SPEC.count(before) == 1
    assert drop(SPEC, path) == SPEC.replace(before, after)


def test_comments_of_a_removed_value_are_kept() -> None:
    edited = drop(SPEC, "nodeGroups.web.scaling")
    assert "  web:\n    # agreed with finance\n    labels:\n" in edited


def test_comments_inside_a_list_replaced_by_a_scalar_are_kept() -> None:
    text = "controlPlane:\n  endpoint:\n    public:  # open\n      - 10.0.0.0/8  # all\n      # more\n      - 11.0.0.0/8\nlogs: {}\n"
    assert put(text, "controlPlane.endpoint.public", False) == (
        "controlPlane:\n  endpoint:\n    public: false  # open\n      # all\n      # more\nlogs: {}\n"
    )


def test_a_new_item_of_a_multi_line_list_gets_its_own_line() -> None:
    text = "public: [\n  10.0.0.0/8,  # one\n  11.0.0.0/8   # two\n]\n"
    grown = put(text, "public", ["10.0.0.0/8", "11.0.0.0/8", "12.0.0.0/8"])
    assert grown == "public: [\n  10.0.0.0/8,  # one\n  11.0.0.0/8,   # two\n  12.0.0.0/8\n]\n"


def test_a_new_item_is_added_after_the_others() -> None:
    text = "drift:\n    ignore:\n    - path: a  # one\n      reason: b\n\nlogs: {}\n"
    rules = values(text.encode())["drift"]["ignore"]
    grown = put(
        text,
        "drift.ignore",
        [*rules, {"path": "nodeGroups.web", "reason": "it: moves", "until": "2027-03-31"}],
    )
    assert grown == (
        "drift:\n    ignore:\n    - path: a  # one\n      reason: b\n"
        '    - path: nodeGroups.web\n      reason: "it: moves"\n      until: 2027-03-31\n\nlogs: {}\n'
    )


def test_windows_line_ends_and_a_byte_order_mark_are_kept() -> None:
    data = b"\xef\xbb\xbfkind: Cluster\r\nlogs:\r\n  retentionDays: 90 # long\r\n"
    wanted = {"kind": "Cluster", "logs": {"retentionDays": 30, "kmsKey": "aws"}}
    expected = b"\xef\xbb\xbfkind: Cluster\r\nlogs:\r\n  retentionDays: 30 # long\r\n  kmsKey: aws\r\n"
    assert rewrite(data, "cluster.yaml", wanted) == expected


def test_a_file_with_errors_is_not_edited() -> None:
    with pytest.raises(EksgenError, match="has errors"):
        rewrite(b"a: 1\na: 2\n", "cluster.yaml", {"a": 3})


def test_a_value_below_a_scalar_cannot_be_set() -> None:
    with pytest.raises(EksgenError, match="cannot be set"):
        put(SPEC, "kind.of.thing", 1)


SCALARS = st.one_of(
    st.booleans(), st.integers(-9999, 99999), st.sampled_from(["", "yes", "1.30", "a: b", "x # y", "- z", "it's", 'a "b"', "~"]),
    st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0"), max_size=12),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcDEF.-: ", min_size=1, max_size=6), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
NAMES = st.sampled_from(["desired", "logs", "kmsKey", "x", "network", "extra", "web", "a.b", "yes"])


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
    return [path, *(found for key, item in inner for found in places(item, (*path, key)))]


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


AWKWARD = """\
# head
a:   # beside a
- 1  # one
- - x
  - {k, l: , "m": [p, q: 1, ]}  # nested
# below
- {
    r: 1,  # r
    s: "2"   # s
  }
b: |+  # kept
  text # no comment

c: 'it''s'
d:
    e: [a,
       # between
       b] # after b
    "f g": >-
        folded
        text
    # deeper
  # less deep
h: {}
"""


@given(st.data())
@settings(max_examples=400)
def test_any_edit_of_any_spec_gives_exactly_the_wanted_values(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([*(file.read_text("utf-8") for file in EXAMPLES), AWKWARD, SPEC]))
    text = text.replace("\n", data.draw(st.sampled_from(["\n", "\r\n"])))
    had = values(text.encode())
    wanted = had
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(wanted)[1:]))
        kind = data.draw(st.sampled_from(["set", "remove", "insert"]))
        if kind == "remove" and (len(path) > 1 or len(wanted) > 1):
            wanted = without_value(wanted, path)
        elif kind == "insert" and isinstance(at(wanted, path), dict):
            name, taken = data.draw(NAMES), at(wanted, path)
            wanted = (  # under a name that holds a plain value nothing can be put
                with_value(wanted, (*path, name, data.draw(NAMES)), data.draw(VALUES))
                if name not in taken and data.draw(st.booleans())
                else with_value(wanted, (*path, data.draw(NAMES)), data.draw(VALUES))
            )
        elif kind == "insert" and isinstance(at(wanted, path), tuple):
            index = data.draw(st.integers(0, len(at(wanted, path))))
            items = at(wanted, path)
            wanted = with_value(wanted, path, (*items[:index], data.draw(VALUES), *items[index:]))
        else:
            wanted = with_value(wanted, path, data.draw(VALUES))
    edited = rewrite(text.encode(), "cluster.yaml", wanted).decode()
    assert repr(exact(values(edited.encode()))) == repr(exact(wanted))
    assert Counter(c.text for c in comments(edited.replace("\r\n", "\n"))) == Counter(
        c.text for c in comments(text.replace("\r\n", "\n"))
    )


def exact(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: exact(value[key]) for key in sorted(value)}
    return tuple(map(exact, value)) if isinstance(value, list | tuple) else value
