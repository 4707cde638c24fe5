"""Taking orphans in: `import` blocks for one run.

Terraform reads the blocks from a file in the working folder, which is gone afterwards, however the run ends:
by who wrote it here, or, after a kill, by the next run that holds the folder (`lock.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..aws.orphans import find_orphans
from ..terraform.events import OnEvent, Started, ignore_event
from ..workdir.folder_lock import IMPORTS_FILE
from ..workdir.workspace import Workspace
from .open_plan import open_plan

_ROUNDS = 6
"""What an object belongs to is found before it: VPC, route table, route. Six is more than there are steps."""


@contextmanager
def importing_orphans(
    workspace: Workspace, on_event: OnEvent = ignore_event, *, wanted: bool = True, lock_timeout: int = 0
) -> Iterator[None]:
    """While the block runs, if `wanted`, plans take in what exists already and carries the spec's tags."""
    if not wanted:
        yield
        return
    blocks: dict[str, str] = {}
    with import_blocks(workspace.folder, ""):
        for _ in range(_ROUNDS):
            on_event(Started("orphans"))
            with open_plan(workspace, on_event, lock_timeout=lock_timeout) as saved:
                found, _remarks = find_orphans(workspace, saved.document, saved.trace)
            new = {one.address.text: one.block for one in found if one.ours}
            if not new.keys() - blocks.keys():
                break
            blocks |= new
            _write(workspace.folder, "\n".join(blocks[address] for address in sorted(blocks)))
        yield


@contextmanager
def import_blocks(folder: Path, text: str) -> Iterator[None]:
    """While the block runs, plans take in what the import blocks in `text` say; nothing for an empty text."""
    try:
        if text:
            _write(folder, text)
        yield
    finally:
        (folder / IMPORTS_FILE).unlink(missing_ok=True)


def read_import_blocks(folder: Path) -> str:
    """The import blocks that a plan in this folder takes in just now, "" for none."""
    file = folder / IMPORTS_FILE
    return file.read_text("utf-8") if file.exists() else ""


def _write(folder: Path, text: str) -> None:
    (folder / IMPORTS_FILE).write_text(text, encoding="utf-8")
