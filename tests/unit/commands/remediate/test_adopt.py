"""Adopting writes the live value into the field of the spec that decides it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eksgen.commands.remediate import draft_of
from eksgen.compiler.diagnostics import Path as SpecPath
from eksgen.compiler.errors import EksgenError
from eksgen.engine.drift.classify import read_drift
from eksgen.engine.drift.result import DriftClass, DriftResult
from eksgen.engine.plan.document import PlanDocument, parse_document
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.remediation.offers import with_adoption_offers

from .conftest import (
    ADMIN,
    BATCH,
    CLUSTER,
    GROUP,
    LOGS,
    POLICY,
    SPEC,
    Adopt,
    apply,
    changed,
    compiled_trace,
    deleted,
)


@pytest.mark.parametrize(
    ("change", "before", "after"),
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
        ((LOGS, ("retention_in_days",), 7), "198.51.100.0/24]\n", "198.51.100.0/24]\n  logs:\n    retentionDays: 7\n"),
        ((BATCH, ("capacity_type",), "ON_DEMAND"), "capacity: spot", "capacity: on-demand"),
        ((BATCH, ("taint", 0, "effect"), "NO_EXECUTE"), "effect: NoSchedule", "effect: NoExecute"),
        ((BATCH, ("taint",), [{"key": "a", "value": "b", "effect": "NO_EXECUTE"}, {"key": "dedicated", "value": "batch", "effect": "NO_SCHEDULE"}]),
         "effect: NoSchedule}]", "effect: NoSchedule}, {key: a, value: b, effect: NoExecute}]"),
    ],
)  # fmt: skip
def test_the_live_value_is_written_where_the_spec_decides_it(
    adopt: Adopt, change: tuple[str, SpecPath, Any], before: str, after: str
) -> None:
    assert SPEC.count(before) == 1
    assert adopt(change) == SPEC.replace(before, after)


def test_several_findings_are_adopted_in_one_run(adopt: Adopt) -> None:
    edited = adopt(
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


def test_an_opened_endpoint_is_adopted_with_the_ranges_that_are_live(folder: Path, adopt: Adopt) -> None:
    closed = SPEC.replace("[203.0.113.0/24, 198.51.100.0/24]", "false")
    (folder / "cluster.yaml").write_text(closed, "utf-8")
    ranges = (CLUSTER, ("vpc_config", 0, "public_access_cidrs"), ["192.0.2.0/24"])
    edited = adopt((CLUSTER, ("vpc_config", 0, "endpoint_public_access"), True), already=(ranges,))
    assert edited == closed.replace("public: false", "public: [192.0.2.0/24]")


@pytest.mark.parametrize(
    ("ranges", "written", "warns"),
    [
        (["192.0.2.0/24"], "[192.0.2.0/24]", False),
        (["198.51.100.0/24", "203.0.113.0/24"], "[198.51.100.0/24, 203.0.113.0/24]", False),
        (["0.0.0.0/0"], "true", True),
        (["0.0.0.0/0", "::/0"], "true", True),
    ],
)
def test_an_opened_endpoint_is_adopted_with_its_unchanged_ranges(
    folder: Path, capsys: pytest.CaptureFixture[str], ranges: list[str], written: str, warns: bool
) -> None:
    closed = SPEC.replace("[203.0.113.0/24, 198.51.100.0/24]", "false")
    (folder / "cluster.yaml").write_text(closed, "utf-8")
    trace = compiled_trace(folder)
    public, cidrs = (("vpc_config", 0, name) for name in ("endpoint_public_access", "public_access_cidrs"))
    finding = changed(trace, CLUSTER, public, True, coupled=((cidrs, ranges),))
    assert apply(trace, [finding], adopt=(finding.id,)) == 0
    text = (folder / "cluster.yaml").read_text("utf-8")
    assert text == closed.replace("public: false", f"public: {written}")
    output = capsys.readouterr()
    assert ("open to the whole internet" in output.err) is warns
    assert ("also changes" in output.out) is (len(ranges) == 2 and warns)


def test_an_endpoint_opened_in_a_plan_is_adopted_with_the_ranges_of_that_plan(folder: Path) -> None:
    closed = SPEC.replace("[203.0.113.0/24, 198.51.100.0/24]", "false")
    (folder / "cluster.yaml").write_text(closed, "utf-8")
    trace = compiled_trace(folder)
    (finding,) = read_drift(opened_endpoint(["192.0.2.0/24"]), RunSubject(), trace).findings
    assert apply(trace, [finding], adopt=(finding.id,)) == 0
    text = (folder / "cluster.yaml").read_text("utf-8")
    assert text == closed.replace("public: false", "public: [192.0.2.0/24]")


def opened_endpoint(ranges: list[str]) -> PlanDocument:
    """A plan after somebody opened the endpoint and left its ranges as they were."""
    closed, opened = (
        {"vpc_config": [{"endpoint_public_access": public, "public_access_cidrs": ranges}]}
        for public in (False, True)
    )
    entry = {"address": CLUSTER, "type": "aws_eks_cluster", "mode": "managed"}
    drift = {"actions": ["update"], "before": closed, "after": opened}
    change = {"actions": ["update"], "before": opened, "after": closed}
    return parse_document(
        {"resource_drift": [{**entry, "change": drift}], "resource_changes": [{**entry, "change": change}]}
    )


def test_an_opened_endpoint_is_not_adopted_if_the_spec_would_open_it_wider(folder: Path) -> None:
    closed = SPEC.replace("[203.0.113.0/24, 198.51.100.0/24]", "false")
    (folder / "cluster.yaml").write_text(closed, "utf-8")
    trace = compiled_trace(folder)
    public, cidrs = (("vpc_config", 0, name) for name in ("endpoint_public_access", "public_access_cidrs"))
    finding = changed(trace, CLUSTER, public, True, coupled=((cidrs, ["2001:db8::/32"]),))
    with pytest.raises(EksgenError, match=r"would also open vpc_config\.public_access_cidrs wider"):
        apply(trace, [finding], adopt=(finding.id,))
    assert (folder / "cluster.yaml").read_text("utf-8") == closed


def test_a_value_that_comes_from_a_base_is_edited_in_the_base(
    folder: Path, adopt: Adopt, capsys: pytest.CaptureFixture[str]
) -> None:
    top = "apiVersion: eksgen/v1alpha1\nextends: base.yaml\n"
    (folder / "base.yaml").write_text(SPEC.removeprefix("apiVersion: eksgen/v1alpha1\n"), "utf-8")
    (folder / "cluster.yaml").write_text(top, "utf-8")
    assert adopt((GROUP, ("scaling_config", 0, "max_size"), 42)) == top
    assert "max: 42}  # agreed" in (folder / "base.yaml").read_text("utf-8")
    output = capsys.readouterr().out
    assert "\nbase.yaml is extended by cluster.yaml, and by no other spec here\n--- base.yaml" in output


def test_other_specs_that_extend_an_edited_base_are_named(
    folder: Path, adopt: Adopt, capsys: pytest.CaptureFixture[str]
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
    base = (folder / "base.yaml").read_bytes()
    change = (GROUP, ("scaling_config", 0, "max_size"), 42)
    edited = adopt(change)
    assert edited == top.format("base.yaml") + "nodeGroups:\n  web:\n    scaling:\n      max: 42\n"
    assert (folder / "base.yaml").read_bytes() == base
    others = "stage.yaml, deep/part.yaml, deep/test.yaml"
    kept = f"base.yaml keeps its value, because {others} extend it too; --into base.yaml edits it instead"
    assert kept in " ".join(capsys.readouterr().out.split())
    (folder / "cluster.yaml").write_text(top.format("base.yaml"), "utf-8")
    assert adopt(change, into="./base.yaml") == top.format("base.yaml")
    assert "max: 42}  # agreed" in (folder / "base.yaml").read_text("utf-8")
    output = capsys.readouterr().out
    assert f"base.yaml is shared: {others} extend it too and change with it, unless set there\n" in output


def test_what_a_shared_base_sets_is_removed_in_the_spec_alone(folder: Path, adopt: Adopt) -> None:
    share(folder)
    assert adopt((BATCH, (), None)) == TOP + "nodeGroups:\n  batch: null\n"


def test_an_entry_of_a_list_in_a_shared_base_is_removed_only_into_the_base(
    folder: Path, adopt: Adopt
) -> None:
    share(folder)
    trace = compiled_trace(folder)
    finding = deleted(trace, ADMIN.format("BreakGlass"))
    with pytest.raises(EksgenError, match="cannot be removed") as caught:
        apply(trace, [finding], adopt=(finding.id,))
    assert caught.value.helps[0].endswith("extends too: pass `--into base.yaml` to change it there")
    adopt((ADMIN.format("BreakGlass"), (), None), into="base.yaml")
    assert "role/BreakGlass" not in (folder / "base.yaml").read_text("utf-8")


TOP = "apiVersion: eksgen/v1alpha1\nextends: base.yaml\n"


def share(folder: Path) -> None:
    """Move the spec into a base that another spec extends too."""
    (folder / "base.yaml").write_text(SPEC.removeprefix("apiVersion: eksgen/v1alpha1\n"), "utf-8")
    for name in ("cluster.yaml", "stage.yaml"):
        (folder / name).write_text(TOP, "utf-8")


def test_the_dangers_of_an_adoption_are_shown_as_diff_shows_them(
    adopt: Adopt, capsys: pytest.CaptureFixture[str]
) -> None:
    adopt((CLUSTER, ("tags", "team"), "web"))
    output = capsys.readouterr().out
    head, _, changes = output.partition("--- cluster.yaml")
    assert "Look at these first" in head
    for group in ("web", "batch"):
        assert (
            f"node group {group} rolls: every node is drained and replaced, because nodes get new tags"
            in (" ".join(head.split()))
        )
    assert "cluster.yaml:3:" in head
    assert changes


def test_an_adoption_without_danger_shows_none(adopt: Adopt, capsys: pytest.CaptureFixture[str]) -> None:
    adopt((GROUP, ("scaling_config", 0, "max_size"), 42))
    assert "Look at these first" not in capsys.readouterr().out


def test_dangers_are_shown_before_a_file_is_written(
    folder: Path, adopt: Adopt, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise PermissionError(path)

    monkeypatch.setattr("eksgen.commands.runs.files_read.replace_named", refuse)
    with pytest.raises(PermissionError):
        adopt((CLUSTER, ("tags", "team"), "web"))
    assert "Look at these first" in capsys.readouterr().out
    assert (folder / "cluster.yaml").read_text("utf-8") == SPEC


@pytest.mark.parametrize(
    ("change", "fields", "adoptable"),
    [
        ((GROUP, ("scaling_config", 0, "max_size"), 42), {}, True),
        ((GROUP, ("scaling_config", 0, "max_size"), 0), {}, False),
        ((GROUP, ("scaling_config", 0, "max_size"), 42), {"sensitive": True}, False),
        ((GROUP, ("scaling_config", 0, "max_size"), 0), {"kind": DriftClass.CONFLICT}, False),
        ((CLUSTER, ("platform_version",), "eks.9"), {}, False),
    ],
)
def test_adopting_is_offered_where_it_works(
    folder: Path, change: tuple[str, SpecPath, Any], fields: dict[str, Any], adoptable: bool
) -> None:
    trace = compiled_trace(folder)
    result = DriftResult(RunSubject(), (changed(trace, *change, **fields),))
    (finding,) = with_adoption_offers(result, draft_of("cluster.yaml"), trace).findings
    assert finding.adoptable is adoptable
    against = with_adoption_offers(replace(result, against="main"), draft_of("cluster.yaml"), trace)
    assert not against.findings[0].adoptable


def test_a_default_is_set_in_the_spec_and_not_in_its_base(folder: Path, adopt: Adopt) -> None:
    top = "apiVersion: eksgen/v1alpha1\nextends: base.yaml\n"
    (folder / "base.yaml").write_text(SPEC.removeprefix("apiVersion: eksgen/v1alpha1\n"), "utf-8")
    (folder / "cluster.yaml").write_text(top, "utf-8")
    edited = adopt((LOGS, ("retention_in_days",), 7))
    assert edited == top + "controlPlane:\n  logs:\n    retentionDays: 7\n"


def test_a_deleted_node_group_is_removed(adopt: Adopt, capsys: pytest.CaptureFixture[str]) -> None:
    edited = adopt((BATCH, (), None))
    assert "node group batch is deleted   before:cluster.yaml:19:" in capsys.readouterr().out
    assert edited == SPEC[: SPEC.index("  batch:\n")]


def test_other_arguments_that_the_same_field_decides_are_named(
    folder: Path, adopt: Adopt, capsys: pytest.CaptureFixture[str]
) -> None:
    adopt((CLUSTER, ("tags", "team"), "web"))
    output = capsys.readouterr().out
    assert "also changes tags.team of Network, " in output
    assert "-metadata: {name: demo, region: eu-west-1, tags: {team: platform}}" in output


def test_a_new_warning_is_shown(folder: Path, adopt: Adopt, capsys: pytest.CaptureFixture[str]) -> None:
    closed = SPEC.replace("[203.0.113.0/24, 198.51.100.0/24]", "false")
    (folder / "cluster.yaml").write_text(closed, "utf-8")
    adopt((CLUSTER, ("vpc_config", 0, "endpoint_public_access"), True))
    assert "warning[open-endpoint]" in capsys.readouterr().err
