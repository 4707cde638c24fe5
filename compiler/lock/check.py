"""Compare a lock with its spec. In: spec, tree and lock file. Out: findings."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ...schemas.cluster import ClusterSpec
from ...schemas.lock import Lock
from ..diagnostics import Diagnostic, Label, Path, Severity
from ..files.names import shown_name
from ..plural import plural
from ..resolve.addons import addons_of
from ..resolve.compute.kinds import has_nodes
from ..resolve.provider import provider_constraint
from ..source.tree import Node, locate
from ..versions import meets_constraint
from .pinned import has_release, is_open
from .read import LockFile, lock_name, update_command, write_again

_SHOWN = 5
_EXACT = re.compile(r"=?\s*[0-9]+\.[0-9]+\.[0-9]+")


def check_lock(spec: ClusterSpec, tree: Node, lock_file: LockFile | None, file: str) -> Iterator[Diagnostic]:
    """Yield the findings about a lock; `file` is the name of the spec."""
    if lock_file is None or lock_file.lock is None or lock_file.tree is None:
        return
    lock, update = lock_file.lock, update_command(file)
    if lock.kubernetes != spec.kubernetes.version:
        yield _other_version(spec, tree, lock, lock_file.tree, update)
    yield from _provider(spec, tree, lock, lock_file.tree, update)
    yield from _stale(spec, lock, lock_file.tree, update)


def with_lock_help(
    findings: Iterable[Diagnostic], lock_file: LockFile | None, file: str
) -> Iterator[Diagnostic]:
    """Yield the findings of the spec; those at a value of the lock with the help for a lock."""
    for finding in findings:
        of_lock = lock_file is not None and finding.primary.span.file == lock_file.file
        yield replace(finding, helps=(write_again(file),), fixes=()) if of_lock else finding


def _other_version(spec: ClusterSpec, tree: Node, lock: Lock, place: Node, update: str) -> Diagnostic:
    version = spec.kubernetes.version
    return Diagnostic(
        "lock-version",
        Severity.WARNING,
        f"the lock file is for Kubernetes {lock.kubernetes}, and the spec says {version}",
        Label(locate(place, ("kubernetes",)).span, "for another version"),
        (Label(locate(tree, ("kubernetes", "version")).span, "the version of the spec"),),
        ("its add-ons and releases are not used: add-ons that exist stay as they are, EKS chooses the rest",),
        (f"find those of {version}: {update}",),
    )


def _provider(spec: ClusterSpec, tree: Node, lock: Lock, place: Node, update: str) -> Iterator[Diagnostic]:
    """Check that the locked provider is one that the compiled folder accepts."""
    constraint = provider_constraint(spec)
    if lock.provider is None or meets_constraint(lock.provider.version, constraint):
        return
    written = locate(tree, ("terraform", "awsProvider"))
    yield Diagnostic(
        "lock-provider",
        Severity.ERROR,
        f"AWS provider {lock.provider.version} of the lock file is not one of `{constraint}`",
        Label(locate(place, ("provider", "version")).span, "not accepted"),
        (Label(written.span, "accepted versions"),) if written.written else (),
        ("these are the versions that `terraform.awsProvider` allows and the spec needs",),
        (f"lock another version: {update}",),
    )


def _stale(spec: ClusterSpec, lock: Lock, place: Node, update: str) -> Iterator[Diagnostic]:
    """Name entries of the lock that nothing in the spec uses."""
    addons = {name for name, _ in addons_of(spec)}
    groups = {name for name, group in spec.node_groups.items() if has_release(group)}
    paths = [("addons", name) for name in sorted(lock.addons.keys() - addons)]
    paths += [("nodeGroups", name) for name in sorted(lock.node_groups.keys() - groups)]
    if not paths:
        return
    first, *others = paths
    message = f"the lock file has {plural(len(paths), 'entry', 'entries')} that the spec does not use"
    yield Diagnostic(
        "lock-stale",
        Severity.NOTE,
        message,
        Label(locate(place, first).key_span, "not in the spec, or without a release"),
        tuple(Label(locate(place, path).key_span, "this, too") for path in others[:_SHOWN]),
        helps=(f"write the lock file again: {update}",),
    )


def open_versions(spec: ClusterSpec, tree: Node, file: str) -> Iterator[Diagnostic]:
    """Yield one note about the versions that neither the spec nor its lock decides; `spec` has the lock's."""
    addons = (
        sorted(name for name, addon in addons_of(spec) if addon.version is None) if has_nodes(spec) else []
    )
    groups = sorted(name for name, group in spec.node_groups.items() if is_open(group))
    parts = [*_named("add-on", addons), *_named("node group", groups)]
    if not parts:
        return
    path: Path = ("kubernetes", "version")
    yield Diagnostic(
        "versions-open",
        Severity.NOTE,
        f"the versions of {_counted(addons, groups)} stay open",
        Label(locate(tree, path).span, "EKS chooses them when it creates them"),
        notes=(f"not pinned: {'; '.join(parts)}",),
        helps=(f"pin them in {posixpath.basename(lock_name(shown_name(file)))}: {update_command(file)}",),
    )


def open_provider(
    spec: ClusterSpec, tree: Node, lock_file: LockFile | None, file: str
) -> Iterator[Diagnostic]:
    """Warn if remote runs would choose the AWS provider: neither a lock nor the constraint pins it."""
    locked = lock_file and lock_file.lock and lock_file.lock.provider
    pinned = locked or _EXACT.fullmatch(spec.terraform.aws_provider.strip())
    if spec.terraform.backend.cloud is None or pinned:
        return
    name = posixpath.basename(lock_name(shown_name(file)))
    yield Diagnostic(
        "provider-open",
        Severity.WARNING,
        "nothing pins the AWS provider of remote runs",
        Label(locate(tree, ("terraform", "backend", "cloud")).span, "runs without a pinned provider"),
        notes=("each run takes the newest provider that `terraform.awsProvider` allows on that day",),
        helps=(f"pin it in {name}, and commit that file: {update_command(file)}",),
    )


def _counted(addons: list[str], groups: list[str]) -> str:
    counts = [
        plural(len(names), word) for names, word in ((addons, "add-on"), (groups, "node group")) if names
    ]
    return " and ".join(counts)


def _named(word: str, names: Iterable[str]) -> Iterator[str]:
    names = list(names)
    if names:
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield f"{word}{'s' if len(names) > 1 else ''} {', '.join(names[:_SHOWN])}{more}"
