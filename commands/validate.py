"""`eksgen validate`: is this a spec that can be compiled?"""

from __future__ import annotations

import sys

from .spec import SpecRefused, checked


def validate(files: list[str]) -> int:
    """Check every file; 1 if any has errors."""
    failed = False
    for file in files:
        try:
            result = checked(file)
        except SpecRefused:
            failed = True
            continue
        name = result.spec.metadata.name if result.spec else ""
        sys.stdout.write(f"{file}: cluster {name} is fine\n")
    return 1 if failed else 0
