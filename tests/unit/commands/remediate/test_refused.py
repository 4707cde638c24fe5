"""What cannot be adopted is refused, and no file is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from eksgen.compiler.diagnostics import Path as SpecPath
from eksgen.compiler.errors import EksgenError
from eksgen.engine.drift.result import DriftClass

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


def refusal(folder: Path, change: tuple[str, SpecPath, Any], **fields: Any) -> EksgenError:
    address, path, live = change
    trace = compiled_trace(folder)
    finding = changed(trace, address, path, live, **fields) if path else deleted(trace, address)
    with pytest.raises(EksgenError) as caught:
        apply(trace, [finding], adopt=(finding.id,))
    assert (folder / "cluster.yaml").read_text("utf-8") == SPEC
    return caught.value


def test_the_errors_of_an_invalid_edit_have_no_line_that_no_file_has(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    error = refusal(folder, (GROUP, ("scaling_config", 0, "max_size"), 0))
    assert error.notes
    assert "cluster.yaml:" not in "".join(error.notes)
    assert not capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ((CLUSTER, ("platform_version",), "eks.9"), "no field of the spec decides it"),
        ((GROUP, ("scaling_config", 0, "max_size"), 0), "would not be valid"),
        ((LOGS, ("retention_in_days",), 8), "would not be valid"),
        (("module.vpc.aws_vpc.this", (), None), "no field of the spec decides it"),
        ((POLICY.format("BreakGlass"), (), None), "no field of the spec decides it"),
        (("module.nodes_web.aws_iam_role.this", (), None), "no field of the spec decides it"),
    ],
)
def test_what_the_spec_cannot_express_is_refused(
    folder: Path, change: tuple[str, SpecPath, Any], why: str
) -> None:
    assert why in refusal(folder, change).message


def test_the_last_administrator_cannot_be_removed(folder: Path) -> None:
    one_admin = SPEC.replace("    - arn:aws:iam::111122223333:role/BreakGlass  # for emergencies\n", "")
    (folder / "cluster.yaml").write_text(one_admin, "utf-8")
    trace = compiled_trace(folder)
    finding = deleted(trace, ADMIN.format("PlatformAdmin"))
    with pytest.raises(EksgenError, match="cannot be removed"):
        apply(trace, [finding], adopt=(finding.id,))


def test_a_secret_is_not_written(folder: Path) -> None:
    change = (GROUP, ("scaling_config", 0, "max_size"), 42)
    assert "secret" in refusal(folder, change, sensitive=True).message


@pytest.mark.parametrize(
    "kind", [DriftClass.ADOPTED, DriftClass.ACCEPTED, DriftClass.NOISE, DriftClass.UNMANAGED]
)
def test_findings_that_need_no_remediation_are_refused(folder: Path, kind: DriftClass) -> None:
    change = (GROUP, ("scaling_config", 0, "max_size"), 42)
    assert "cannot be adopted" in refusal(folder, change, kind=kind).message


def test_a_pending_removal_of_an_object_is_refused(folder: Path) -> None:
    trace = compiled_trace(folder)
    finding = changed(trace, BATCH, (), "present", kind=DriftClass.PENDING)
    with pytest.raises(EksgenError, match="it is a pending edit of the spec"):
        apply(trace, [finding], adopt=(finding.id,))
    assert (folder / "cluster.yaml").read_text("utf-8") == SPEC


def test_two_findings_that_need_different_values_of_one_field_are_refused(folder: Path) -> None:
    trace = compiled_trace(folder)
    first = changed(trace, CLUSTER, ("tags", "team"), "web")
    second = changed(trace, "module.vpc.aws_vpc.this", ("tags", "team"), "shop")
    with pytest.raises(EksgenError, match="another finding of this run needs another value"):
        apply(trace, [first, second], adopt=(first.id, second.id))
    assert (folder / "cluster.yaml").read_text("utf-8") == SPEC


def test_a_refusal_names_the_attribute_and_how_to_revert_the_change(folder: Path) -> None:
    error = refusal(folder, (CLUSTER, ("platform_version",), "eks.9"))
    assert error.notes == (f"it is about {CLUSTER}.platform_version",)
    (finding,) = re.findall(r"finding (\w+) cannot", str(error))
    command = f"eksgen drift cluster.yaml --revert {finding} --sandbox"
    assert error.helps == (f"revert the change instead: {command}",)


def test_a_secret_value_of_another_attribute_is_not_written(folder: Path) -> None:
    closed = SPEC.replace("[203.0.113.0/24, 198.51.100.0/24]", "false")
    (folder / "cluster.yaml").write_text(closed, "utf-8")
    trace = compiled_trace(folder)
    opened = changed(trace, CLUSTER, ("vpc_config", 0, "endpoint_public_access"), True)
    ranges = ("vpc_config", 0, "public_access_cidrs")
    secret = changed(trace, CLUSTER, ranges, ["192.0.2.0/24"], sensitive=True)
    apply(trace, [opened, secret], adopt=(opened.id,))
    assert "192.0.2.0" not in (folder / "cluster.yaml").read_text("utf-8")


def test_a_file_that_the_spec_does_not_extend_is_refused(folder: Path, adopt: Adopt) -> None:
    with pytest.raises(EksgenError, match=r"cluster.yaml does not extend other.yaml") as caught:
        adopt((GROUP, ("scaling_config", 0, "max_size"), 42), into="other.yaml")
    assert caught.value.code == "not-extended"
