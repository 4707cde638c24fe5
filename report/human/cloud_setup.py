"""A workspace of HCP before and after `eksgen cloud setup`, and how its runs reach AWS."""

from __future__ import annotations

import json
import shlex
import textwrap
from collections.abc import Iterator, Sequence

from ...engine.cloud.setup.settings import Setup
from ...engine.cloud.setup.trust import APPLY_ROLE, AUTH, PLAN_ROLE, Trust
from ..terminal import Style

_WIDTH = 24
_STEP = "   "
_ROLES = (("plan", "plans", "read"), ("apply", "applies", "change"))


def draw_setup(setup: Setup, style: Style) -> str:
    """Return what would be done, what is as it should be, and what is left alone."""
    return style.page(_setup_lines(setup, style))


def draw_done(setup: Setup, notes: Sequence[str], style: Style) -> str:
    """Return what was done, and what HCP did not do."""
    what = "created" if setup.workspace is None else "changed"
    head = style.paint(f"{what} {setup.target}", "1") + f": {setup.target.page}"
    return style.page((head, *(line for note in notes for line in _wrapped("not done", note, style))))


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
    if setup.kept:
        yield from _wrapped("as it should be", ", ".join(f"{k.name} {k.value}" for k in setup.kept), style)
    for note in setup.notes:
        yield from _wrapped("left alone", note, style)


def _row(name: str, value: str) -> str:
    return f"  {name:<{_WIDTH}} {value}"


def _wrapped(head: str, text: str, style: Style) -> list[str]:
    return textwrap.wrap(
        text,
        style.width,
        initial_indent=f"  {head}: ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _trust_lines(trust: Trust, style: Style, *, roles_are_set: bool) -> Iterator[str]:
    yield ""
    yield style.paint(f"How its runs reach the account {trust.account}", "1")
    yield ""
    yield "1. The identity provider, once an account:"
    yield f"{_STEP}  {trust.provider}"
    *command, audience = trust.create_provider
    yield f"{_STEP}  {shlex.join(command[:-1])} \\"
    yield f"{_STEP}    {shlex.join((command[-1], audience))}"
    if ":" in trust.target.hostname:
        yield f"{_STEP}IAM takes no port in its URL: the host has to answer on port 443 for this."
    for number, (phase, phases, rights) in enumerate(_ROLES, 2):
        yield f"{number}. A role for {phases}, which may {rights} what the spec makes; docs/iam.md has its"
        yield f"{_STEP}permissions. Its trust policy:"
        yield from (f"{_STEP}  {line}" for line in json.dumps(trust.policy(phase), indent=2).splitlines())
    if roles_are_set:
        yield "4. The environment variables with which runs assume them: they are set."
        return
    yield "4. Environment variables, which --plan-role and --apply-role set:"
    yield f"{_STEP}  {AUTH}=true"
    yield from (f"{_STEP}  {name}={trust.example_role}" for name in (PLAN_ROLE, APPLY_ROLE))
