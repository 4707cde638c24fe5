from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from eksgen.engine.terraform.doctor import Check
from eksgen.report.human.doctor import draw_checks
from eksgen.report.terminal import Style

EXPECTED = Path(__file__).parent / "expected"
Golden = Callable[[Path, str], None]


def test_a_check_shows_what_was_found_and_what_to_do(golden: Golden) -> None:
    checks = (
        Check("Python", True, "3.11.9"),
        Check("Terraform", False, "no Terraform found; looked on PATH " + "and elsewhere " * 8, "install it"),
        Check("sandbox", None, "not installed: moto", "install it with `pip install 'eksgen[sandbox]'`"),
        Check(
            "state", False, "it is\x1b[31m no state", "copy it: cp " + "long/" * 20 + " b\nor move it: mv a b"
        ),
    )
    golden(EXPECTED / "doctor.txt", draw_checks(checks, Style(width=80)))
