"""Explain changes outside Terraform that no apply reverts: by an autoscaler, AWS, the provider. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ...catalog.kubernetes.tags import TAGS_OF_OTHERS
from ...catalog.resources.noise import changed_by
from ...compiler.diagnostics import Path
from ...compiler.paths import without_indexes
from ..addresses import Address
from ..plan.attribute_diff import is_empty
from ..plan.result import Value
from ..redact import structured
from ..source_map.trace import Trace
from .result import DriftClass, DriftLevel
from .severity import severity_of


@dataclass(frozen=True, slots=True)
class AttributeChangeSource:
    """An attribute that changed, and the context that shows who changes it.

    `upgrade` are the provider versions since the last apply, as in `5.100.0 to 6.62.0`.
    """

    address: Address
    path: Path
    trace: Trace
    upgrade: str = ""

    @property
    def known_cause(self) -> str:
        """Return who is known to change this attribute of this type, as a phrase, or an empty text."""
        return changed_by(self.address.resource_type, without_indexes(self.path))


def noise_reason(changed: AttributeChangeSource, recorded: Value, live: Value) -> str:
    """Return why a changed attribute that no apply changes is noise, or an empty text if it is none.

    An attribute that the spec does not set is noise only if the catalog says who changes it.
    """
    address, path, trace = changed.address, changed.path, changed.trace
    if trace.ignores_changes(address, path):
        return f"{changed.known_cause or 'others may change it'}, and the spec leaves it to them"
    if tagger := tagged_by(path):
        return tagger
    if is_reordered(recorded, live):
        return "only the order differs"
    if not is_left_open(changed, live):
        return ""
    if changed.upgrade and _may_be_new(changed, recorded, live):
        return f"the provider was upgraded from {changed.upgrade}, and the spec does not set it"
    return changed.known_cause


def _may_be_new(changed: AttributeChangeSource, recorded: Value, live: Value) -> bool:
    """Return whether a newer provider may have added the attribute, which is then empty in the state.

    That does not explain a value that is gone, and what matters much is never left unreported.
    """
    if not is_empty(recorded) or is_empty(live):
        return False
    attribute = (DriftClass.CHANGED_OUTSIDE, changed.address.resource_type, changed.path)
    return severity_of(*attribute, live, recorded)[0] is not DriftLevel.HIGH


def is_left_open(changed: AttributeChangeSource, live: Value) -> bool:
    """Return whether the spec sets no value, so that the provider accepts what AWS has.

    No module argument decides the attribute, or the argument is null. (An edit that clears an attribute
    leaves no live value.)
    """
    trace = changed.trace
    if not trace.has_interface(changed.address):
        return False
    if not trace.has_argument(changed.address, changed.path):
        return True
    sources = trace.argument_sources(changed.address, changed.path)
    entries = [trace.block_argument(("module", source.call), source.at) for source in sources]
    return not is_empty(live) and any(entry.open for entry in entries if entry is not None)


def tagged_by(path: Path) -> str:
    """Return which service sets a tag of this name by itself, or an empty text."""
    if len(path) != 2 or path[0] not in ("tags", "tags_all"):
        return ""
    return next((who for prefix, who in TAGS_OF_OTHERS if str(path[1]).startswith(prefix)), "")


def is_reordered(recorded: Value, live: Value) -> bool:
    """Return whether two lists differ only in their order."""
    before, after = structured(recorded), structured(live)
    if not isinstance(before, list) or not isinstance(after, list) or before == after:
        return False
    return sorted(map(repr, before)) == sorted(map(repr, after))
