"""The file that an entry goes to, as the AWS CLI and `kubectl` choose it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ....compiler.errors import EksgenError
from ....compiler.files.names import shown_name
from ....compiler.files.reading import locate_file, read_below, repository_of
from ....compiler.files.writing import make_folder, write_file
from .entry import Connection, entry
from .lock import locked
from .merge import merged
from .parse import NotMergeable, read_kubeconfig
from .special import refuse_special


def kubeconfig_file(named: Path | None, environ: Mapping[str, str], arn: str) -> Path:
    """Return the named file, or the first of KUBECONFIG that has the cluster, else the first of all, else the
    one in the home folder."""
    if named is not None:
        return named
    files = [Path(name) for name in environ.get("KUBECONFIG", "").split(os.pathsep) if name]
    known = (file for file in files if _has_cluster(file, arn))
    return next(known, files[0] if files else Path.home() / ".kube" / "config")


def _has_cluster(file: Path, arn: str) -> bool:
    data = _read(file, _text(_place(file)))
    return any(item["name"] == arn for item in _items(data, "clusters"))


def add_to_file(file: Path, connection: Connection) -> bool:
    """Put a cluster into a kubeconfig; return False if it was there. `EksgenError` if the file is broken."""
    real = _place(file)
    before = _text(real)
    if (after := _with_cluster(file, before, connection)) == before:
        return False
    root = next(folder for folder in real.parents if folder.is_dir())
    if root != real.parent:
        make_folder(root, real.parent)
    with locked(file, real):
        if (text := _text(real)) != before:
            after = _with_cluster(file, text, connection)
        write_file(root, real, after.encode())
    return True


def contexts_with_user(file: Path, connection: Connection) -> tuple[str, ...]:
    """Return the other contexts of a kubeconfig whose user this connection would change, sorted."""
    data = _read(file, _text(_place(file)))
    wanted = entry(connection)["users"]
    if all(user == wanted for user in _items(data, "users") if user["name"] == connection.user):
        return ()
    return tuple(sorted(_names_of_contexts(data, connection)))


def _names_of_contexts(data: Mapping[str, object], connection: Connection) -> Iterator[str]:
    for item in _items(data, "contexts"):
        context = item.get("context")
        user = context.get("user") if isinstance(context, dict) else None
        if user == connection.user and item["name"] != connection.context:
            yield item["name"]


def _items(data: Mapping[str, object], key: str) -> list[dict[str, Any]]:
    items = data.get(key)
    return items if isinstance(items, list) else []


def _place(file: Path) -> Path:
    """Return the file with its links followed: those of a checkout lead nowhere else."""
    refuse_special(file)
    if (repository_of(str(file)) / ".git").exists():
        return locate_file(str(file))[1]
    return Path(os.path.realpath(file))


def _text(file: Path) -> str:
    data = read_below(file.parent, file) or b""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise _broken(file, "it is not UTF-8") from None


def _read(file: Path, text: str) -> dict[str, object]:
    try:
        return read_kubeconfig(text)
    except NotMergeable as error:
        raise _broken(file, str(error)) from None


def _refuse_other_cluster(file: Path, data: Mapping[str, object], connection: Connection) -> None:
    for item in _items(data, "contexts"):
        context = item.get("context")
        cluster = context.get("cluster") if isinstance(context, dict) else None
        if item["name"] == connection.context and cluster != connection.arn:
            raise EksgenError(
                f"{shown_name(str(file))} has a context of this name for another cluster",
                code="context-taken",
                notes=(f"the context is for {shown_name(str(cluster))}",),
                helps=("choose another name with --alias, or another file with --file",),
            )


def _broken(file: Path, why: str) -> EksgenError:
    return EksgenError(
        f"the kubeconfig {shown_name(str(file))} cannot be changed",
        code="broken-kubeconfig",
        notes=(why, "nothing was written"),
        helps=("repair the file, choose another with --file, or print the entry with --print",),
    )


def _with_cluster(file: Path, text: str, connection: Connection) -> str:
    _refuse_other_cluster(file, _read(file, text), connection)
    try:
        return merged(text, entry(connection))
    except NotMergeable as error:
        raise _broken(file, str(error)) from None
