"""Names that no kubeconfig can have: streams, devices, pipes and folders."""

from __future__ import annotations

import os
from pathlib import Path

from ....compiler.errors import EksgenError
from ....compiler.files.descend import kind_of, open_folder
from ....compiler.files.names import shown_name
from ....compiler.files.reading import STREAMS


def refuse_special(file: Path) -> None:
    """Raise `EksgenError` for what cannot be replaced by a file: a stream, a device, a pipe, a folder."""
    if str(file) == "-" or os.path.abspath(file).startswith(STREAMS):  # noqa: PTH100  (keeps links)
        kind, help = "a stream", "print the entry with --print, or choose a file with --file"
    elif (kind := _kind(file)) not in ("", "a file"):
        help = "choose another file with --file, or print the entry with --print"
    else:
        return
    message = f"{shown_name(str(file))} is {kind}, not a kubeconfig"
    raise EksgenError(message, code="not-a-file", helps=(help,))


def _kind(file: Path) -> str:
    real = Path(os.path.realpath(file))
    try:
        with open_folder(real.parent) as folder:
            return kind_of(folder, real.name) if real.name else "a folder"
    except (FileNotFoundError, NotADirectoryError):
        return ""
