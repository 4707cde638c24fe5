"""The command line with a fake Terraform whose behavior a test chooses."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.eksgen_process import start_eksgen

HERE = Path(__file__).parent
SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.34"}
access: {admins: [arn:aws:iam::111122223333:role/Admin]}
nodeGroups: {web: {}}
"""


@dataclass
class Project:
    """A folder with a spec, and its own home and folder for temporary files."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, *arguments: str, fake: str = "", **options: Any) -> subprocess.Popen[str]:
        settings = {
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "stdin": subprocess.DEVNULL,
            **options,
        }
        return start_eksgen(
            arguments, {**self.environment, "FAKE": fake}, cwd=self.folder / "work", **settings
        )

    def run(self, *arguments: str, fake: str = "", **options: Any) -> tuple[int, str, str]:
        with self.start(*arguments, fake=fake, **options) as process:
            out, err = process.communicate(timeout=60)
        assert "Traceback" not in (err or ""), err
        return process.returncode, out or "", err or ""

    def files(self) -> dict[str, Path]:
        return {str(f.relative_to(self.folder)): f for f in self.folder.rglob("*") if f.is_file()}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name in ("work", "tmp", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "work" / "cluster.yaml").write_text(SPEC)
    fake = tmp_path / "terraform"
    fake.write_text(f"#!{sys.executable}\n{(HERE / 'fake_terraform.py').read_text()}")
    fake.chmod(0o755)
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp"),
        "EKSGEN_TERRAFORM": str(fake), "SOURCE_DATE_EPOCH": "1790899200", "COLUMNS": "100",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }  # fmt: skip
    return Project(tmp_path, environment)
