"""`eksgen upgrade`: raise `kubernetes.version` by one minor version, and the lock file with it.

Everything is checked before anything is written. The lock is written first: if the process is killed between
the two files, the same command does the rest, and no spec names a version that its lock does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..catalog.kubernetes.versions import next_step
from ..compiler.diagnostics import Severity
from ..compiler.errors import EksgenError
from ..compiler.lock.read import lock_name
from ..compiler.lock.write import write_lock_text
from ..compiler.source.tree import locate, to_plain
from ..engine.remediation.draft import Draft
from ..engine.runs.upgrade import Step, check_upgrade
from ..report.page.versions import VersionReport
from ..schemas.cluster import ClusterSpec
from ..schemas.lock import Lock
from .inputs.clock import today
from .inputs.spec_files import shared_files
from .outputs.exit_codes import DIFFERENCES
from .outputs.versions import write_versions
from .runs.edited_base import effect_on, error_text, shown_place
from .runs.files_read import files_of, replace_read
from .runs.versions import asking_workspace, held_lock, read_without_lock, without_lock
from .runs.workdir import RunOptions

_VERSION = ("kubernetes", "version")
_NEWEST_MINOR = 999


def upgrade(file: str, options: RunOptions, *, check: bool, force: bool) -> int:
    """Raise the version if every check passes; with `check` write nothing, and return 3 if it could be."""
    files = files_of(file)
    spec = read_without_lock(file, files)
    assert spec.spec is not None
    assert spec.tree is not None
    current, place = spec.spec.kubernetes.version, locate(spec.tree, _VERSION).span
    target = _next(current)
    draft = Draft(file, without_lock(file, files.library), today()).with_field(place.file, _VERSION, target)
    model = _raised(spec.spec, target)
    step = Step(current, target, model, to_plain(spec.tree), today(), force)
    held, remarks = held_lock(file, files)
    others = shared_files([place.file], file).get(place.file, ())
    effects = [effect_on(other, place.file, draft.read(place.file), today()) for other in others]
    new_errors = [error for effect in effects for error in effect.errors]
    with asking_workspace(spec, options) as workspace:
        found = check_upgrade(workspace, step, held, lambda lock: [*_errors(draft, file, lock), *new_errors])
    lock = write_lock_text(found.update.lock).encode()
    writes = found.ready and not check
    if writes:
        replace_read(file, files, {lock_name(file): lock, place.file: draft.read(place.file)})
    report = VersionReport(
        workspace.cluster,
        workspace.region,
        file,
        lock_name(file),
        model,
        replace(found.update, remarks=(*remarks, *found.update.remarks)),
        wrote=writes,
        upgrade=found,
        place=shown_place(place),
        shared=others,
        stale=tuple(effect.file for effect in effects if effect.outdates_lock),
        sandbox=options.sandbox,
    )
    write_versions(report, options.format)
    if not found.ready:
        raise _blocked(report)
    return DIFFERENCES if check else 0


def _next(current: str) -> str:
    return next_step(current, f"1.{_NEWEST_MINOR}")


def _raised(spec: ClusterSpec, target: str) -> ClusterSpec:
    kubernetes = spec.kubernetes.model_copy(update={"version": target})
    return spec.model_copy(update={"kubernetes": kubernetes})


def _errors(draft: Draft, file: str, lock: Lock) -> Sequence[str]:
    """Return the errors of the raised spec with the new lock."""
    checked = draft.with_file(lock_name(file), write_lock_text(lock).encode()).check()
    return [error_text(finding) for finding in checked.findings if finding.severity is Severity.ERROR]


def _blocked(report: VersionReport) -> EksgenError:
    assert report.upgrade is not None
    failed = [check for check in report.upgrade.checks if check.state.value == "failed"]
    insights = [check for check in failed if check.name == "insights"]
    helps: tuple[str, ...] = ("fix what the checks name, then run it again",)
    if insights:
        helps += (
            "EKS renews insights once a day only; once they are fixed, let it look again: `aws eks "
            f"start-insights-refresh --cluster-name {report.cluster} --region {report.region}`",
        )
    return EksgenError(
        f"the step to Kubernetes {report.upgrade.target} is blocked",
        code="upgrade-blocked",
        notes=(f"at {report.place}", *(f"{check.name}: {check.text}" for check in failed)),
        helps=(*helps, "or go on in spite of the insights: --force") if insights == failed else helps,
    )
