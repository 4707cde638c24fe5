"""The two names of an add-on are one."""

from __future__ import annotations

from datetime import date

import pytest

from eksgen.catalog.addons.addons import ADDONS, Addon
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.source.addon_names import path_in_file, short_path
from eksgen.compiler.source.extends import Library
from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.tree import locate

BASE = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.36"}
access: {admins: ["arn:aws:iam::111122223333:role/Admin"]}
nodeGroups: {web: {}}
"""
DAY = date(2026, 10, 2)
TWO_NAMES = [known for known in ADDONS if known.name != known.eks_name and not known.own_policy]


def addons(known: Addon, name: str) -> str:
    needs = "".join(f"  {needed}: {{}}\n" for needed in known.needs)
    return f"{BASE}addons:\n  {name}: {{version: v1.2.3-eksbuild.1}}\n{needs}"


@pytest.mark.parametrize("known", TWO_NAMES, ids=lambda known: known.name)
def test_both_names_compile_to_the_same_bytes(known: Addon) -> None:
    short, long = (
        compile_spec(check_text(addons(known, name).encode(), "a.yaml", today=DAY)).files
        for name in (known.name, known.eks_name)
    )
    assert {name: data for name, data in short.items() if name != "eksgen.map.json"} == {
        name: data for name, data in long.items() if name != "eksgen.map.json"
    }


@pytest.mark.parametrize("known", TWO_NAMES, ids=lambda known: known.name)
def test_both_names_in_one_file_are_one_too_many(known: Addon) -> None:
    text = addons(known, known.name) + f"  {known.eks_name}: {{}}\n"
    (finding,) = check_text(text.encode(), "a.yaml", today=DAY).findings
    assert finding.code == "duplicate-addon"
    assert finding.primary.span.line > finding.secondary[0].span.line


@pytest.mark.parametrize(
    ("below", "above"), [("ebs-csi", "aws-ebs-csi-driver"), ("aws-ebs-csi-driver", "ebs-csi")]
)
def test_a_file_changes_the_add_on_of_its_base_under_either_name(below: str, above: str) -> None:
    base = f"addons:\n  {below}: {{version: v1.2.3-eksbuild.1, preserve: true}}\n"
    library = Library({"base.yaml": base.encode()}.get, lambda _: True)

    def ebs(value: str) -> tuple[str | None, bool]:
        text = f"extends: base.yaml\n{BASE}addons: {{{above}: {value}}}\n"
        checked = check_text(text.encode(), "a.yaml", library=library, today=DAY)
        assert checked.spec is not None
        addon = checked.spec.addons.ebs_csi
        assert addon != "none"
        return addon.version, addon.preserve

    assert ebs("{version: v2.0.0-eksbuild.1}") == ("v2.0.0-eksbuild.1", True)
    assert ebs("null") == (None, False)


def test_a_value_keeps_its_place() -> None:
    checked = check_text(addons(ADDONS[4], "aws-ebs-csi-driver").encode(), "a.yaml", today=DAY)
    assert checked.tree is not None
    place = locate(checked.tree, ("addons", "ebs-csi", "version"))
    assert (place.span.line, place.written) == (8, True)


@pytest.mark.parametrize(
    ("path", "short"),
    [
        (("addons", "aws-ebs-csi-driver", "version"), ("addons", "ebs-csi", "version")),
        (("addons", "ebs-csi"), ("addons", "ebs-csi")),
        (("addons", "acme_agent"), ("addons", "acme_agent")),
        (("addons",), ("addons",)),
        (("nodeGroups", "aws-ebs-csi-driver"), ("nodeGroups", "aws-ebs-csi-driver")),
    ],
)
def test_a_path_has_the_short_name(path: tuple[str, ...], short: tuple[str, ...]) -> None:
    assert short_path(path) == short


@pytest.mark.parametrize("written", ["ebs-csi", "aws-ebs-csi-driver", "coredns"])
def test_a_path_is_spelled_as_in_the_file(written: str) -> None:
    root, _, _ = parse_yaml(f"addons: {{{written}: {{}}}}\n".encode(), "a.yaml")
    assert root is not None
    expected = "ebs-csi" if written == "coredns" else written
    assert path_in_file(root, ("addons", "ebs-csi", "version")) == ("addons", expected, "version")
