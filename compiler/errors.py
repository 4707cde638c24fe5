"""The one exception a user may meet, for faults of the machine or the run, never of the spec.

Findings in a spec are values (`diagnostics.py`). What stops a run for another reason (no Terraform,
no network, a missing file, a refused apply) is an `EksgenError`: the command line prints it and exits.
"""

from __future__ import annotations


class EksgenError(Exception):
    """Something outside the spec stopped the run.

    `message` is one lowercase line without a full stop, `notes` are facts, `helps` are things to do,
    exact enough to paste. `exit_code` is the process exit code (see docs: exit codes).
    """

    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        code: str = "error",
        notes: tuple[str, ...] = (),
        helps: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.notes = notes
        self.helps = helps


class SpecRefused(EksgenError):
    """A spec has errors, and they have been shown."""
