"""Whatever a spec makes eksgen print, GitHub finds no command in it but annotations."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eksgen.commands.outputs.workflow_log import LogStream, guard_log

PIECES = [
    "::", ":", "##[", "#", "[", "]", " ", "\t", "\xa0", "\n", "\r", "stop-commands", "add-mask", "error", "warning file=",
    "error file=a", "::stop-commands::x", "##[add-matcher]x", "::: other.yaml:1", "x",
]  # fmt: skip
SPEC = "metadata: {oops: 1} # ##[stop-commands]x\n"


def commands_in(text: str) -> list[str]:
    """Return the names of the commands that the runner finds in a log."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        first = re.match(r"\s*::([\w-]+)(?: [^:]*(?::[^:]+)*)?::", line)
        later = re.search(r"##\[([\w-]+)[^\]]*\]", line)
        found += [match.group(1) for match in (first, later) if match]
    return found


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_text_becomes_a_command(text: str) -> None:
    shown = io.StringIO()
    LogStream(shown).write(text)
    assert set(commands_in(shown.getvalue())) <= {"error", "warning"}


@pytest.mark.parametrize(
    "text",
    [
        "::error file=a.yaml,line=1::wrong\n",
        "   ::: other.yaml:1:2\n",
        "a::b ## [c]\n",
        "# # x\n",
        "1::2\n\n",
    ],
)
def test_annotations_and_other_texts_stay_as_they_are(text: str) -> None:
    shown = io.StringIO()
    LogStream(shown).writelines([text])
    assert shown.getvalue() == text


def test_a_stream_that_is_a_file_is_written_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "out").open("w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        guard_log({"GITHUB_ACTIONS": "true"})
        assert sys.stdout is stream


@pytest.mark.parametrize("format", ["human", "concise", "github", "json"])
def test_a_comment_of_a_spec_cannot_stop_the_annotations(format: str, tmp_path: Path) -> None:
    (tmp_path / "::stop-commands::x.yaml").write_text(SPEC)
    command = [sys.executable, "-m", "eksgen", "validate", "--format", format, "::stop-commands::x.yaml"]
    environment = {**os.environ, "GITHUB_ACTIONS": "true"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert set(commands_in(done.stdout + done.stderr)) <= {"error"}
