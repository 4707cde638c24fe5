"""Build the Terraform folder. In: cluster model, module calls and tree. Out: files by path. Pure."""

from __future__ import annotations

from pathlib import PurePosixPath

from ..lock.read import LockFile
from ..manifests import chart_values, manifests
from ..resolve.model import Cluster
from ..resolve.provider import provider_constraint
from ..source.tree import Node
from ..values import ModuleCall
from . import modules
from . import root_blocks as root
from .hcl import ArgumentOrigin, HclBlock, comment, module_block, moved_block, write_hcl
from .manifests import manifest_file, values_file, write_manifest, write_values
from .provider_lock import PROVIDER_LOCK_FILE, provider_lock
from .source_map import MAP_FILE, engine_settings, source_map

MADE_BY = "Made by eksgen from "
"""How the header of each file begins that is not a copy of a module."""
IGNORE_FILE = ".terraformignore"
_NEVER_UPLOADED = (".eksgen/", "*.tfstate", "*.tfstate.*", "*.eksplan")
"""What `terraform` with a `cloud` block does not upload, besides `.git/` and `.terraform/`."""
ROOT_FILES = frozenset(
    {IGNORE_FILE, "backend.tf", "main.tf", "moved.tf", "outputs.tf", "provider.tf", "versions.tf"}
)


def terraform_folder(
    cluster: Cluster,
    calls: tuple[ModuleCall, ...],
    tree: Node,
    spec_file: str,
    lock_file: LockFile | None = None,
) -> dict[str, bytes]:
    """Return every file by its path in the folder, sorted by path."""
    name = PurePosixPath(spec_file).name
    header = f"{MADE_BY}{name}. Change that file, not this one."
    blocks_by_file: dict[str, tuple[HclBlock, ...]] = {
        "main.tf": tuple(module_block(call) for call in calls),
        "moved.tf": tuple(moved_block(call) for call in calls if call.renamed_from),
        "versions.tf": root.versions(cluster),
        "provider.tf": root.provider(cluster),
        "backend.tf": root.backend(cluster),
        "outputs.tf": root.outputs(cluster),
    }
    files: dict[str, bytes] = {".gitignore": b".eksgen/\n.terraform/\n*.tfstate\n*.tfstate.*\n"}
    if cluster.spec.terraform.backend.cloud:
        files[IGNORE_FILE] = "\n".join((comment(header), *_NEVER_UPLOADED, "")).encode()
    origins: list[tuple[str, ArgumentOrigin]] = []
    for file, blocks in blocks_by_file.items():
        if blocks:
            text, file_origins = write_hcl(blocks, header)
            files[file] = text.encode()
            origins += [(file, origin) for origin in file_origins]
    for manifest in manifests(cluster):
        text, file_origins = write_manifest(manifest, header)
        files[manifest_file(manifest)] = text.encode()
        origins += [(manifest_file(manifest), origin) for origin in file_origins]
    for values in chart_values(cluster):
        files[values_file(values)] = write_values(values, header).encode()
    for call in calls:
        copies = modules.module_files(call.module, call.variant)
        files |= {f"modules/{call.folder}/{name}": data for name, data in copies.items()}
    provider = lock_file.lock.provider if lock_file and lock_file.lock else None
    if provider is not None:
        files[PROVIDER_LOCK_FILE] = provider_lock(provider, provider_constraint(cluster.spec))
    settings = engine_settings(cluster.spec, tree, spec_file, lock_file if provider else None)
    files[MAP_FILE] = source_map(spec_file, calls, origins, settings, tree, files)
    return dict(sorted(files.items()))
