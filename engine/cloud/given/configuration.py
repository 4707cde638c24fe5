"""Compare the configuration that a run planned with what the spec compiles to, file by file.

The configuration of a run is an archive of anybody: it is read in memory, with bounds, and nothing of it is
written or run.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator, Mapping

from ....compiler.errors import EksgenError
from ....compiler.plural import plural
from ...paths import LOCK_FILE
from ..client.api import Api, path_of
from ..client.json_api import shown
from ..client.refusals import ApiError
from ..documents import Workspace

_MAX_ARCHIVE = 64 << 20
_MAX_UNPACKED = 256 << 20
_MAX_FILES = 100_000
_NAMED = 5
_TOP_MODULE = (".tf", ".tf.json")
_BROKEN = (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, RecursionError)


def differences(api: Api, workspace: Workspace, configuration: str, compiled: Mapping[str, bytes]) -> str:
    """Return in words how the configuration of a run differs from these files, "" if it does not.

    Or why that is not known: HCP no longer has the configuration, or does not show it to this token.
    """
    try:
        data = api.download(path_of("configuration-versions", configuration, "download"), _MAX_ARCHIVE)
    except ApiError as error:
        if error.status not in (403, 404, 410):
            raise
        return "its configuration cannot be read any more, or not with this token"
    if data is None:
        return "its configuration cannot be read yet"
    folder = workspace.working_directory
    try:
        found = dict(_files(data, f"{folder}/" if folder else "", compiled))
    except EksgenError as error:
        return error.message
    except _BROKEN:
        return "its configuration is not an archive that can be read"
    return _in_words(found, compiled, folder)


def _in_words(found: Mapping[str, bytes | None], compiled: Mapping[str, bytes], folder: str) -> str:
    where = f" in {shown(folder)}" if folder else ""
    if not found:
        return f"its configuration has none of the compiled files{where}"
    other = [name for name in sorted({*found, *compiled}) if _differs(name, found, compiled)]
    if not other:
        return ""
    named = ", ".join(shown(name, 60) for name in other[:_NAMED])
    more = f" and {len(other) - _NAMED} more" if len(other) > _NAMED else ""
    return f"its configuration differs{where} in {plural(len(other), 'file')}: {named}{more}"


def _differs(name: str, found: Mapping[str, bytes | None], compiled: Mapping[str, bytes]) -> bool:
    if (name in found) != (name in compiled):
        return name != LOCK_FILE  # init may have written it on one side alone
    return found[name] is None or found[name] != compiled[name]


def _files(data: bytes, top: str, compiled: Mapping[str, bytes]) -> Iterator[tuple[str, bytes | None]]:
    """Yield what an archive has of the compiled files, and what else Terraform would read beside them.

    None stands for a content that is not read, because it is no plain file or has another size.
    """
    with tarfile.open(fileobj=_Unpacked(data), mode="r|") as archive:
        for number, member in enumerate(archive):
            if number >= _MAX_FILES:
                raise _too_large()
            name = member.name.removeprefix("./")
            if member.isdir() or not name.startswith(top):
                continue
            name = name.removeprefix(top)
            if name in compiled:
                same_size = member.isfile() and member.size == len(compiled[name])
                content = archive.extractfile(member) if same_size else None
                yield name, content.read() if content else None
            elif "/" not in name and name.endswith(_TOP_MODULE):
                yield name, None


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
