"""The exception for errors that stop a run and are not findings in a spec.

Findings in a spec are values (`diagnostics.py`). Other errors (no Terraform, no network, a missing file, a
refused apply) are raised as `EksgenError`; the command line prints it and exits.
"""

from __future__ import annotations


class EksgenError(Exception):
    """An error that stops the run.

    `message` is one lowercase line without a full stop, `notes` are facts, `helps` say what to do, with
    commands to paste. `exit_code` is the exit code of the process (see docs: exit codes).
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
    """The spec has errors, which have already been printed."""
