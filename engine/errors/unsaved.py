"""Explain that a state could not be saved, in place of Terraform's long advice."""

from __future__ import annotations

from ..terraform.aws_errors import aws_advice
from ..terraform.events import Completed
from ..terraform.unsaved_state import recording_help

KEPT_LOCK = (
    "Terraform keeps the workspace locked until the state is there; if it is locked still, and by you,"
    " release it before: eksgen unlock SPEC"
)
"""In a workspace of HCP that keeps only the state (seen with Terraform 1.11.4)."""

Texts = tuple[str, tuple[str, ...], tuple[str, ...]]
"""A message, its notes and its helps."""


def unsaved_texts(completed: Completed, why: str, *, in_hcp: bool) -> Texts:
    """Return what is said; `why` is Terraform's reason, "" for none, `in_hcp` whether HCP keeps the state."""
    reasons = (why,) if why else ()
    if completed.run:
        kept, helps = _kept_by_hcp(completed.unsaved)
        return "HCP could not save the state", (*reasons, kept), helps
    kept = f"nothing is lost: it is in {completed.unsaved}, which only you can read"
    if not completed.unsaved:
        kept = "it could not be written anywhere: there are objects in the account that no state records"
    again = "fix the cause (a full disk, a bucket that denies access), then run the same command again"
    helps = (
        f"{again}: it records the state first" if completed.unsaved else again,
        *((KEPT_LOCK,) if in_hcp else ()),
        *(help for item in aws_advice(why) for help in item.helps),
    )
    return "the state could not be saved", (*reasons, kept), helps


def _kept_by_hcp(file: str) -> tuple[str, tuple[str, ...]]:
    """Return where the state of a run is, and what to do; `file` is a copy of it, "" for none."""
    again = "then run the same command again"
    if not file:
        kept = "HCP keeps it with the run, and did not give it to this token: no state records what was done"
        return kept, ("let somebody who may apply get it from the page of the run, and record it", again)
    kept = f"nothing is lost: HCP keeps it with the run, and {file} is a copy only you can read"
    return kept, (recording_help(file), again)
