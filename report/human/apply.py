"""What an apply or destroy did, in a few lines after the plan that was shown before; or how far it came."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from textwrap import wrap

from ...catalog.resource_nouns import noun, type_rank
from ...engine.errors.partial_apply import PartialApply
from ...engine.plan.result import (
    Action,
    ApplyResult,
    Counts,
    IgnoredChange,
    ObjectChange,
    PlanResult,
    SuggestedRule,
    Value,
)
from ..page.drift import accepted_words
from ..page.facts import fact
from ..page.words import clipped, object_name, place_text, plain, printable, value_text
from ..terminal import Style
from .plan import BOLD, DIM, GREEN, RED, YELLOW, remarks

_FULL = 10_000
_SHOWN = 10
_OWNER = "your team"
_DID = {
    Action.CREATE: ("+", "created"),
    Action.UPDATE: ("~", "changed"),
    Action.REPLACE: ("!", "replaced"),
    Action.DELETE: ("-", "deleted"),
}


def draw_applied(result: ApplyResult, style: Style) -> str:
    """The end of the story: what was done, and the outputs."""
    lines = list(_outcome(result, style))
    if result.applied and result.outputs:
        lines += ["", style.paint("Outputs", BOLD)]
        lines += [
            f"  {text}" for name, value in result.outputs.items() for text in _output(name, value, style)
        ]
    lines += remarks(result.plan.remarks, True, style)
    if result.remaining is not None:
        lines += ["", *_proof(result, result.remaining, style)]
    return style.page(lines)


def draw_partial_apply(story: PartialApply, style: Style) -> str:
    """How far an apply came before it failed; the errors themselves follow elsewhere."""
    subject = story.plan.subject
    verb = "Destroy" if story.plan.destroy else "Apply"
    touched = sum(map(len, (story.done, story.failed, story.unfinished, story.untouched)))
    lines = [
        style.paint(f"{verb} failed: {subject.cluster or 'the cluster'}", RED),
        style.paint(
            f"{len(story.done)} of {touched} objects done, {len(story.failed)} failed, "
            f"{len(story.untouched)} not begun",
            DIM,
        ),
    ]
    lines += _done(story, style)
    lines += _listed("Failed", story.failed, style, RED)
    lines += _listed("Begun, and nothing more was heard of", story.unfinished, style, YELLOW)
    half = [c for c in story.plan.changes if c.address.text in story.tainted]
    lines += _listed("Half made (tainted); the next apply makes them anew", half, style, YELLOW)
    if story.state_unsaved:
        lines += [
            "",
            style.paint("The state could not be saved: it is kept in a private file for the next run.", RED),
        ]
    return style.page(lines)


def _done(story: PartialApply, style: Style) -> Iterator[str]:
    """What is different in the cloud now, one line for each kind of action."""
    if not story.done:
        return
    yield ""
    yield style.paint("Done in this run, and recorded", BOLD)
    for action, (sign, word) in _DID.items():
        some = [c for c in story.done if c.action is action]
        if some:
            text = f"{len(some)} {word}: {_kinds(some)}"
            yield from wrap(text, style.width, initial_indent=f"  {sign} ", subsequent_indent="    ")


def _kinds(changes: Iterable[ObjectChange]) -> str:
    """`1 VPC, 9 subnets, 2 IAM roles`: what it is, the weightiest first."""
    ordered = sorted((c.address.resource_type for c in changes), key=type_rank)
    counts = Counter((noun(kind).one, noun(kind).many) for kind in ordered)
    return ", ".join(f"{count} {one if count == 1 else many}" for (one, many), count in counts.items())


def _listed(title: str, changes: Iterable[ObjectChange], style: Style, colour: str) -> Iterator[str]:
    some = list(changes)
    if not some:
        return
    yield ""
    yield style.paint(title, colour)
    for change in some[:_SHOWN]:
        name = object_name(change.address, change.values)
        yield f"  {name}   {style.paint(place_text(change.spec), DIM)}".rstrip()
    if len(some) > _SHOWN:
        yield f"  and {len(some) - _SHOWN} more"


def _proof(result: ApplyResult, left: PlanResult, style: Style) -> Iterator[str]:
    """What a plan right after the apply says."""
    if result.converged:
        told = "nothing is left" if result.plan.destroy else "a new plan finds nothing left to do"
        told += " but what rules of the spec accept" if result.tolerated else ""
        told += "" if result.plan.complete else " with these objects; others were not looked at"
        yield style.paint(f"Converged: {told}.", GREEN)
        yield from _tolerated(result.tolerated, style)
        return
    many = f"{result.unsettled} object{'' if result.unsettled == 1 else 's'}"
    yield style.paint(f"Not converged: a new plan still finds {many} to change.", RED)
    yield style.paint("AWS or the provider does not keep what was just written. What differs:", DIM)
    tolerated = {id(one.change) for one in result.tolerated}
    for change in [c for c in left.changes if id(c) not in tolerated][:_SHOWN]:
        yield from _difference(change, style)
    if result.tolerated:
        yield style.paint("Accepted by rules of the spec:", DIM)
        yield from _tolerated(result.tolerated, style)
    yield from _rules(result.suggested)


def _tolerated(some: tuple[IgnoredChange, ...], style: Style) -> Iterator[str]:
    """What differs, and which rule allows it."""
    for one in some[:_SHOWN]:
        yield from _difference(one.change, style)
        for rule in one.rules:
            at = f"{rule.spec.file}:{rule.spec.line}" if rule.spec else ""
            told = f"      {plain(accepted_words(rule))}"
            together = f"{told}   {at}".rstrip()
            lines = [together] if len(together) <= style.width else [told, f"      {at}"]
            yield from (style.paint(clipped(line, style, style.width), DIM) for line in lines)
    if len(some) > _SHOWN:
        yield f"  and {len(some) - _SHOWN} more"


def _rules(suggested: tuple[SuggestedRule, ...]) -> Iterator[str]:
    """Rules to paste, whole ones; a path with brackets or quotes is written as a text."""
    if not suggested:
        return
    yield ""
    yield "If it is to stay like this, say so in the spec:"
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
        told = fact(attribute)
        yield clipped(f"      {told.name}  {f' {style.arrow} '.join(told.sides)}", style, style.width)


def _outcome(result: ApplyResult, style: Style) -> Iterator[str]:
    plan = result.plan
    what = f"cluster {plan.subject.cluster}" if plan.subject.cluster else "the cluster"
    if plan.empty:
        yield "Nothing to destroy." if plan.destroy else "No changes: the cloud is what the spec says."
    elif not result.applied:
        yield "Nothing was done."
    else:
        verb = "Destroyed" if plan.destroy else "Applied"
        yield style.paint(f"{verb}: {what}", GREEN)
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


def _output(name: str, value: Value, style: Style) -> Iterator[str]:
    """One output in full, as people copy from here; a map takes one line an entry."""
    if isinstance(value, dict) and value:
        yield name
        for key, inner in value.items():
            yield f"  {printable(str(key))}  {value_text(inner, style, _FULL)}"
    else:
        yield f"{name}  {value_text(value, style, _FULL)}"
