"""Standard streams that are closed, full, or no file: never a traceback, and an error where output is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.eksgen_process import AT_DAY

HERE = Path(__file__).parent
SPEC = (HERE.parents[1] / "examples" / "quickstart.yaml").read_text("utf-8")
VERBS = {
    "--version": 0,
    "--help": 0,
    "validate a.yaml": 0,
    "validate --format json a.yaml": 0,
    "validate --show-resolved a.yaml": 0,
    "fmt --diff b.yaml": 3,
    "fmt --check b.yaml": 3,
    "fmt - <b.yaml": 0,
    "capacity a.yaml": 0,
    "iam a.yaml": 0,
    "diff a.yaml b.yaml": 3,
    "compile a.yaml -o out": 0,
    "explain": 0,
    "explain plain-disk": 0,
    "schema": 0,
}
"""Verbs without Terraform, and their exit code if all is well."""


def shell(folder: Path, line: str) -> tuple[int, str, str]:
    """Run a line of bash, in which `eksgen` is the command line."""
    script = f'eksgen() {{ exec "{sys.executable}" -P "{AT_DAY}" "$@"; }}\n{line}'
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False, timeout=60,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1790899200"}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(SPEC)
    (tmp_path / "b.yaml").write_text(SPEC.replace("web: {}", "web:   {disk: {encrypted: false}}"))
    return tmp_path


@pytest.mark.parametrize("verb", VERBS)
def test_output_that_cannot_be_written_is_an_error(folder: Path, verb: str) -> None:
    code, _, err = shell(folder, f"eksgen {verb} >/dev/full")
    assert code == 1
    assert "error[machine]: No space left on device" in err


@pytest.mark.parametrize(
    "verb",
    [
        "validate wrong.yaml",
        "validate --format json wrong.yaml",
        "validate --format junit wrong.yaml",
        "validate --show-resolved c.yaml",
        "access c.yaml",
        "access --format json c.yaml",
        "access --format markdown c.yaml",
        "diff --format json a.yaml c.yaml",
        "graph c.yaml",
    ],
)
def test_a_locale_without_the_characters_of_a_spec_is_no_error(folder: Path, verb: str) -> None:
    rule = "rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]"
    rbac = (
        f"  rbac:\n    roles: {{r: {{{rule}}}}}\n    bindings: {{b: {{role: r, users: ['x ::error::1']}}}}\n"
    )
    spec = SPEC.replace("access:\n", f"access:\n{rbac}")
    spec = spec.replace("region: us-west-2", "region: us-west-2\n  tags: {测试: 值}  # \U0001f600")
    (folder / "c.yaml").write_text(spec)
    (folder / "wrong.yaml").write_text(spec.replace("测试: 值", "测试: [\U0001f600]"))
    code, out, err = shell(folder, f"LC_ALL=C PYTHONIOENCODING=ascii eksgen {verb}")
    assert code == (1 if "wrong" in verb else 3 if "diff" in verb else 0), err
    assert "error[internal]" not in err
    assert out.isascii()
    if "json" in verb:
        json.loads(out)


@pytest.mark.parametrize("verb", ["--version", "validate a.yaml", "fmt - <b.yaml"])
@pytest.mark.parametrize("closed", [">&-", "2>&-"])
def test_closed_streams_are_no_error(folder: Path, verb: str, closed: str) -> None:
    assert shell(folder, f"eksgen {verb} {closed}")[0] == VERBS[verb]


@pytest.mark.parametrize(
    "line",
    [
        "eksgen validate <(cat a.yaml)",
        "cat a.yaml | eksgen validate /dev/stdin",
        "eksgen diff a.yaml <(cat b.yaml)",
    ],
)
def test_streams_of_the_shell_are_refused_with_what_to_type(folder: Path, line: str) -> None:
    code, _, err = shell(folder, line)
    assert code == 1
    assert "error[not-a-file]: /dev/" in err
    assert "pass `-` to read standard input" in err


@pytest.mark.parametrize("verb", ["validate", "fmt --check", "capacity", "compile -o out", "diff a.yaml"])
def test_a_named_pipe_without_a_writer_is_refused_at_once(folder: Path, verb: str) -> None:
    os.mkfifo(folder / "pipe.yaml")
    code, _, err = shell(folder, f"eksgen {verb} pipe.yaml")
    assert code == 1
    assert "pipe.yaml is a named pipe, not a regular file" in err


@pytest.mark.parametrize("verb", ["validate -", "capacity -", "compile - -o out", "diff - a.yaml"])
def test_a_dash_reads_standard_input(folder: Path, verb: str) -> None:
    assert shell(folder, f"cat a.yaml | eksgen {verb}")[0] == 0
