"""Import orphans: objects that an interrupted apply created enter the state through `import` blocks.

Terraform reads the blocks from a file in the working folder. It is removed afterwards, however the run ends:
by this run, or after a kill by the next run that holds the folder (`workdir/folder_lock.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ...compiler.files.reading import MAX_OWN_BYTES, read_below
from ...compiler.files.writing import remove_file, write_file
from ..aws.orphans import find_orphans
from ..paths import WorkDir
from ..terraform.events import OnEvent, Started, ignore_event
from ..workdir.workspace import Workspace
from .open_plan import open_plan
from .session import PlanRequest, open_session

_ROUNDS = 6
"""A parent is found before its children: VPC, route table, route. Six is more than there are levels."""


@contextmanager
def importing_orphans(
    workspace: Workspace, on_event: OnEvent = ignore_event, *, wanted: bool = True, lock_timeout: int = 0
) -> Iterator[None]:
    """While the block runs, if `wanted`, plans import what already exists and has the tags of the spec."""
    if not wanted:
        yield
        return
    session = open_session(workspace, on_event)
    blocks: dict[str, str] = {}
    with import_blocks(session.workdir, ""):
        for _ in range(_ROUNDS):
            on_event(Started("orphans"))
            with open_plan(session, PlanRequest(lock_timeout=lock_timeout)) as opened:
                orphans, _remarks = find_orphans(workspace, opened.document, session.trace)
            new = {orphan.address.text: orphan.block for orphan in orphans if orphan.ours}
            if not new.keys() - blocks.keys():
                break
            blocks |= new
            _write(session.workdir, "\n".join(blocks[address] for address in sorted(blocks)))
        yield


@contextmanager
def import_blocks(workdir: WorkDir, text: str) -> Iterator[None]:
    """While the block runs, plans import what the `import` blocks in `text` name; nothing if it is empty."""
    try:
        if text:
            _write(workdir, text)
        yield
    finally:
        remove_file(workdir.root, workdir.import_blocks)


def read_import_blocks(workdir: WorkDir) -> str:
    """Return the `import` blocks that plans in this folder use right now; "" if there are none."""
    return (read_below(workdir.root, workdir.import_blocks, MAX_OWN_BYTES) or b"").decode()


def _write(workdir: WorkDir, text: str) -> None:
    write_file(workdir.root, workdir.import_blocks, text.encode())
