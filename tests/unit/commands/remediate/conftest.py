"""A spec, its compiled folder, and findings of drift to adopt, ignore or revert."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from eksgen.commands.inputs.remediation import Remediation
from eksgen.commands.remediate import apply_remediation
from eksgen.commands.runs.workdir import RunOptions
from eksgen.compiler.diagnostics import Path as SpecPath
from eksgen.compiler.emit.modules import INTERFACE
from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import check_file, compile_spec
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.classify import finding_id
from eksgen.engine.drift.result import DriftClass, DriftFinding, DriftResult
from eksgen.engine.plan.result import RunSubject
from eksgen.engine.source_map.reading import load_trace
from eksgen.engine.source_map.trace import Trace

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
    taints: [{key: dedicated, value: batch, effect: NoSchedule}]
"""
GROUP = "module.nodes_web.aws_eks_node_group.this"
BATCH = "module.nodes_batch.aws_eks_node_group.this"
CLUSTER = "module.eks.aws_eks_cluster.this"
LOGS = 'module.log_groups.aws_cloudwatch_log_group.this["control-plane"]'
ADMIN = 'module.eks.aws_eks_access_entry.this["arn:aws:iam::111122223333:role/{}"]'
POLICY = (
    'module.eks.aws_eks_access_policy_association.this["arn:aws:iam::111122223333:role/{}/cluster-admin"]'
)

Adopt = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "cluster.yaml").write_text(SPEC, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")  # 2026-09-21
    return tmp_path


@pytest.fixture
def adopt(folder: Path) -> Adopt:
    """Adopt findings, each given as (address, path, live value), and return the spec afterwards.

    `already` are findings of the run whose live value the spec has.
    """

    def adopt(
        *changes: tuple[str, SpecPath, Any],
        already: tuple[tuple[str, SpecPath, Any], ...] = (),
        into: str = "",
    ) -> str:
        trace = compiled_trace(folder)
        findings = [
            changed(trace, address, path, live) if path else deleted(trace, address)
            for address, path, live in changes
        ]
        others = [changed(trace, *change, kind=DriftClass.ADOPTED) for change in already]
        ids = tuple(finding.id for finding in findings)
        assert apply(trace, [*findings, *others], adopt=ids, into=into) == 0
        return (folder / "cluster.yaml").read_text("utf-8")

    return adopt


def compiled_trace(folder: Path) -> Trace:
    compilation = compile_spec(check_file("cluster.yaml"))
    write_folder(folder / "out", compilation.files)
    return load_trace(folder / "out", INTERFACE)


def changed(trace: Trace, address: str, path: SpecPath, live: Any, **fields: Any) -> DriftFinding:
    """A finding; by default the attribute was changed outside Terraform."""
    at = parse_address(address)
    kind = fields.pop("kind", DriftClass.CHANGED_OUTSIDE)
    id = finding_id(kind, address, path, live)
    return DriftFinding(id, kind, at, path, None, live, spec=trace.place(at, path), **fields)


def deleted(trace: Trace, address: str) -> DriftFinding:
    return changed(trace, address, (), "absent", kind=DriftClass.DELETED_OUTSIDE)


def apply(trace: Trace, findings: Sequence[DriftFinding], **remediation: Any) -> int:
    """Apply a `Remediation` with these fields to a run with these findings."""
    result = DriftResult(RunSubject(spec="cluster.yaml", sandbox=True), tuple(findings))
    return apply_remediation("cluster.yaml", RunOptions(), result, trace, Remediation(**remediation))
