"""What a person answers to a finding: the spec says what is live afterwards, proven by compiling it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer

from eksgen.commands.against import rules_of
from eksgen.commands.answers import Answers, answers, give
from eksgen.commands.ignoring import Rule
from eksgen.commands.work import Options
from eksgen.compiler.diagnostics import Path as SpecPath
from eksgen.compiler.emit import write_folder
from eksgen.compiler.errors import EksgenError
from eksgen.compiler.modules import INTERFACE
from eksgen.compiler.pipeline import check_file, compile_spec
from eksgen.engine.addresses import Address, parse_address
from eksgen.engine.changes import Subject
from eksgen.engine.drift import finding_id
from eksgen.engine.findings import DriftResult, Finding, FindingKind
from eksgen.engine.rules import ruled
from eksgen.engine.trace import Trace, load_trace

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: eu-west-1, tags: {team: platform}}
kubernetes: {version: "1.35"}
controlPlane:
  endpoint:
    # The office.
    public: [203.0.113.0/24, 198.51.100.0/24]
access:
  admins:
    - arn:aws:iam::111122223333:role/PlatformAdmin
    - arn:aws:iam::111122223333:role/BreakGlass  # for emergencies
nodeDefaults:
  disk: {size: 100}
nodeGroups:
  web:
    scaling: {min: 1, max: 4}  # agreed
    tags: {cost: shop}
  batch:
    capacity: spot
    instanceTypes: [m7i.large, m6i.large]
    taints: [{key: dedicated, value: batch, effect: no-schedule}]
"""
GROUP = "module.nodes_web.aws_eks_node_group.this"
BATCH = "module.nodes_batch.aws_eks_node_group.this"
CLUSTER = "module.eks.aws_eks_cluster.this"
LOGS = 'module.log_groups.aws_cloudwatch_log_group.this["control-plane"]'
ADMIN = 'module.eks.aws_eks_access_entry.this["arn:aws:iam::111122223333:role/{}"]'
POLICY = (
    'module.eks.aws_eks_access_policy_association.this["arn:aws:iam::111122223333:role/{}/cluster-admin"]'
)

