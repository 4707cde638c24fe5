"""A workspace of HCP before and after `eksgen cloud setup`, and how its runs reach AWS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...engine.cloud.setup.settings import Setup
from ...engine.cloud.setup.trust import APPLY_ROLE, AUTH, PLAN_ROLE, Trust
from ..terminal import Style

_WIDTH = 24


def draw_setup(setup: Setup, style: Style) -> str:
    """Return what would be done, or that nothing has to be."""
    return style.page(_setup_lines(setup, style))


def draw_done(setup: Setup, notes: Sequence[str], style: Style) -> str:
    """Return what was done, and what HCP did not do."""
    target = setup.target
    what = "created" if setup.workspace is None else "changed"
    page = f"https://{target.hostname}/app/{target.organization}/workspaces/{target.name}"
    return style.page((style.paint(f"{what} {target}", "1") + f": {page}", *_notes(notes)))


def draw_trust(trust: Trust, style: Style, *, roles_are_set: bool) -> str:
    """Return the trust policies of its roles, and the variables with which runs assume them."""
    return style.page(_trust_lines(trust, style, roles_are_set=roles_are_set))


def _setup_lines(setup: Setup, style: Style) -> Iterator[str]:
    target = setup.target
    if setup.workspace is None:
        yield style.paint(f"{target} does not exist on {target.hostname}; it would be created:", "1")
        yield _row("project", setup.project)
    elif setup.changes:
        yield style.paint(f"{target} on {target.hostname} would change:", "1")
    else:
        yield style.paint(f"{target} on {target.hostname} is set up", "1")
    for setting in setup.settings:
        before = f"{setting.before} -> " if setting.before else ""
        yield _row(setting.name, f"{before}{setting.after}")
    for variable in setup.variables:
        before = f"{variable.before} -> " if variable.before else ""
        yield _row(variable.name, f"{before}{variable.value}")
    yield from _notes(setup.notes)


def _row(name: str, value: str) -> str:
    return f"  {name:<{_WIDTH}} {value}"


def _notes(notes: Sequence[str]) -> Iterator[str]:
    return (f"  note: {note}" for note in notes)


def _trust_lines(trust: Trust, style: Style, *, roles_are_set: bool) -> Iterator[str]:
    yield ""
    yield style.paint(f"How its runs reach the account {trust.account}", "1")
    yield ""
    yield f"1. The identity provider {trust.provider}, once an account:"
    yield f"     {trust.create_provider}"
    if ":" in trust.target.hostname:
        yield "   IAM takes no port in its URL: the host has to answer on port 443 for this."
    for number, (phase, rights) in enumerate((("plan", "may read"), ("apply", "may change")), 2):
        yield f"{number}. An IAM role that {rights} what the spec makes, with this trust policy ({phase}):"
        yield from (f"     {line}" for line in trust.policy(phase).splitlines())
    if roles_are_set:
        yield f"4. The variables {AUTH}, {PLAN_ROLE} and {APPLY_ROLE} are set."
        return
    yield "4. Environment variables of the workspace, which --plan-role and --apply-role set:"
    example = f"arn:{trust.partition}:iam::{trust.account}:role/NAME"
    yield from (
        f"     {line}" for line in (f"{AUTH}=true", f"{PLAN_ROLE}={example}", f"{APPLY_ROLE}={example}")
    )
