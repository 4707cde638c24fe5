"""`eksgen schema`: print the JSON Schema of the language, for editors."""

from __future__ import annotations

import sys
from pathlib import Path

from ..compiler.errors import EksgenError
from ..compiler.files.writing import replace_named
from ..schemas import SCHEMA


def schema(output: Path | None) -> int:
    """Print the schema, or write it to a file."""
    data = SCHEMA.read_bytes()
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return 0
    if not output.parent.is_dir():
        raise EksgenError(f"there is no folder {output.parent}", code="no-such-folder")
    replace_named(output, data)
    sys.stdout.write(f"{output}: written\n")
    return 0