Given = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "cluster.yaml").write_text(SPEC, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")  # 2026-09-21
    return tmp_path


def traced(folder: Path) -> Trace:
    compilation = compile_spec(check_file("cluster.yaml"))
    write_folder(folder / "out", compilation.files)
    return load_trace(folder / "out", INTERFACE)


def changed(trace: Trace, address: str, path: SpecPath, live: Any, **more: Any) -> Finding:
    at = parse_address(address)
    kind = more.pop("kind", FindingKind.CHANGED_OUTSIDE)
    return Finding(
        finding_id(kind, address, path, live), kind, at, path, None, live, spec=trace.place(at, path), **more
    )


def lost(trace: Trace, address: str) -> Finding:
    return changed(trace, address, (), "absent", kind=FindingKind.DELETED_OUTSIDE)


def result(*findings: Finding) -> DriftResult:
    return DriftResult(Subject(), findings)


@pytest.fixture
def adopted(folder: Path) -> Callable[..., str]:
    """Adopts findings, told as (address, path, live), and gives the spec as it is then."""

    def adopt(*told: tuple[str, SpecPath, Any], also: tuple[tuple[str, SpecPath, Any], ...] = ()) -> str:
        trace = traced(folder)
        findings = [lost(trace, one[0]) if not one[1] else changed(trace, *one) for one in told]
        others = [changed(trace, *one, kind=FindingKind.ADOPTED) for one in also]
        given = Answers(adopt=tuple(finding.id for finding in findings))
        assert give("cluster.yaml", Options(), result(*findings, *others), trace, given) == 0
        return (folder / "cluster.yaml").read_text("utf-8")

    return adopt


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
    finding = changed(trace, CLUSTER, public, True, beside=((had, ranges),))
    assert give("cluster.yaml", Options(), result(finding), trace, Answers(adopt=(finding.id,))) == 0
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
    finding = changed(trace, CLUSTER, public, True, beside=((had, ["2001:db8::/32"]),))
    with pytest.raises(EksgenError, match="cannot be adopted"):
        give("cluster.yaml", Options(), result(finding), trace, Answers(adopt=(finding.id,)))
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
        give("cluster.yaml", Options(), result(finding), trace, Answers(adopt=(finding.id,)))
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
        give("cluster.yaml", Options(), result(finding), trace, Answers(adopt=(finding.id,)))


def test_a_secret_is_not_written(folder: Path) -> None:
    told = (GROUP, ("scaling_config", 0, "max_size"), 42)
    assert "secret" in refused(folder, told, sensitive=True).message


@pytest.mark.parametrize(
    "kind", [FindingKind.ADOPTED, FindingKind.ACCEPTED, FindingKind.NOISE, FindingKind.UNMANAGED]
)
def test_what_needs_no_answer_gets_none(folder: Path, kind: FindingKind) -> None:
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


RULE = Rule("moved by hand: see wiki", "platform", date(2026, 12, 20))


@pytest.mark.parametrize(
    ("told", "path"),
    [
        ((GROUP, ("scaling_config", 0, "max_size"), 42), "nodeGroups.web.scaling.max"),
        ((GROUP, ("labels", "zone"), "a"), "nodeGroups.web.labels.zone"),
        ((CLUSTER, ("tags", "team"), "web"), "module.eks.aws_eks_cluster.this.tags.team"),
        ((CLUSTER, ("platform_version",), "eks.9"), "module.eks.aws_eks_cluster.this.platform_version"),
    ],
)  # fmt: skip
def test_a_rule_names_no_more_than_the_finding(
    folder: Path, told: tuple[str, SpecPath, Any], path: str
) -> None:
    trace = traced(folder)
    finding = changed(trace, *told)
    give("cluster.yaml", Options(), result(finding), trace, Answers(ignore=(finding.id,), rule=RULE))
    assert (folder / "cluster.yaml").read_text("utf-8") == SPEC + (
        f"drift:\n  ignore:\n    - path: {path}\n"
        '      reason: "moved by hand: see wiki"\n      owner: platform\n      until: 2026-12-20\n'
    )


@pytest.mark.parametrize(
    ("address", "path", "kind"),
    [
        (GROUP, ("scaling_config", 0, "max_size"), FindingKind.CHANGED_OUTSIDE),
        (GROUP, ("labels", "a.b/c"), FindingKind.CHANGED_OUTSIDE),
        (CLUSTER, ("tags", "team"), FindingKind.CHANGED_OUTSIDE),
        (CLUSTER, ("tags", "kubernetes.io/x"), FindingKind.CHANGED_OUTSIDE),
        (CLUSTER, ("vpc_config", 0, "public_access_cidrs"), FindingKind.CHANGED_OUTSIDE),
        (LOGS, ("retention_in_days",), FindingKind.CHANGED_OUTSIDE),
        (BATCH, ("taint",), FindingKind.CHANGED_OUTSIDE),
        (ADMIN.format("BreakGlass"), (), FindingKind.DELETED_OUTSIDE),
        (POLICY.format("BreakGlass"), (), FindingKind.DELETED_OUTSIDE),
        (BATCH, (), FindingKind.DELETED_OUTSIDE),
    ],
)
def test_a_rule_accepts_what_it_was_made_for(
    folder: Path, address: str, path: SpecPath, kind: FindingKind
) -> None:
    trace = traced(folder)
    finding = changed(trace, address, path, "x", kind=kind)
    give("cluster.yaml", Options(), result(finding), trace, Answers(ignore=(finding.id,), rule=RULE))
    assert accepted(finding)


def test_a_rule_accepts_what_is_in_no_state(folder: Path) -> None:
    trace = traced(folder)
    at = Address("aws_lb[my.lb]", "", "aws_lb", "my.lb")
    finding = Finding("abc", FindingKind.UNMANAGED, at, spec=trace.call_place("eks"))
    give("cluster.yaml", Options(), result(finding), trace, Answers(ignore=("abc",), rule=RULE))
    assert 'path: "aws_lb[\\"my.lb\\"]"' in (folder / "cluster.yaml").read_text("utf-8")
    assert accepted(finding)


def accepted(finding: Finding) -> bool:
    rules = rules_of(check_file("cluster.yaml"), "cluster.yaml")
    (ruled_one,) = ruled(result(finding), rules, date(2026, 12, 20)).findings
    return ruled_one.kind is FindingKind.ACCEPTED


def test_a_rule_is_added_to_those_there_are(folder: Path) -> None:
    trace = traced(folder)
    findings = [
        changed(trace, GROUP, ("scaling_config", 0, "max_size"), 42),
        changed(trace, LOGS, ("retention_in_days",), 7),
    ]
    for finding in findings:
        give("cluster.yaml", Options(), result(finding), trace, Answers(ignore=(finding.id,), rule=RULE))
    assert (folder / "cluster.yaml").read_text("utf-8").count("    - path: ") == 2


def test_ids_may_be_cut_short_but_not_ambiguous(folder: Path) -> None:
    trace = traced(folder)
    findings = [changed(trace, GROUP, ("scaling_config", 0, "max_size"), live) for live in range(5, 40)]
    starts = [finding.id[0] for finding in findings]
    twice = next(one for one in starts if starts.count(one) > 1)
    with pytest.raises(EksgenError, match="more than one finding begins with"):
        give("cluster.yaml", Options(), result(*findings), trace, Answers(adopt=(twice,)))
    with pytest.raises(EksgenError, match="there is no finding zz"):
        give("cluster.yaml", Options(), result(*findings), trace, Answers(adopt=("zz",)))
    give("cluster.yaml", Options(), result(findings[0]), trace, Answers(adopt=(findings[0].id[:5],)))
    assert "max: 5}" in (folder / "cluster.yaml").read_text("utf-8")


def test_one_finding_gets_one_answer(folder: Path) -> None:
    trace = traced(folder)
    finding = changed(trace, GROUP, ("scaling_config", 0, "max_size"), 42)
    with pytest.raises(EksgenError, match="answered twice"):
        give(
            "cluster.yaml",
            Options(),
            result(finding),
            trace,
            Answers(adopt=(finding.id,), revert=(finding.id[:6],)),
        )


def test_an_edit_that_waits_is_not_reverted(folder: Path) -> None:
    trace = traced(folder)
    finding = changed(trace, GROUP, ("scaling_config", 0, "max_size"), 4, kind=FindingKind.PENDING)
    with pytest.raises(EksgenError, match="cannot be reverted"):
        give("cluster.yaml", Options(), result(finding), trace, Answers(revert=(finding.id,)))


def test_options_that_do_not_fit_are_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    for given in (
        (None, ["a"], None, None, None, None, None), (None, ["a"], None, " ", None, None, None),
        (["a"], None, None, "why", None, None, None), (["a"], None, None, None, None, None, Path("x.eksplan")),
        (None, ["a"], None, "why", None, "soon", None), (None, ["a"], None, "why", None, "2026-01-01", None),
    ):  # fmt: skip
        with pytest.raises(typer.BadParameter):
            answers(*given)
    assert answers(None, None, None, None, None, None, None) is None
    kept = answers(None, ["a"], None, "why", None, None, None)
    assert kept is not None
    assert kept.rule == Rule("why", None, date(2026, 12, 20))
