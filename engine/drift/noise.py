"""Who moved an attribute that no apply takes back: an autoscaler, AWS itself, the provider, or a person whose
change the spec has taken over. Pure, on raw values.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...catalog.drift_noise import TAGS_OF_OTHERS, changed_by
from ...compiler.diagnostics import Path
from ...compiler.paths import without_indexes
from ..addresses import Address
from ..plan.attribute_diff import is_empty
from ..plan.result import Value
from ..redact import structured
from ..source_map.trace import Trace


@dataclass(frozen=True, slots=True)
class AttributeChangeSource:
    """An attribute that moved, and what is known of the object around it."""

    address: Address
    path: Path
    trace: Trace
    upgrade: str = ""

    @property
    def name(self) -> str:
        """Who is known to move this attribute of this type, or an empty text."""
        return changed_by(self.address.resource_type, without_indexes(self.path))


def noise_reason(mover: AttributeChangeSource, recorded: Value, live: Value) -> str:
    """Why an attribute whose live value is the desired one is no matter of anybody; empty if somebody changed
    it and the spec says the same by now."""
    address, path, trace = mover.address, mover.path, mover.trace
    if who := tagged_by(path):
        return who
    if trace.left_alone(address, path):
        return f"{mover.name or 'others may move it'}, and the spec leaves it to them"
    if reordered(recorded, live):
        return "the same in another order"
    if trace.knows(address) and not trace.fed(address, path):
        if mover.upgrade:
            return f"the provider went from {mover.upgrade}, and nobody set it"
        return mover.name or "AWS decides it, nobody set it"
    if left_to_aws(mover, live):
        if mover.upgrade:
            return f"the provider went from {mover.upgrade}, and the spec leaves it open"
        return mover.name or "the spec leaves it open, so no apply changes it"
    return ""


def left_to_aws(mover: AttributeChangeSource, live: Value) -> bool:
    """Whether an attribute has a value although an argument behind it is null: it is optional and computed,
    so the provider took over what AWS has. Of an edit that empties an attribute nothing is live."""
    blocks, feeds = mover.trace.blocks, mover.trace.feeds(mover.address, mover.path)
    known = [blocks.get(("module", feed.call), {}).get(feed.at) for feed in feeds]
    return not is_empty(live) and any(entry.open for entry in known if entry is not None)


def tagged_by(path: Path) -> str:
    """Who sets a tag of this name by itself, or an empty text."""
    if len(path) != 2 or path[0] not in ("tags", "tags_all"):
        return ""
    return next((who for prefix, who in TAGS_OF_OTHERS if str(path[1]).startswith(prefix)), "")


def reordered(recorded: Value, live: Value) -> bool:
    """Whether two lists hold the same in another order."""
    one, other = structured(recorded), structured(live)
    if not isinstance(one, list) or not isinstance(other, list) or one == other:
        return False
    return sorted(map(repr, one)) == sorted(map(repr, other))
