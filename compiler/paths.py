"""Compare paths: of a spec, of module arguments, of resource attributes."""

from __future__ import annotations

from .diagnostics import Path, dotted

ANY = "*"
"""A step of a pattern that stands for any step."""


def without_indexes(path: Path) -> tuple[str, ...]:
    """Return the names of a path without its list indexes."""
    return tuple(step for step in path if isinstance(step, str))


def attribute_text(path: Path) -> str:
    """Return `scaling_config.max_size`: an attribute path without the indexes of single blocks."""
    return dotted(tuple(step for step in path if step != 0))


def starts_with(path: Path, head: Path) -> bool:
    """Return whether a path is `head` or inside it."""
    return path[: len(head)] == head


def overlap(path: Path, other: Path) -> bool:
    """Return whether two paths are equal, or one contains the other."""
    return starts_with(path, other) or starts_with(other, path)


def matches(path: Path, pattern: Path) -> bool:
    """Return whether a path matches a pattern or is inside a match."""
    return len(path) >= len(pattern) and all(
        expected in (ANY, step) for expected, step in zip(pattern, path, strict=False)
    )
