"""Plans in a file: `eksgen plan SPEC -o FILE.eksplan` makes one, `eksgen apply FILE.eksplan` takes it.

What is checked without a cloud is checked here, all of it before anything is said; state and cloud are
checked by `engine/apply.py`, right before the apply.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from ... import __version__
from ...compiler.errors import EksgenError, SpecRefused
from ...compiler.pipeline import Checked, Compilation, compile_spec
from ...engine.aws.account import caller
from ...engine.plan.fingerprint import change_set
from ...engine.plan.result import ApplyResult, PlanResult
from ...engine.runs.apply import Care, apply_saved
from ...engine.runs.import_orphans import imports_in, with_imports
from ...engine.runs.open_plan import SavedPlan
from ...engine.runs.plan import Keep
from ...engine.runs.state import state_text
from ...engine.saved_plan.envelope import Envelope, expired, read_envelope, stale, write_envelope
from ...engine.saved_plan.provenance import (
    LOCK_FILE,
    About,
    digest_of,
    mismatches,
    proofs,
    read_state_mark,
    state_of_plan,
)
from ...engine.workdir.workspace import Workspace
from ..inputs.clock import now
from ..inputs.read_spec import checked
from ..inputs.revisions import find_revision
from .workdir import Options, prepared


def keep(target: Path, file: str, spec: Checked, region: str, workspace: Workspace, life: timedelta) -> Keep:
    """What to do with a plan that is to be saved as `target`."""

    def save(saved: SavedPlan, planned: PlanResult) -> None:
        made = now()
        mark = state_of_plan(saved.file) or read_state_mark(state_text(workspace))
        lock = workspace.folder / LOCK_FILE
        envelope = Envelope(
            proofs=proofs(workspace, about(file, spec.texts, caller(workspace, region), region)),
            state=mark,
            created=made,
            expires=made + life,
            destroy=planned.destroy,
            counts=planned.counts,
            steps=change_set(saved.document),
            plan=saved.file.read_bytes(),
            lock_file=lock.read_bytes() if lock.is_file() else b"",
            targets=saved.targets,
            imports=imports_in(workspace.folder),
        )
        write_envelope(target, envelope)

    return save


def about(file: str, names: Iterable[str], account: str | None, region: str) -> About:
    """What the command knows of a spec that is made of the files `names`."""
    home = os.path.dirname(file) or "."  # noqa: PTH120  (pure text, as the compiler's names are)
    files = {os.path.relpath(name, home).replace(os.sep, "/"): digest_of(Path(name)) for name in names}
    spec = os.path.relpath(file).replace(os.sep, "/")
    return About(__version__, spec, dict(sorted(files.items())), account, region, _commit(home))


def apply_file(file: Path, options: Options, care: Care) -> ApplyResult:
    """Apply a saved plan, or refuse it with every reason."""
    envelope = read_envelope(file)
    made = envelope.proofs.about
    _require_spec(file, made.spec)
    reasons = expired(envelope, now())
    spec, compilation = _compiled(file, envelope, reasons)
    with (
        prepared("apply", made.spec, options, compilation) as (workspace, on_event),
        with_imports(workspace.folder, envelope.imports),
    ):
        lock = workspace.folder / LOCK_FILE
        if envelope.lock_file and not lock.exists():
            lock.write_bytes(envelope.lock_file)  # a fresh checkout gets the providers that were planned with
        region = compilation.cluster.region
        here = about(made.spec, spec.texts, caller(workspace, region), region)
        reasons = (*reasons, *mismatches(envelope.proofs, proofs(workspace, here)))
        if reasons:
            raise stale(file, envelope, reasons)
        return apply_saved(workspace, envelope, str(file), on_event, care=care)


def _require_spec(file: Path, spec: str) -> None:
    if not Path(spec).is_file():
        raise EksgenError(
            f"there is no {spec} here, which {file} is a plan of",
            code="no-such-file",
            notes=("a saved plan is held against its spec when it is applied",),
            helps=("run it in the folder in which the plan was made, or in another checkout of it",),
        )


def _compiled(file: Path, envelope: Envelope, reasons: tuple[str, ...]) -> tuple[Checked, Compilation]:
    """The spec as it is now; one that was broken since is a spec that changed."""
    made = envelope.proofs.about
    try:
        spec = checked(made.spec)
    except SpecRefused:
        home = Path(made.spec).parent
        changed = [name for name, was in made.files.items() if digest_of(home / name) != was]
        raise stale(file, envelope, (*reasons, *(f"the spec changed: {name}" for name in changed))) from None
    return spec, compile_spec(spec)


def _commit(folder: str) -> str | None:
    try:
        return find_revision("HEAD", Path(folder)).commit
    except EksgenError:
        return None
