"""Rules of listeners: their priorities, which no other rule has a say in, and what they compare.

A lower priority is tried first. Requests go to the most specific rule: an exact host before a pattern before
any host, then the same for paths, where more segments come first, then rules with headers. Each such rank has
a share of all numbers, and a hash of the conditions decides within it, so that a rule keeps its number when
others come and go. Two rules of a rank can get one number; a check then asks for a `priority`.
"""

from __future__ import annotations

from ...catalog.limits import RULE_PRIORITIES
from ...schemas.listeners import ListenerRule
from .names import short_hash

_SEGMENTS = 8
_RANKS = 3 * (_SEGMENTS + 2) * 2
_WILDCARDS = frozenset("*?")

Conditions = tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]


def conditions(rule: ListenerRule) -> Conditions:
    """Return hosts, paths and headers, sorted as sets; Elastic Load Balancing ignores the case of hosts."""
    headers = ((name, listed(values)) for name, values in rule.header.items())
    hosts = {host.lower() for host in listed(rule.host)}
    return tuple(sorted(hosts)), listed(rule.path), tuple(sorted(headers))


def listed(values: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return one value or several as a sorted tuple without duplicates."""
    return tuple(sorted({values} if isinstance(values, str) else set(values or ())))


def priority(rule: ListenerRule) -> int:
    """Return the priority of a rule: as written, else what its conditions decide."""
    if rule.priority is not None:
        return rule.priority
    hosts, paths, headers = conditions(rule)
    lowest, highest = RULE_PRIORITIES
    share = (highest - lowest + 1) // _RANKS
    rank = (_host_rank(hosts) * (_SEGMENTS + 2) + _path_rank(paths)) * 2 + (not headers)
    return lowest + rank * share + int(short_hash(hosts, paths, headers), 16) % share


def wildcards(rule: ListenerRule) -> int:
    """Return how many wildcards the values of a rule contain."""
    return sum(character in _WILDCARDS for value in values(rule) for character in value)


def values(rule: ListenerRule) -> tuple[str, ...]:
    """Return the values of all conditions of a rule."""
    hosts, paths, headers = conditions(rule)
    return (*hosts, *paths, *(value for _, items in headers for value in items))


def _host_rank(hosts: tuple[str, ...]) -> int:
    return 2 if not hosts else int(any(_is_pattern(host) for host in hosts))


def _path_rank(paths: tuple[str, ...]) -> int:
    """Return 0 for exact paths, then 1 and up for patterns with ever fewer segments, the last for none."""
    if not paths:
        return _SEGMENTS + 1
    patterns = [path for path in paths if _is_pattern(path)]
    if not patterns:
        return 0
    return _SEGMENTS + 1 - min(_SEGMENTS, max(1, min(path.count("/") for path in patterns)))


def _is_pattern(value: str) -> bool:
    return not _WILDCARDS.isdisjoint(value)
