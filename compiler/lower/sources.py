"""Sources and rules of the spec as arguments of the modules that create security groups."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from ...schemas.values import AccessRule
from ..diagnostics import Path
from ..values import At

_ALL = "-1"


def sources_at(sources: Sequence[str], path: Path) -> At:
    """Return the sources sorted, each with its place in the spec."""
    ordered = sorted(enumerate(sources), key=itemgetter(1))
    return At(tuple(At(source, (*path, index)) for index, source in ordered), path)


def rules_at(rules: Sequence[AccessRule], path: Path) -> At:
    """Return the rules by their content, so that their order never changes an address."""
    keyed = sorted((rule_key(rule), index) for index, rule in enumerate(rules))
    return At({key: _rule(rules[index], (*path, index)) for key, index in keyed}, path)


def rule_key(rule: AccessRule) -> str:
    """Return what makes a rule another one for EC2: protocol, ports and source."""
    return "/".join(filter(None, (rule.protocol, str(rule.ports or ""), rule.source)))


def _rule(rule: AccessRule, path: Path) -> At:
    first, last = _ports(rule)
    ports = (*path, "ports")
    return At(
        {
            "source": At(rule.source, (*path, "from")),
            "protocol": At(_protocol(rule), (*path, "protocol")),
            "from_port": At(first, ports),
            "to_port": At(last, ports),
            "description": At(rule.description or _described(rule), (*path, "description")),
        },
        path,
    )


def _protocol(rule: AccessRule) -> str:
    """Return the name that EC2 has for a protocol; ICMP of IPv6 is a protocol of its own."""
    if rule.protocol == "icmp" and ":" in rule.source:
        return "icmpv6"
    return _ALL if rule.protocol == "all" else rule.protocol


def _ports(rule: AccessRule) -> tuple[int | None, int | None]:
    """Return the first and the last port; of ICMP -1, every type and code, and of all protocols none."""
    if rule.protocol in ("icmp", "all"):
        return (-1, -1) if rule.protocol == "icmp" else (None, None)
    first, _, last = str(rule.ports).partition("-")
    return int(first), int(last or first)


def _described(rule: AccessRule) -> str:
    what = {"icmp": "ICMP", "all": "Everything"}.get(rule.protocol, f"{rule.protocol.upper()} {rule.ports}")
    return f"{what} from {rule.source}"
