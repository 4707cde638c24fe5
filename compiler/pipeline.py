"""The compiler from start to end; `docs/architecture.md` describes it as part of the whole.

    text -> positioned tree   `source/`    YAML with exact places, merged with the files it extends
         -> spec              `load/`      pydantic models; every error of form is a finding
         -> with its lock     `lock/`      versions that the spec leaves open
         -> checked spec      `checks/`    rules across fields, and comments that allow warnings
         -> cluster model     `resolve/`   every default, name, zone and CIDR block decided
         -> module calls      `lower/`     one `module` block per object
         -> folder            `emit/`      HCL files, source map, copies of the modules

Each stage is a function of the result of the previous one. A spec with errors stops after the checks, with
all findings.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from ..schemas.cluster import ClusterSpec
from .checks import check
from .checks.allow_comments import apply_allow_comments, without_allowed
from .checks.between_specs import NamedSpec, check_between
from .diagnostics import Diagnostic, Label, Severity
from .files.names import EKSGEN_FOLDER, working_folder_name
from .fixes import with_proven_fixes
from .load.spec import Loaded, load, with_node_defaults
from .lock.check import check_lock, open_provider, open_versions, with_lock_help
from .lock.pinned import with_lock
from .lock.read import STDIN, LockFile, read_lock
from .source.extends import NO_LIBRARY, Library, compose_spec
from .source.files import library_of, read_spec_file
from .source.tree import Node, locate
from .values import ModuleCall

if TYPE_CHECKING:
    from .resolve.model import Cluster


MAX_FINDINGS = 1000
"""How many findings of a spec are kept; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked spec with its findings. `spec` and `tree` are None if there are errors."""

    file: str
    texts: Mapping[str, str]
    findings: tuple[Diagnostic, ...]
    spec: ClusterSpec | None = None
    tree: Node | None = None
    lock: LockFile | None = None

    @property
    def failed(self) -> bool:
        """Return whether any finding is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True)
class Compilation:
    """A compiled spec: the cluster model, its module calls, every file of the folder, and the tree with the
    place of each value."""

    cluster: Cluster
    calls: tuple[ModuleCall, ...] = field(repr=False)
    tree: Node = field(repr=False)
    file: str
    lock: LockFile | None = field(default=None, repr=False)
    recorded: Mapping[str, bytes] | None = field(default=None, repr=False)
    """The files of an earlier compilation, in place of those that this one would write."""

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Return every file of the folder by its path; a comparison of two specs needs none."""
        from .emit.folder import terraform_folder

        if self.recorded is not None:
            return self.recorded
        return terraform_folder(self.cluster, self.calls, self.tree, self.file, self.lock)


def check_text(
    data: bytes, file: str, *, library: Library = NO_LIBRARY, today: date | None = None
) -> Checked:
    """Read and check a spec; return it with all findings.

    `file` is its name in findings, `library` contains the files it may extend and its lock file. Without
    `today`, rules that depend on the date are skipped.
    """
    composition = compose_spec(data, file, library)
    early = tuple(dict.fromkeys(composition.findings))
    if composition.root is None or any(finding.code not in _WITH_THE_REST for finding in early):
        return Checked(file, composition.texts, _bounded(early))
    root, lock = composition.root, read_lock(file, library)
    texts = {**composition.texts, **({lock.file: lock.text} if lock else {})}
    tree, loaded, found = _check_tree(root, today, lock)
    found = (
        *early,
        *(lock.findings if lock else ()),
        *with_lock_help(found, lock, file),
        *_about_lock(loaded, tree, lock, file, library),
    )
    proven = with_proven_fixes(found, root, lambda changed: _check_tree(changed, today, lock)[2])
    findings = _without_early_notes(apply_allow_comments(proven, texts, today))
    checked = Checked(file, texts, _bounded(findings, loaded.unlisted), loaded.spec, tree, lock)
    return checked if not checked.failed else Checked(file, texts, checked.findings)


_WITH_THE_REST = {"duplicate-addon"}
"""Findings of the files of a spec after which the rest of it can still be checked."""


def _check_tree(
    root: Node, today: date | None, lock: LockFile | None
) -> tuple[Node, Loaded, tuple[Diagnostic, ...]]:
    """Load and check a tree; return it with the defaults of node groups and the versions of the lock, the
    result and all findings."""
    tree = with_node_defaults(root)
    loaded = load(tree)
    findings = loaded.findings
    if loaded.spec is not None:
        spec, tree = with_lock(loaded.spec, tree, lock)
        loaded = replace(loaded, spec=spec)
        findings += check(spec, tree, today, loaded.faulty)
    return tree, loaded, findings


def _about_lock(
    loaded: Loaded, tree: Node, lock: LockFile | None, file: str, library: Library
) -> tuple[Diagnostic, ...]:
    """Return how the lock differs from a valid spec, and what neither of them pins."""
    if loaded.spec is None:
        return ()
    about = () if loaded.findings else tuple(check_lock(loaded.spec, tree, lock, file))
    unused = any(finding.code == "lock-version" for finding in about)
    if not library.whole or file == STDIN:
        return about
    about = (*about, *open_provider(loaded.spec, tree, lock, file))
    return about if unused else (*about, *open_versions(loaded.spec, tree, file))


def _without_early_notes(findings: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Leave out notes about a cluster while its spec has errors."""
    if not any(finding.severity is Severity.ERROR for finding in findings):
        return findings
    return tuple(finding for finding in findings if finding.severity is not Severity.NOTE)


