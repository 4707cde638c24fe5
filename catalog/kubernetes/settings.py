"""Settings of a spec that a Kubernetes version deprecates or removes.

Source: kubernetes.io, "Kubernetes v1.35 Sneak Peek" (deprecation of ipvs mode in kube-proxy, KEP-5495, read
2026-11-30). nftables is stable since 1.33 ("NFTables mode for kube-proxy").
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A value of a field (`path`, in the spec as plain values) that `version` deprecates or removes."""

    version: str
    path: tuple[str, ...]
    value: Any
    removed: bool
    instead: str


SETTINGS: tuple[SettingChange, ...] = (
    SettingChange(
        "1.35", ("addons", "kube-proxy", "configuration", "mode"), "ipvs", False, "write `mode: nftables`"
    ),
)
