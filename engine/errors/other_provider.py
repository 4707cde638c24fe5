"""Recognise that a package of the AWS provider is not the one that the lock file of the spec pins."""

from __future__ import annotations

import re

from ...compiler.diagnostics import Diagnostic, Label, Severity
from ...compiler.files.names import command_text
from ..source_map.trace import Trace

_OTHER_HASH = re.compile(r"(doesn't|does not) match any of the\s+checksums", re.IGNORECASE)


def other_provider(text: str, trace: Trace) -> Diagnostic | None:
    """Return the finding at the line of the lock file for the errors of `terraform init`; None for others."""
    if trace.provider_lock is None or not _OTHER_HASH.search(text):
        return None
    return Diagnostic(
        "other-provider",
        Severity.ERROR,
        "the AWS provider that Terraform found is not the one that the lock file pins",
        Label(trace.provider_lock.span, "the hashes of this version are others"),
        notes=("the package was changed or damaged, or the lock file has no hash for this platform",),
        helps=(
            "check where the package comes from; if it is right, write the lock file again: "
            f"{command_text('update', trace.spec, sandbox=trace.sandbox)}",
        ),
    )
