"""The workspace in HCP that a compiled spec names."""

from __future__ import annotations

from ...compiler.pipeline import Compilation
from ...compiler.resolve.state import cloud_workspace
from ...engine.cloud.given.refusals import not_in_hcp
from ...engine.workdir.cloud_block import CloudTarget


def cloud_target(compilation: Compilation, file: str, option: str = "") -> CloudTarget:
    """Return it. `EksgenError` if the spec has none, which an option, or a whole verb, is about."""
    named = cloud_workspace(compilation.cluster.spec)
    if named is None:
        raise not_in_hcp(option)
    return CloudTarget(named.hostname, named.organization, named.workspace, named.project, file)
