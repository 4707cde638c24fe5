"""Compare the configuration of a run with the files that would be uploaded from here, file by file.

The configuration of a run is an archive of anybody, and HCP may have packed it again: its files are compared,
not its bytes. It is read in memory, with bounds, and nothing of it is written or run.
"""

from __future__ import annotations

import gzip
import io
import posixpath
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ....compiler.errors import EksgenError
from ....compiler.plural import plural
from ...paths import LOCK_FILE
from ..client.api import Api, path_of
from ..client.json_api import shown
from ..client.refusals import ApiError

_MAX_ARCHIVE = 64 << 20
_MAX_UNPACKED = 256 << 20
_MAX_FILES = 100_000
_NAMED = 5
_READ_IN_MODULES = (".tf", ".tf.json")
_READ_AT_TOP = (".auto.tfvars", ".auto.tfvars.json", "terraform.tfvars", "terraform.tfvars.json", LOCK_FILE)
_BROKEN = (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, RecursionError)


def read_configuration(api: Api, configuration: str) -> bytes | None:
    """Return the archive of a configuration; None if HCP no longer has it, or not for this token."""
    try:
        return api.download(path_of("configuration-versions", configuration, "download"), _MAX_ARCHIVE)
    except ApiError as error:
        if error.status not in (403, 404, 410):
            raise
        return None


def difference(data: bytes, folder: str, wanted: Mapping[str, bytes], *, exact: bool) -> str:
    """Return in words how an archive differs from these files in a folder of it; "" if it does not.

    Unless it must be `exact`, a lock file may be on one side alone: an init may have written it there.
    """
    try:
        found = dict(_files(data, folder, {f"{folder}{name}": content for name, content in wanted.items()}))
    except EksgenError as error:
        return error.message
    except _BROKEN:
        return "its configuration is not an archive that can be read"
    found = {name.removeprefix(folder): content for name, content in found.items()}
    return _in_words(found, wanted, folder, "" if exact else LOCK_FILE)


def _in_words(
    found: Mapping[str, bytes | None], wanted: Mapping[str, bytes], folder: str, optional: str
) -> str:
    where = f" in {shown(folder.removesuffix('/'))}" if folder else ""
    if not found.keys() & wanted.keys():
        return f"its configuration has none of the compiled files{where}"
    other = [
        name
        for name in sorted({*found, *wanted})
        if (name != optional if (name in found) != (name in wanted) else found[name] != wanted[name])
    ]
    if not other:
        return ""
    named = ", ".join(shown(name, 60) for name in other[:_NAMED])
    more = f" and {len(other) - _NAMED} more" if len(other) > _NAMED else ""
    return f"its configuration differs{where} in {plural(len(other), 'file')}: {named}{more}"


def _files(data: bytes, top: str, wanted: Mapping[str, bytes]) -> Iterator[tuple[str, bytes | None]]:
    """Yield what an archive has of the wanted files, and what else Terraform would read beside them.

    None stands for a content that is not read, because it is no plain file or has another size.
    """
    modules = {name.rpartition("/")[0] for name in wanted} | {top.rstrip("/")}
    folders = {str(folder) for name in wanted for folder in PurePosixPath(name).parents}
    with tarfile.open(fileobj=_Unpacked(data), mode="r|") as archive:
        for number, member in enumerate(archive):
            if number >= _MAX_FILES:
                raise _too_large()
            name = posixpath.normpath(f"/{member.name}").lstrip("/")  # as it is unpacked
            if member.isdir():
                continue
            if name in wanted:
                same_size = member.isfile() and member.size == len(wanted[name])
                content = archive.extractfile(member) if same_size else None
                yield name, content.read() if content else None
            elif name in folders or _is_read(name, top, modules):  # a folder may be a link
                yield name, None


def _is_read(name: str, top: str, modules: set[str]) -> bool:
    """Return whether Terraform would read a file, by its name."""
    folder, _, file = name.rpartition("/")
    at_top = folder == top.rstrip("/") and file.endswith(_READ_AT_TOP)
    return at_top or (folder in modules and file.endswith(_READ_IN_MODULES))


class _Unpacked(gzip.GzipFile):
    """The bytes of a packed archive, as far as they are within the bound."""

    def __init__(self, data: bytes) -> None:
        super().__init__(fileobj=io.BytesIO(data))
        self._left = _MAX_UNPACKED

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self._left -= len(data)
        if self._left < 0:
            raise _too_large()
        return data


def _too_large() -> EksgenError:
    return EksgenError("its configuration is too large to compare", code="cloud-run")
