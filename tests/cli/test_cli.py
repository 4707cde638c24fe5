"""What a person sees: one text file a case, with arguments, exit code, standard output and standard error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.eksgen_process import run_eksgen

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*.txt"))


def run(folder: Path, arguments: list[str]) -> str:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "TF_", "EKSGEN_"))
    }
    environment |= {"COLUMNS": "100", "EKSGEN_TERRAFORM": str(folder / "no-such-terraform")}
    environment["SOURCE_DATE_EPOCH"] = (
        "1790899200"  # 2026-10-02: the support calendar moves on, these texts do not
    )
    done = run_eksgen(arguments, environment, cwd=folder, timeout=60)
    command = " ".join(["eksgen", *arguments])
    return (
        f"$ {command}\n[exit {done.returncode}]\n--- stdout\n{done.stdout}--- stderr\n{done.stderr}".replace(
            str(folder), "DIR"
        )
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_command_says_what_it_should(
    case: Path, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    shutil.copytree(HERE / "files", tmp_path, dirs_exist_ok=True)
    first = case.read_text(encoding="utf-8").split("\n", 1)[0]
    text = run(tmp_path, first.removeprefix("$ eksgen").split())
    assert "Traceback" not in text
    golden(case, text)


@pytest.mark.parametrize("group", [[], ["sandbox"], ["cloud"], ["report"]], ids=lambda group: "".join(group))
def test_a_list_of_commands_cuts_no_sentence(group: list[str], tmp_path: Path) -> None:
    listed = run(tmp_path, [*group, "--help"]).split("Commands:")[1]
    assert "..." not in listed
