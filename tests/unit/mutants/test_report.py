"""The report counts by file and shows each survivor, and the baseline gives each file its seconds."""

from __future__ import annotations

from ...mutants.baseline import seconds_by_file, timeout
from ...mutants.mutation import Mutation
from ...mutants.report import Result, draw

KILLED = Result(Mutation("a.py", 4, 5, "2", "off by one", "`1` is now `2`"), b"x = 1\n", True, False, 3)
EXPECTED = """\
| file | mutants | killed | survived | killed % |
|------|---------|--------|----------|----------|
| a.py |       1 |      1 |        0 |      100 |
| b.py |       1 |      0 |        1 |        0 |
| all  |       2 |      1 |        1 |       50 |

1 of 2 mutants survived.

b.py:3: off by one: `1` is now `2` (3 test files passed)
    - x = y[1]
    + x = y[2]
"""


def test_a_report() -> None:
    source = b"import a\n\nx = y[1]\n"
    survivor = Result(
        Mutation("b.py", source.index(b"1"), source.index(b"]"), "2", "off by one", "`1` is now `2`"),
        source, False, False, 3,
    )  # fmt: skip
    assert draw([KILLED, survivor]) == EXPECTED


def test_seconds_of_a_file_are_those_of_its_functions_and_classes() -> None:
    report = (
        '<testsuites><testsuite><testcase classname="tests.unit.test_a" time="1.5"/>'
        '<testcase classname="tests.unit.test_a.TestB" time="2"/></testsuite></testsuites>'
    )
    seconds = seconds_by_file(report, ["tests/unit/test_a.py", "tests/unit/test_c.py"])
    assert seconds == {"tests/unit/test_a.py": 3.5, "tests/unit/test_c.py": 0}
    assert timeout(["tests/unit/test_a.py"], seconds) == 77.5
