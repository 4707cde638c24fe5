"""What the helps of whole specs say: that each is there, and that it works when it is followed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from eksgen.catalog.addons import ADDONS
from eksgen.compiler.diagnostics import Diagnostic
from eksgen.compiler.fixes import changed
from eksgen.compiler.pipeline import check_text
from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.scalars import flow_text
from eksgen.compiler.source.tree import to_plain

BASE = {
    "apiVersion": "apiVersion: eksgen/v1alpha1",
    "kind": "kind: Cluster",
    "metadata": "metadata: {name: demo, region: us-west-2}",
    "kubernetes": 'kubernetes: {version: "1.36"}',
    "access": "access: {admins: [arn:aws:iam::111122223333:role/Admin]}",
    "nodeGroups": "nodeGroups: {web: {}}",
}


def spec(text: str) -> str:
    """Return the base spec with these parts, one on a line, in place of its own."""
    own = {line.partition(":")[0]: line for line in text.splitlines()}
    return "\n".join({**BASE, **own}.values())


def findings(text: str) -> tuple[Diagnostic, ...]:
    return check_text(spec(text).encode(), "cluster.yaml").findings


def of(code: str, text: str) -> Diagnostic:
    (finding,) = [finding for finding in findings(text) if finding.code == code]
    return finding


def after(text: str, finding: Diagnostic) -> str:
    """Return the spec with the first fix of a finding."""
    root = parse_yaml(spec(text).encode(), "cluster.yaml")[0]
    assert root is not None
    return flow_text(to_plain(changed(root, finding.fixes[:1])))


def camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(word.title() for word in rest)


NAMES = [addon.name for addon in ADDONS if not addon.own_policy]
STYLES: list[Callable[[str], str]] = [camel, lambda name: name.replace("-", "_").upper()]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("style", STYLES)
def test_an_addon_in_another_spelling_is_renamed(name: str, style: Callable[[str], str]) -> None:
    if style(name) == name:
        return
    text = f"addons: {{{style(name)}: {{}}}}"
    finding = of("unknown-addon", text)
    assert finding.primary.span.column == 10
    assert finding.helps == (f"write `{name}`",)
    assert f"{{{name}: " in after(text, finding)


def test_an_addon_that_is_written_too_is_not_suggested() -> None:
    assert of("unknown-addon", "addons: {coredns: {}, coreDNS: {}}").fixes == ()


@pytest.mark.parametrize(
    ("name", "known"), [("cloudwatch", "cloudwatch-observability"), ("s3-csi", "mountpoint-s3-csi")]
)
def test_a_part_of_the_name_of_an_addon_names_it(name: str, known: str) -> None:
    assert f"it knows `{known}`" in of("not-in-catalog", f"addons: {{{name}: {{}}}}").notes[0]
