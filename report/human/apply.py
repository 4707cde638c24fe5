"""The end of an apply or destroy, below the plan: what was done, or how far it got."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from textwrap import wrap

from ...catalog.resources.nouns import noun, type_rank
from ...compiler.plural import plural
from ...engine.errors.partial_apply import PartialApply
from ...engine.plan.result import (
    Action,
    ApplyResult,
    Counts,
    IgnoredChange,
    ObjectChange,
    PlanResult,
    SuggestedRule,
)
from ..page.drift_rows import accepted_words
from ..page.facts import fact
from ..page.plan import empty_text
from ..page.words import clipped, object_name, place_text, plain, printable
from ..terminal import Style
from .outputs import output_lines
from .rows import BOLD, DIM, GREEN, RED, YELLOW, remarks, wrapped

_SHOWN = 10
_OWNER = "your team"
_DONE = {
    Action.CREATE: ("+", "created"),
    Action.UPDATE: ("~", "changed"),
    Action.REPLACE: ("!", "replaced"),
    Action.DELETE: ("-", "deleted"),
}


def draw_applied(result: ApplyResult, style: Style) -> str:
    """Return what was done, the outputs, and whether the apply converged."""
    lines = list(_outcome(result, style))
    if result.applied and result.outputs:
        lines += ["", style.paint("Outputs", BOLD)]
        lines += [f"  {line}" for line in output_lines(result.outputs, style)]
    lines += remarks(result.plan.remarks, True, style)
    if result.remaining is not None:
        lines += ["", *_convergence(result, result.remaining, style)]
    return style.page(lines)


def draw_partial_apply(partial: PartialApply, style: Style, *, interrupted: bool = False) -> str:
    """Return how far an apply got before it failed or was interrupted; the errors are drawn separately."""
    subject = partial.plan.subject
    verb = "Destroy" if partial.plan.destroy else "Apply"
    tainted = [c for c in partial.plan.changes if c.address.text in partial.tainted]
    failed = [change for change in partial.failed if change not in tainted]
    lines = [
        style.paint(
            f"{verb} {'interrupted' if interrupted else 'failed'}: {subject.cluster or 'the cluster'}", RED
        ),
        style.paint(
            _progress(partial),
            DIM,
        ),
    ]
    lines += _done(partial, style)
    lines += _listed("Failed", failed, style, RED)
    lines += _listed(
        "Replaced in part; the next apply continues", partial.half_replaced, style, YELLOW, _half
    )
    unfinished = [change for change in partial.unfinished if change not in tainted]
    lines += _listed("Started, with unknown result", unfinished, style, YELLOW)
    lines += _listed("Created in part; the next apply completes or recreates them", tainted, style, YELLOW)
    if partial.state_unsaved:
        lines += [
            "",
            style.paint("The state could not be saved: a private file keeps it for the next run.", RED),
        ]
    return style.page(lines)


def _progress(partial: PartialApply) -> str:
    """Return `13 of 15 objects done, 1 replaced in part, 1 failed`; groups without objects are left out."""
    groups = (
        (partial.half_replaced, "replaced in part"),
        (partial.failed, "failed"),
        (partial.unfinished, "with unknown result"),
        (partial.untouched, "not started"),
    )
    total = len(partial.done) + sum(len(changes) for changes, _ in groups)
    counted = [f"{len(changes)} {word}" for changes, word in groups if changes]
    return ", ".join((f"{len(partial.done)} of {plural(total, 'object')} done", *counted))


def _half(change: ObjectChange) -> str:
    if change.replace_first == "create":
        return "the new one exists, the old one is not deleted yet"
    return "the old one is deleted, the new one does not exist yet"


def _done(partial: PartialApply, style: Style) -> Iterator[str]:
    """Return what changed in the cloud, one line for each action."""
    if not partial.done:
        return
    yield ""
    yield style.paint("Done in this run, and recorded", BOLD)
    for action, (sign, word) in _DONE.items():
        changes = [c for c in partial.done if c.action is action]
        if changes:
            text = f"{len(changes)} {word}: {_types(changes)}"
            yield from wrap(text, style.width, initial_indent=f"  {sign} ", subsequent_indent="    ")


def _types(changes: Iterable[ObjectChange]) -> str:
    """Return `1 VPC, 9 subnets, 2 IAM roles`, the most important first."""
    ordered = sorted((c.address.resource_type for c in changes), key=type_rank)
    counts = Counter((noun(name).one, noun(name).many) for name in ordered)
    return ", ".join(plural(count, one, many) for (one, many), count in counts.items())


def _listed(
    title: str,
    changes: Iterable[ObjectChange],
    style: Style,
    colour: str,
    more: Callable[[ObjectChange], str] = lambda _change: "",
) -> Iterator[str]:
    """Return a list of objects under a title; `more` is a second line about each."""
    listed = list(changes)
    if not listed:
        return
    yield ""
    yield style.paint(title, colour)
    for change in listed[:_SHOWN]:
        name, place = object_name(change.address, change.values), place_text(change.spec)
        fits = len(name) + len(place) + 5 <= style.width
        yield f"  {name}   {style.paint(place if fits else '', DIM)}".rstrip()
        if not fits:
            yield f"      {style.paint(place, DIM)}"
        if text := more(change):
            yield f"    {text}"
    if len(listed) > _SHOWN:
        yield f"  and {len(listed) - _SHOWN} more"


def _convergence(result: ApplyResult, left: PlanResult, style: Style) -> Iterator[str]:
    """Return what a plan right after the apply shows."""
    if result.converged:
        text = "nothing is left" if result.plan.destroy else "a new plan finds nothing left to do"
        text += " but what rules of the spec accept" if result.tolerated else ""
        text += "" if result.plan.complete else " with these objects; others were not checked"
        yield from (style.paint(line, GREEN) for line in wrapped(f"Converged: {text}.", style.width))
        yield from _tolerated(result.tolerated, style)
        return
    number = plural(result.remaining_count or 0, "object")
    yield style.paint(f"Not converged: a new plan still finds {number} to change.", RED)
    yield style.paint("AWS or the provider did not keep a value, or somebody changed it. What differs:", DIM)
    tolerated = {id(ignored.change) for ignored in result.tolerated}
    for change in [c for c in left.changes if id(c) not in tolerated][:_SHOWN]:
        yield from _difference(change, style)
    if result.tolerated:
        yield style.paint("Accepted by rules of the spec:", DIM)
        yield from _tolerated(result.tolerated, style)
    yield from _rules(result.suggested)


def _tolerated(changes: tuple[IgnoredChange, ...], style: Style) -> Iterator[str]:
    """Return what differs, and which rules accept it."""
    for ignored in changes[:_SHOWN]:
        yield from _difference(ignored.change, style)
        for rule in ignored.rules:
            for line in wrapped(plain(accepted_words(rule)), style.width - 6):
                yield "      " + style.paint(clipped(line, style, style.width - 6), DIM)
    if len(changes) > _SHOWN:
        yield f"  and {len(changes) - _SHOWN} more"


def _rules(suggested: tuple[SuggestedRule, ...]) -> Iterator[str]:
    """Return complete rules to paste; a path with brackets or quotes is quoted."""
    if not suggested:
        return
    yield ""
    yield "To accept these differences, add to the spec:"
    yield "  drift:"
    yield "    ignore:"
    for rule in suggested[:_SHOWN]:
        path = (
            rule.path if re.fullmatch(r"[\w.*/-]+", rule.path) else json.dumps(rule.path, ensure_ascii=False)
        )
        yield f"      - path: {printable(path)}"
        yield "        reason: AWS does not keep it"
        yield f"        owner: {_OWNER}"
        yield f"        until: {rule.until.isoformat()}"


def _difference(change: ObjectChange, style: Style) -> Iterator[str]:
    yield f"  {object_name(change.address, change.values)}   {style.paint(place_text(change.spec), DIM)}"
    for attribute in change.attributes[:_SHOWN]:
        shown = fact(attribute)
        yield clipped(f"      {shown.name}  {f' {style.arrow} '.join(shown.sides)}", style, style.width)


def _outcome(result: ApplyResult, style: Style) -> Iterator[str]:
    plan = result.plan
    cluster = f"cluster {plan.subject.cluster}" if plan.subject.cluster else "the cluster"
    if plan.empty:
        yield empty_text(destroy=plan.destroy)
    elif not result.applied:
        yield "Nothing was changed."
    else:
        verb = "Destroyed" if plan.destroy else "Applied"
        yield style.paint(f"{verb}: {cluster}", GREEN)
        yield style.paint(_counts(plan.counts), DIM)


def _counts(counts: Counts) -> str:
    parts = (
        (counts.create, "created"),
        (counts.update, "changed"),
        (counts.replace, "replaced"),
        (counts.delete, "deleted"),
        (counts.forget, "forgotten"),
        (counts.imported, "imported"),
        (counts.moved, "moved"),
    )
    return ", ".join(f"{n} {word}" for n, word in parts if n) or "only outputs changed"