def _bounded(findings: tuple[Diagnostic, ...], unlisted: int = 0) -> tuple[Diagnostic, ...]:
    """Return at most `MAX_FINDINGS`, errors first, and one that counts the rest."""
    rest = max(len(findings) - MAX_FINDINGS, 0) + unlisted
    if rest <= 0:
        return findings
    levels = list(Severity)
    kept = sorted(findings, key=lambda finding: levels.index(finding.severity))
    message = f"{rest} more findings are not listed"
    label = Label(kept[: MAX_FINDINGS + 1][-1].primary.span, "the next one")
    return (*kept[:MAX_FINDINGS], Diagnostic("more-findings", Severity.NOTE, message, label))


def check_file(file: str, today: date | None = None) -> Checked:
    """Read and check a spec on disk with the files it extends; `-` is standard input."""
    name = STDIN if file == "-" else file
    checked = check_text(read_spec_file(file), name, library=library_of(file), today=today)
    return with_findings(checked, tuple(_state_outside(checked, file)), today)


def _state_outside(checked: Checked, file: str) -> Iterator[Diagnostic]:
    """Yield a finding if the state would be in a file outside the repository, or behind a link."""
    if checked.spec is None or checked.tree is None or checked.spec.terraform.backend.local is None:
        return
    from .resolve.state import LOCAL_STATE, STATE_OUTSIDE_HELP, local_state_problem

    beside = Path.cwd() if file == "-" else Path(os.path.abspath(file)).parent  # noqa: PTH100  (keeps links)
    folder = beside.resolve() / EKSGEN_FOLDER / working_folder_name(PurePath(file).name, sandbox=False)
    if problem := local_state_problem(checked.spec, folder):
        label = Label(locate(checked.tree, LOCAL_STATE).span, "not a file of this repository")
        yield Diagnostic("state-outside", Severity.ERROR, problem, label, helps=(STATE_OUTSIDE_HELP,))


def check_files(files: Sequence[str], today: date | None = None) -> tuple[Checked, ...]:
    """Read and check specs on disk, each by itself and all against each other."""
    checked = [check_file(file, today) for file in files]
    findings = conflicts(checked)
    return tuple(with_findings(spec, findings.get(spec.file, ()), today) for spec in checked)


def conflicts(checked: Sequence[Checked]) -> dict[str, tuple[Diagnostic, ...]]:
    """Return the findings between specs, by file; specs with errors are left out."""
    return check_between([NamedSpec(c.file, c.spec, c.tree) for c in checked if c.spec and c.tree])


def with_findings(checked: Checked, findings: tuple[Diagnostic, ...], today: date | None) -> Checked:
    """Add findings to a checked spec, except those that a comment allows."""
    together = (*checked.findings, *without_allowed(findings, checked.texts, today))
    failed = any(finding.severity is Severity.ERROR for finding in together)
    if failed:
        return Checked(checked.file, checked.texts, together)
    return replace(checked, findings=together)


def compile_spec(checked: Checked) -> Compilation:
    """Compile a checked spec to Terraform files. Raise ValueError if it has errors."""
    from .lower import lower  # here, because checking a spec needs neither
    from .resolve import resolve

    if checked.spec is None or checked.tree is None:
        raise ValueError("a spec with errors cannot be compiled")
    cluster = resolve(checked.spec)
    return Compilation(cluster, lower(cluster), checked.tree, checked.file, checked.lock)
