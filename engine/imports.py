"""Taking orphans in: `import` blocks for one run.

Terraform reads the blocks from a file in the working folder, which is gone afterwards, however the run ends:
by `taken_in`, or, after a kill, by the next run that holds the folder (`lock.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .aws.orphans import orphans
from .events import OnEvent, Started, ignore
from .lock import IMPORTS_FILE
from .run import saved_plan
from .workspace import Workspace

_ROUNDS = 6
"""What an object belongs to is found before it: VPC, route table, route. Six is more than there are steps."""


@contextmanager
def taken_in(
    workspace: Workspace, on_event: OnEvent = ignore, *, wanted: bool = True, lock_timeout: int = 0
) -> Iterator[None]:
    """While the block runs, if `wanted`, plans take in what exists already and carries the spec's tags."""
    if not wanted:
        yield
        return
    file = workspace.folder / IMPORTS_FILE
    blocks: dict[str, str] = {}
    try:
        for _ in range(_ROUNDS):
            on_event(Started("orphans"))
            with saved_plan(workspace, on_event, lock_timeout=lock_timeout) as saved:
                found, _remarks = orphans(workspace, saved.document, saved.trace)
            new = {one.address.text: one.block for one in found if one.ours}
            if not new.keys() - blocks.keys():
                break
            blocks |= new
            file.write_text("\n".join(blocks[address] for address in sorted(blocks)), encoding="utf-8")
        yield
    finally:
        file.unlink(missing_ok=True)
