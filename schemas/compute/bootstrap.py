"""`nodeGroups.*.bootstrap`: what a node sets and runs while it joins the cluster."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from ..base import Model, matching
from ..values import finite

Text = Annotated[
    str,
    matching(
        r"[^\x00]+",
        "user-data-text",
        "a text for user data",
        "at least one character, and none with the code 0",
    ),
]


def _by_key(value: Any) -> Any:
    """Return a value with the keys of every map in it in alphabetical order."""
    if isinstance(value, dict):
        return {key: _by_key(item) for key, item in sorted(value.items(), key=lambda entry: str(entry[0]))}
    return tuple(map(_by_key, value)) if isinstance(value, tuple) else value


Settings = Annotated[dict[str, Annotated[Any, AfterValidator(finite)]], AfterValidator(_by_key)]
"""Settings that the image defines; the order of their keys says nothing."""
LocalStorage = Literal["raid0", "raid10", "mount"]


class Bootstrap(Model):
    """What a node sets and runs while it joins the cluster; what is possible depends on `os`."""

    pre_commands: tuple[Text, ...] = Field(
        (),
        description="Commands that run as root before the node joins: Bash, or PowerShell on Windows.",
        examples=[["sysctl -w vm.max_map_count=262144"]],
    )
    post_commands: tuple[Text, ...] = Field(
        (), description="Commands that run as root after the kubelet has started."
    )
    kubelet: Settings = Field(
        default_factory=dict,
        description="Fields of a KubeletConfiguration, merged into that of the image; al2023 only.",
        examples=[{"systemReserved": {"cpu": "100m"}}],
    )
    containerd: Text | None = Field(
        None, description="containerd configuration (TOML), merged into that of the image; al2023 only."
    )
    bottlerocket: Settings = Field(
        default_factory=dict,
        description="Settings of Bottlerocket, by their names below `settings`.",
        examples=[{"motd": "Hello"}],
    )
    local_storage: LocalStorage | None = Field(
        None,
        description="What to do with local NVMe disks: an array for containers and pods (raid0, raid10), or "
        "one file system each (mount). Default: nothing.",
    )
    user_data: Text | None = Field(None, description="The whole user data of an image with `os: custom`.")
