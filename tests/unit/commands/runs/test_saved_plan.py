"""What is checked of a saved plan before any cloud is asked."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest

from eksgen import __version__
from eksgen.commands.runs.saved_plan import plan_context


def test_the_context_names_files_relative_to_the_spec(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "clusters").mkdir()
    (tmp_path / "clusters" / "prod.yaml").write_text("a")
    (tmp_path / "base.yaml").write_text("b")
    monkeypatch.chdir(tmp_path)
    found = plan_context("./clusters/prod.yaml", ["clusters/prod.yaml", "base.yaml"], "1111", "eu-west-1")
    assert (found.spec, found.account, found.region) == ("clusters/prod.yaml", "1111", "eu-west-1")
    assert __version__ in [getattr(found, name) for name in found.__slots__]
    assert list(found.files) == ["../base.yaml", "prod.yaml"]
    assert hashlib.sha256(b"a").hexdigest() in found.files["prod.yaml"]
    assert found.files["prod.yaml"] != found.files["../base.yaml"]
    assert found.commit is None


def test_the_context_names_the_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "--quiet"], [*identity, "commit", "--quiet", "--allow-empty", "-m", "one"]):
        subprocess.run(["git", *arguments], check=True)
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    (tmp_path / "cluster.yaml").write_text("a")
    assert plan_context("cluster.yaml", ["cluster.yaml"], None, "eu-west-1").commit == head
