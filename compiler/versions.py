"""Version numbers and Terraform's version constraints: `>= 5.95, < 7`, `~> 6.2`, `5.100.0`."""

from __future__ import annotations

import re

Version = tuple[int, ...]

_TERM = re.compile(r"(>=|<=|!=|~>|>|<|=)?\s*v?(\d+(?:\.\d+)*)")

_PRERELEASE = re.compile(r"-[0-9A-Za-z.]+")
_READABLE = re.compile(r"(>=|<=|!=|~>|>|<|=)?\s*\d+(\.\d+){0,2}(-[0-9A-Za-z.]+)?")


def parse_version(text: str) -> Version:
    """Parse `v1.11.4-dev` into (1, 11, 4); an unreadable text is (0,), older than everything."""
    match = re.match(r"v?(\d+(?:\.\d+)*)", text.strip())
    return tuple(int(part) for part in match.group(1).split(".")) if match else (0,)


def meets_constraint(version: str, constraint: str) -> bool:
    """Return whether a release meets every term of a constraint; a pre-release never does."""
    if "-" in version:
        return False
    terms = [_TERM.fullmatch(term.strip()) for term in constraint.split(",") if term.strip()]
    return all(t is not None and _meets_term(version, t.group(1) or "=", t.group(2)) for t in terms)


def readable(constraint: str) -> bool:
    """Return whether Terraform can read a constraint."""
    return all(_READABLE.fullmatch(term.strip()) for term in constraint.split(","))


def overlap(*constraints: str) -> bool:
    """Return whether some release meets all constraints.

    Each constraint is a range between versions that it names. So if any release meets them all, one of these
    versions does, or one of the next releases after them. A pre-release counts as its release.
    """
    constraints = tuple(_PRERELEASE.sub("", text) for text in constraints)
    bounds = [parse_version(term.strip(" <>=!~")) for text in constraints for term in text.split(",")]
    padded = {(0, 0, 0), *(_padded(bound, 3)[:3] for bound in bounds)}
    candidates = (
        f"{major}.{minor}.{patch + step}" for major, minor, patch in padded for step in range(len(bounds) + 1)
    )
    return any(all(meets_constraint(version, text) for text in constraints) for version in candidates)


def _meets_term(version: str, operator: str, bound: str) -> bool:
    wanted = parse_version(bound)
    length = max(len(wanted), 3)
    have, want = _padded(parse_version(version), length), _padded(wanted, length)
    if operator == "~>":
        return have >= want and have[: max(len(wanted) - 1, 1)] == want[: max(len(wanted) - 1, 1)]
    return {
        ">=": have >= want,
        "<=": have <= want,
        ">": have > want,
        "<": have < want,
        "!=": have != want,
        "=": have == want,
    }[operator]


def _padded(version: Version, length: int) -> Version:
    return version + (0,) * (length - len(version))
