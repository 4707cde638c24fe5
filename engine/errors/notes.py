"""Write a diagnostic of Terraform as one line, for errors that have no line in the spec."""

from __future__ import annotations

from ..terraform.aws_errors import aws_error
from ..terraform.events import TerraformDiagnostic


def diagnostic_note(diagnostic: TerraformDiagnostic) -> str:
    """Return summary, place in the compiled folder and details."""
    where = f" ({diagnostic.address})" if diagnostic.address else ""
    if not where and diagnostic.range is not None:
        where = f" ({diagnostic.range.file}:{diagnostic.range.line})"
    error, detail = aws_error(diagnostic.summary), " ".join(diagnostic.detail.split())
    summary = f"{error.action}: {error.reason}" if error else diagnostic.summary
    return f"{summary}{where}: {detail}" if detail else f"{summary}{where}"
