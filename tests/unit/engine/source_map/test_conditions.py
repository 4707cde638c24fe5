"""Failed conditions of a module's data sources and checks are shown at the line of the spec."""

from __future__ import annotations

import pytest

from eksgen.compiler.diagnostics import Severity
from eksgen.engine.source_map.place import SpecPlace
from eksgen.engine.source_map.trace import Argument, MapEntry, Trace
from eksgen.engine.terraform.events import SourceRange, TerraformDiagnostic

BLOCK = ("module", "existing_vpc")
SUBNET = ("network", "existing", "subnets", "private", "us-west-2a")


def entry(at: tuple[str, ...], path: tuple[str, ...], line: int) -> MapEntry:
    return MapEntry("main.tf", line, BLOCK, at, SpecPlace(path, "cluster.yaml", line, 5))


TRACE = Trace(
    spec="cluster.yaml",
    calls={"existing_vpc": "existing_vpc"},
    blocks={
        BLOCK: {
            (): entry((), ("network", "existing"), 7),
            ("subnets", "subnet-1"): entry(("subnets", "subnet-1"), SUBNET, 12),
        }
    },
    resources={
        "existing_vpc": {"data.aws_subnet.this": (Argument(("id",), (("subnets", "*"),)),)},
    },
)


@pytest.mark.parametrize(
    ("summary", "context", "severity", "line"),
    [
        ("Resource postcondition failed", 'data "aws_subnet" "this"', Severity.ERROR, 12),
        ("Resource postcondition failed", 'data "aws_vpc" "this"', Severity.ERROR, 7),
        ("Check block assertion failed", 'check "way_out"', Severity.WARNING, 7),
    ],
)
def test_a_condition_has_the_place_of_its_object(
    summary: str, context: str, severity: Severity, line: int
) -> None:
    reported = TerraformDiagnostic(
        severity.value,
        summary,
        "subnet-1 is in zone us-west-2b. Write it under `private.us-west-2b`.",
        range=SourceRange("modules/existing_vpc/main.tf", 30, 7, 20),
        context=context,
    )
    shown = TRACE.diagnostic(reported)
    assert shown is not None
    assert (shown.code, shown.severity, shown.primary.span.line) == ("existing-vpc", severity, line)
    assert shown.message == "subnet-1 is in zone us-west-2b"
    assert shown.helps == ("Write it under `private.us-west-2b`",)


def test_other_errors_of_a_module_are_no_conditions() -> None:
    reported = TerraformDiagnostic(
        "error", "Invalid index", range=SourceRange("modules/existing_vpc/main.tf", 30, 7, 20)
    )
    assert TRACE.diagnostic(reported) is None
