"""What is live, written into the spec where the spec decides it, proven by compiling it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eksgen.commands.drift_answers import Remediation, apply_remediation
from eksgen.commands.runs.workdir import RunOptions
from eksgen.compiler.diagnostics import Path as SpecPath
from eksgen.compiler.errors import EksgenError
from eksgen.engine.drift.result import DriftClass

from .conftest import ADMIN, BATCH, CLUSTER, GROUP, LOGS, POLICY, SPEC, Given, changed, lost, result, traced


@pytest.mark.parametrize(
    ("told", "before", "after"),
    [
        ((GROUP, ("scaling_config", 0, "max_size"), 42), "max: 4}", "max: 42}"),
        ((GROUP, ("scaling_config", 0, "desired_size"), 3), "max: 4}", "max: 4, desired: 3}"),
        ((GROUP, ("labels", "zone"), "a"), "    tags: {cost: shop}\n",
         "    labels:\n      zone: a\n    tags: {cost: shop}\n"),
        ((GROUP, ("tags", "cost"), "web"), "{cost: shop}", "{cost: web}"),
        ((GROUP, ("tags", "cost"), None), "tags: {cost: shop}", "tags: {}"),
        ((GROUP, ("tags", "team"), "web"), "{cost: shop}", "{cost: shop, team: web}"),
        ((CLUSTER, ("tags", "team"), "web"), "{team: platform}", "{team: web}"),
        ((CLUSTER, ("vpc_config", 0, "public_access_cidrs"), ["192.0.2.0/24", "203.0.113.0/24"]),
         "[203.0.113.0/24, 198.51.100.0/24]", "[203.0.113.0/24, 192.0.2.0/24]"),
        ((CLUSTER, ("vpc_config", 0, "endpoint_public_access"), False), "[203.0.113.0/24, 198.51.100.0/24]", "false"),
        ((CLUSTER, ("upgrade_policy", 0, "support_type"), "EXTENDED"), 'version: "1.35"}', 'version: "1.35", support: extended}'),
        ((CLUSTER, ("enabled_cluster_log_types",), ["api"]), "198.51.100.0/24]\n", "198.51.100.0/24]\n  logs:\n    types: [api]\n"),
        ((LOGS, ("retention_in_days",), 7), "no-schedule}]\n", "no-schedule}]\nlogs:\n  retentionDays: 7\n"),
        ((BATCH, ("capacity_type",), "ON_DEMAND"), "capacity: spot", "capacity: on-demand"),
        ((BATCH, ("taint", 0, "effect"), "NO_EXECUTE"), "effect: no-schedule", "effect: no-execute"),
        ((BATCH, ("taint",), [{"key": "a", "value": "b", "effect": "NO_EXECUTE"}, {"key": "dedicated", "value": "batch", "effect": "NO_SCHEDULE"}]),
         "effect: no-schedule}]", "effect: no-schedule}, {key: a, value: b, effect: no-execute}]"),
    ],
)  # fmt: skip
def test_the_live_value_is_written_where_the_spec_decides_it(
    adopted: Given, told: tuple[str, SpecPath, Any], before: str, after: str
) -> None:
    assert SPEC.count(before) == 1
    assert adopted(told) == SPEC.replace(before, after)


def test_several_findings_are_adopted_in_one_go(adopted: Given) -> None:
    edited = adopted(
        (GROUP, ("scaling_config", 0, "max_size"), 42),
        (CLUSTER, ("vpc_config", 0, "public_access_cidrs"), ["0.0.0.0/0"]),
        (ADMIN.format("BreakGlass"), (), None),
        (POLICY.format("BreakGlass"), (), None),
    )
    assert edited == SPEC.replace("max: 4}", "max: 42}").replace(
        "[203.0.113.0/24, 198.51.100.0/24]", "[0.0.0.0/0]"
    ).replace(
        "    - arn:aws:iam::111122223333:role/BreakGlass  # for emergencies\n", "    # for emergencies\n"
    )


def test_an_opened_endpoint_is_adopted_with_the_ranges_that_are_live(folder: Path, adopted: Given) -> None:
    closed = SPEC.replace("[203.0.113.0/24, 198.51.100.0/24]", "false")
    (folder / "cluster.yaml").write_text(closed, "utf-8")
    ranges = (CLUSTER, ("vpc_config", 0, "public_access_cidrs"), ["192.0.2.0/24"])
    edited = adopted((CLUSTER, ("vpc_config", 0, "endpoint_public_access"), True), also=(ranges,))
    assert edited == closed.replace("public: false", "public: [192.0.2.0/24]")


@pytest.mark.parametrize(
    ("ranges", "written", "warned"),
    [
        (["192.0.2.0/24"], "[192.0.2.0/24]", False),
        (["198.51.100.0/24", "203.0.113.0/24"], "[198.51.100.0/24, 203.0.113.0/24]", False),
        (["0.0.0.0/0"], "true", True),
        (["0.0.0.0/0", "::/0"], "true", True),
    ],
)
def test_an_opened_endpoint_keeps_the_ranges_it_had(
    folder: Path, capsys: pytest.CaptureFixture[str], ranges: list[str], written: str, warned: bool
) -> None:
    closed = SPEC.replace("[203.0.113.0/24, 198.51.100.0/24]", "false")
    (folder / "cluster.yaml").write_text(closed, "utf-8")
    trace = traced(folder)
    public, had = (("vpc_config", 0, name) for name in ("endpoint_public_access", "public_access_cidrs"))
    finding = changed(trace, CLUSTER, public, True, coupled=((had, ranges),))
    assert (
        apply_remediation(
            "cluster.yaml", RunOptions(), result(finding), trace, Remediation(adopt=(finding.id,))
        )
        == 0
    )
    text = (folder / "cluster.yaml").read_text("utf-8")
    assert text == closed.replace("public: false", f"public: {written}")
    said = capsys.readouterr()
    assert ("open to the whole internet" in said.err) is warned
    assert ("also changes" in said.out) is (len(ranges) == 2 and warned)


def test_an_opened_endpoint_is_not_adopted_where_the_spec_would_open_it_wider(folder: Path) -> None:
    closed = SPEC.replace("[203.0.113.0/24, 198.51.100.0/24]", "false")
    (folder / "cluster.yaml").write_text(closed, "utf-8")
    trace = traced(folder)
    public, had = (("vpc_config", 0, name) for name in ("endpoint_public_access", "public_access_cidrs"))
    finding = changed(trace, CLUSTER, public, True, coupled=((had, ["2001:db8::/32"]),))
    with pytest.raises(EksgenError, match="cannot be adopted"):
        apply_remediation(
            "cluster.yaml", RunOptions(), result(finding), trace, Remediation(adopt=(finding.id,))
        )
    assert (folder / "cluster.yaml").read_text("utf-8") == closed


def test_a_value_of_a_base_is_edited_in_the_base(
    folder: Path, adopted: Given, capsys: pytest.CaptureFixture[str]
) -> None:
    top = "apiVersion: eksgen/v1alpha1\nextends: base.yaml\n"
    (folder / "base.yaml").write_text(SPEC.removeprefix("apiVersion: eksgen/v1alpha1\n"), "utf-8")
    (folder / "cluster.yaml").write_text(top, "utf-8")
    assert adopted((GROUP, ("scaling_config", 0, "max_size"), 42)) == top
    assert "max: 42}  # agreed" in (folder / "base.yaml").read_text("utf-8")
    said = capsys.readouterr().out
    assert "\nbase.yaml is a file that cluster.yaml extends; no other spec here does\n--- base.yaml" in said


def test_who_else_extends_an_edited_base_is_told(
    folder: Path, adopted: Given, capsys: pytest.CaptureFixture[str]
) -> None:
    top = "apiVersion: eksgen/v1alpha1\nextends: {}\n"
    (folder / "base.yaml").write_text(SPEC.removeprefix("apiVersion: eksgen/v1alpha1\n"), "utf-8")
    (folder / "cluster.yaml").write_text(top.format("base.yaml"), "utf-8")
    (folder / "stage.yaml").write_text(top.format("base.yaml"), "utf-8")
    (folder / "alone.yaml").write_text(SPEC, "utf-8")
    (folder / "broken.yaml").write_text("extends: [base.yaml\n", "utf-8")
    (folder / "deep").mkdir()
    (folder / "deep" / "part.yaml").write_text("extends: [../base.yaml]\n", "utf-8")
    (folder / "deep" / "test.yaml").write_text(top.format("part.yaml"), "utf-8")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "old.yaml").write_text(top.format("../base.yaml"), "utf-8")
    adopted((GROUP, ("scaling_config", 0, "max_size"), 42))
    said = capsys.readouterr().out
    others = "stage.yaml, deep/part.yaml, deep/test.yaml"
    assert f"base.yaml is shared: {others} extend it, too, and change with it, unless set there\n" in said


def test_a_default_is_set_in_the_spec_and_not_in_its_base(folder: Path, adopted: Given) -> None:
    top = "apiVersion: eksgen/v1alpha1\nextends: base.yaml\n"
    (folder / "base.yaml").write_text(SPEC.removeprefix("apiVersion: eksgen/v1alpha1\n"), "utf-8")
    (folder / "cluster.yaml").write_text(top, "utf-8")
    edited = adopted((LOGS, ("retention_in_days",), 7))
    assert edited == top + "logs:\n  retentionDays: 7\n"


def test_a_lost_node_group_is_taken_out(adopted: Given) -> None:
    edited = adopted((BATCH, (), None))
    assert edited == SPEC[: SPEC.index("  batch:\n")]


def refused(folder: Path, told: tuple[str, SpecPath, Any], **more: Any) -> EksgenError:
    trace = traced(folder)
    finding = lost(trace, told[0]) if not told[1] else changed(trace, *told, **more)
    with pytest.raises(EksgenError) as caught:
        apply_remediation(
            "cluster.yaml", RunOptions(), result(finding), trace, Remediation(adopt=(finding.id,))
        )
    assert (folder / "cluster.yaml").read_text("utf-8") == SPEC
    return caught.value


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ((CLUSTER, ("platform_version",), "eks.9"), "no field of the spec decides it"),
        ((GROUP, ("scaling_config", 0, "max_size"), 0), "would not be valid"),
        ((LOGS, ("retention_in_days",), 8), "would not be valid"),
        (("module.vpc.aws_vpc.this", (), None), "no field of the spec decides it"),
        ((POLICY.format("BreakGlass"), (), None), "no field of the spec decides it"),
        (("module.nodes_web.aws_iam_role.this", (), None), "no field of the spec decides it"),
    ],
)
def test_what_no_spec_can_say_is_refused(folder: Path, told: tuple[str, SpecPath, Any], why: str) -> None:
    assert why in refused(folder, told).message


def test_the_last_administrator_cannot_be_given_up(folder: Path) -> None:
    alone = SPEC.replace("    - arn:aws:iam::111122223333:role/BreakGlass  # for emergencies\n", "")
    (folder / "cluster.yaml").write_text(alone, "utf-8")
    trace = traced(folder)
    finding = lost(trace, ADMIN.format("PlatformAdmin"))
    with pytest.raises(EksgenError, match="cannot be taken out"):
        apply_remediation(
            "cluster.yaml", RunOptions(), result(finding), trace, Remediation(adopt=(finding.id,))
        )


def test_a_secret_is_not_written(folder: Path) -> None:
    told = (GROUP, ("scaling_config", 0, "max_size"), 42)
    assert "secret" in refused(folder, told, sensitive=True).message


@pytest.mark.parametrize(
    "kind", [DriftClass.ADOPTED, DriftClass.ACCEPTED, DriftClass.NOISE, DriftClass.UNMANAGED]
)
def test_what_needs_no_answer_gets_none(folder: Path, kind: DriftClass) -> None:
    told = (GROUP, ("scaling_config", 0, "max_size"), 42)
    assert "cannot be adopted" in refused(folder, told, kind=kind).message


def test_what_follows_from_the_same_field_is_told(
    folder: Path, adopted: Given, capsys: pytest.CaptureFixture[str]
) -> None:
    adopted((CLUSTER, ("tags", "team"), "web"))
    said = capsys.readouterr().out
    assert "also changes tags.team in vpc, " in said
    assert "-metadata: {name: demo, region: eu-west-1, tags: {team: platform}}" in said


def test_a_new_warning_is_shown(folder: Path, adopted: Given, capsys: pytest.CaptureFixture[str]) -> None:
    closed = SPEC.replace("[203.0.113.0/24, 198.51.100.0/24]", "false")
    (folder / "cluster.yaml").write_text(closed, "utf-8")
    adopted((CLUSTER, ("vpc_config", 0, "endpoint_public_access"), True))
    assert "warning[open-endpoint]" in capsys.readouterr().err
