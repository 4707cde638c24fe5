"""Every annotation of the AWS cloud provider has its option, for every maker and for Terraform."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.catalog.load_balancers.service_annotations import ANNOTATIONS, OPTIONS, Annotation
from eksgen.catalog.load_balancers.service_makers import (
    ATTRIBUTES,
    LISTENER_ATTRIBUTES,
    MAKERS,
    SERVICE_PREFIX,
    TARGET_ATTRIBUTES,
    Maker,
)
from eksgen.compiler.emit.modules import interface
from eksgen.schemas.reflection.fields import field_at

from .load_balancer_specs import annotations_of, entries, findings, service, spec_text

DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "load-balancers.md"
OF_CLOUD_PROVIDER = {
    *("access-log-emit-interval", "access-log-enabled", "access-log-s3-bucket-name"),
    *("access-log-s3-bucket-prefix", "additional-resource-tags", "backend-protocol"),
    *("connection-draining-enabled", "connection-draining-timeout", "connection-idle-timeout"),
    *("cross-zone-load-balancing-enabled", "extra-security-groups", "healthcheck-healthy-threshold"),
    *("healthcheck-interval", "healthcheck-timeout", "healthcheck-unhealthy-threshold", "internal"),
    *("proxy-protocol", "ssl-cert", "ssl-negotiation-policy", "ssl-ports", "type"),
}
"""kubernetes/cloud-provider-aws, `docs/service_controller.md` (read 2026-11-30)."""
CELLS = [(row, maker) for row in ANNOTATIONS for maker in MAKERS]
MODULES = Path(__file__).resolve().parents[4] / "modules" / "elb"
BY_CONDITION = {"aws_load_balancer_backend_server_policy.instance_port"}
LISTS = (ATTRIBUTES, TARGET_ATTRIBUTES, LISTENER_ATTRIBUTES)


def test_the_table_has_the_annotations_of_the_cloud_provider() -> None:
    assert {row.name for row in ANNOTATIONS} == {f"aws-load-balancer-{name}" for name in OF_CLOUD_PROVIDER}
    assert all(row.terraform and row.example and set(row.cells) == set(MAKERS) for row in ANNOTATIONS)


@pytest.mark.parametrize(
    ("row", "maker"), CELLS, ids=[f"{row.name.removeprefix('aws-load-balancer-')}-{m}" for row, m in CELLS]
)
def test_an_option_becomes_what_its_cell_says(row: Annotation, maker: Maker) -> None:
    cell, text = row.cells[maker], spec_text(maker, row.example)
    if cell.startswith("wrong-option: "):
        found = [f"{finding.code}: {finding.message}" for finding in findings(text)]
        assert cell in found
    elif cell.startswith("spec."):
        assert cell.removeprefix("spec.") in service(text)["spec"]
    else:
        written = {key: value for key, value in annotations_of(text).items() if key.startswith(cell)}
        assert written
        if cell in LISTS:
            assert written.items() - annotations_of(spec_text(maker)).items()


def fed(at: list[str]) -> set[str]:
    """The resource arguments of module `elb` that an argument, or a key inside one, can decide."""
    return {
        f"{address.partition('.')[0]}.{'.'.join(argument['at'])}"
        for address, resource in interface()["modules"]["elb"]["resources"].items()
        for argument in resource["arguments"]
        for source in argument["from"]
        if all(one in ("*", other) for one, other in zip(source, at, strict=False))
    }


@pytest.mark.parametrize("row", ANNOTATIONS, ids=lambda row: row.name.removeprefix("aws-load-balancer-"))
def test_terraform_sets_the_arguments_of_the_table(row: Annotation) -> None:
    decided: set[str] = set()
    for maker in ("classic", "network"):
        document = entries(spec_text(maker, row.example.replace("60m", "5m"), "terraform"))
        for entry in document["entries"]:
            field = field_at(tuple(str(step) for step in entry["spec"]["path"]))
            if field and field.path == row.option and entry["block"][:2] == ["module", "elb_edge"]:
                decided |= fed([str(step) for step in entry["at"]])
    assert set(row.terraform) - BY_CONDITION <= decided


def test_the_classic_load_balancer_has_its_policies_by_the_option() -> None:
    """The PROXY protocol is a resource that exists or not."""
    text = (
        (MODULES / "classic.tf").read_text("utf-8").partition('"aws_load_balancer_backend_server_policy"')[2]
    )
    assert "var.proxy_protocol" in text.partition("\nresource ")[0]


def test_every_option_behind_an_annotation_is_a_field() -> None:
    for key, paths in OPTIONS.items():
        assert paths, key
        assert all(field_at(tuple(path.split("."))) for path in paths), key


def drawn(row: Annotation) -> str:
    """A row of the table in the document."""
    cells = [_cell(row, cell) for cell in row.cells.values()]
    arguments = ", ".join(f"`{name}`" for name in row.terraform)
    field = row.option.removeprefix("loadBalancers.*.")
    return f"| `{_short(row.name)}` | `{field}` | {' | '.join(cells)} | {arguments} |"


def _short(name: str) -> str:
    return name.removeprefix("aws-load-balancer-")


def _cell(row: Annotation, cell: str) -> str:
    if cell.startswith("wrong-option: "):
        return "no"
    return "yes" if cell == row.name else f"`{_short(cell)}`"


def test_the_document_has_the_table() -> None:
    lines = DOCUMENT.read_text("utf-8").split("\n")
    assert [row.name for row in ANNOTATIONS if drawn(row) not in lines] == []


def test_no_annotation_is_written_that_the_table_does_not_know() -> None:
    known = {key.removeprefix(SERVICE_PREFIX) for key in OPTIONS}
    for maker in MAKERS:
        assert {name.partition(".TCP")[0] for name in annotations_of(spec_text(maker))} <= known


def test_an_option_that_is_taken_away_is_set_back() -> None:
    """The controller leaves alone what no annotation names, so defaults are written."""
    listeners = "listeners: [{port: 80, protocol: tcp, targetPort: 30080}]"
    for more, seconds in (("", 350), (", idleTimeout: 600", 600)):
        found = annotations_of(spec_text("controller", listeners + more))
        assert found["aws-load-balancer-listener-attributes.TCP-80"] == f"tcp.idle_timeout.seconds={seconds}"
    logs = "accessLogs: {bucket: acme-logs%s}"
    for prefix, text in (("", ""), (", prefix: edge", "edge")):
        attributes = annotations_of(spec_text("controller", logs % prefix))["aws-load-balancer-attributes"]
        assert f"access_logs.s3.prefix={text}," in attributes
