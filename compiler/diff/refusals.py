"""Which differences AWS refuses, as far as it is known offline: the rows of `catalog/immutable/`.

A plan says the same in the same words, from recorded values. What depends on the live cluster (the number of
nodes, whether nodes were rolled back) only a plan can say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ...catalog.immutable import RESTRICTIONS
from ...catalog.immutable.restriction import Reader, Restriction, Rule
from ...catalog.terraform.modules import object_phrase
from ..paths import matches
from .module_calls import ArgumentSide, CallChange, CallChangeKind, ChangedArgument

_ZONE = re.compile(r'\["([^"]+)"\]')


def refused_arguments(call: CallChange) -> Iterator[tuple[ChangedArgument, str]]:
    """Yield each argument of a call whose change AWS refuses, with the message, in the order of the table."""
    seen: set[str] = set()
    changed: dict[tuple[str, ...], list[ChangedArgument]] = {}
    for argument in call.arguments:
        changed.setdefault(argument.at[:1], []).append(argument)
    for row in RESTRICTIONS:
        if not row.module or row.module != call.module or row.within in seen:
            continue
        for argument in _arguments(row, call, changed.get(row.argument[:1], ())):
            values = _value(row, argument.before), _value(row, argument.after)
            if row.refuses(*values):
                seen.add(row.key)
                yield argument, _message(row, call, argument, *map(row.word, values))


def _arguments(
    row: Restriction, call: CallChange, changed: Iterable[ChangedArgument]
) -> Iterator[ChangedArgument]:
    """Yield the arguments that a row is about; `changed` are those of the call with its first name."""
    if row.rule is Rule.PROTECTED:
        if call.kind in (CallChangeKind.REMOVED, CallChangeKind.RENAMED) and (
            argument := call.argument(*row.argument)
        ):
            yield argument
    elif call.kind is CallChangeKind.CHANGED:
        yield from (argument for argument in changed if matches(argument.at, row.argument))


def _value(row: Restriction, side: ArgumentSide | None) -> Any:
    if side is None:
        return None
    if row.reader is Reader.ZONES:
        return tuple(sorted(_ZONE.findall(" ".join(map(str, side.value)))))
    return side.value


def _message(
    row: Restriction, call: CallChange, argument: ChangedArgument, recorded: str, planned: str
) -> str:
    key = argument.at[1] if "*" in row.argument else ""
    subject = object_phrase(call.previous or call.name, row.module, row.argument, key)
    return row.message.format(subject=subject, recorded=recorded, planned=planned)
