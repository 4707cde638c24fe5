"""The JSON tables of the catalog, each read once per process."""

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return the parsed table `name` (for example "regions/regions.json"); callers must not change it."""
    loaded: dict[str, Any] = json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return loaded
