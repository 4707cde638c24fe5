"""Write a lock file. In: a lock. Out: its text, with every map and set in one order."""

from __future__ import annotations

from collections.abc import Iterator

from ...schemas.lock import Lock, LockedProvider
from ..source.scalars import scalar_text
from ..source.yaml_writer import WritingStyle, entry_lines

HEADER = (
    "# Written by `eksgen update`; review it and commit it.",
    "# It pins what AWS would otherwise choose. A version in the spec wins over one in this file.",
)


def write_lock_text(lock: Lock) -> str:
    """Return the text of a lock file; `compiler/lock/read.py` reads the same lock from it."""
    version = scalar_text(lock.kubernetes, '"')
    lines = [*HEADER, f"kubernetes: {version}", *_maps(lock)]
    return "\n".join([*lines, *_provider(lock.provider), ""])


def _maps(lock: Lock) -> Iterator[str]:
    for key, versions in (("addons", lock.addons), ("nodeGroups", lock.node_groups)):
        if versions:
            yield from entry_lines(key, dict(sorted(versions.items())), 0, WritingStyle())


def _provider(provider: LockedProvider | None) -> Iterator[str]:
    if provider is not None:
        yield from ("provider:", f"  version: {scalar_text(provider.version)}", "  hashes:")
        yield from (f"    - {scalar_text(hash)}" for hash in sorted(set(provider.hashes)))
