"""Many specs in one comment."""

from __future__ import annotations

import re

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.plan.result import RunSubject
from eksgen.report.fleet import SpecOutcome
from eksgen.report.markdown.fleet import fleet_markdown
from eksgen.report.markdown.text import LIMIT, utf16_units
from eksgen.report.page.page import ReportBlock, ReportPage, ReportPart, ReportRow, Tone
from eksgen.report.page.run_report import RunReport

SUBJECT = RunSubject(
    "demo", "eu-west-1", False, "Terraform 1.11.4", "5.100.0", "cluster.yaml", "111122223333"
)


def report(note: str = "", dangers: int = 0, level: str = "") -> RunReport:
    """A plan with a note, dangers, or a finding of a level."""
    changed = (ReportRow("~", ("x",), notes=((note,),), level=level),) if note else ()
    rows = tuple(ReportRow("!", (f"danger {number}",), Tone.DANGER) for number in range(dangers))
    parts = (
        ReportPart("dangers", "Look at these first", (ReportBlock((), rows),)),
        ReportPart("a", "A", (ReportBlock((), changed),)),
    )
    return RunReport(ReportPage("plan", SUBJECT, ("Plan",), "1 change", parts=parts), {})


def test_dangers_stand_first_then_failures_then_changes_and_the_rest_is_counted() -> None:
    outcomes = (
        SpecOutcome("a|b.yaml", 3, "1 change", report("n")),
        SpecOutcome("quiet.yaml", 0, "no changes", report()),
        SpecOutcome("<c>.yaml", 1, "failed | badly", error=EksgenError("no credentials")),
        SpecOutcome("d.yaml", 130, "stopped"),
        SpecOutcome("worst.yaml", 0, "5 to replace", report("n", dangers=5)),
    )
    text = fleet_markdown("plan", outcomes)
    assert text.startswith(
        "<!-- eksgen plan of several specs -->\n"
        "### plan: 5 specs: 1 dangerous, 1 with changes, 1 without changes, 1 failed, 1 stopped\n"
        "\n"
        "#### Look at these first\n"
        "\n"
        "- **`worst.yaml`** for cluster `demo` in `eu-west-1`, account `111122223333`\n"
        "  - `!` danger 0\n"
        "  - `!` danger 1\n"
        "  - `!` danger 2\n"
        "  - and 2 more\n"
        "\n"
        "| spec | dangers | result |\n"
        "| --- | --- | --- |\n"
        "| `worst.yaml` | **5** | `5 to replace` |\n"
        "| `<c>.yaml` | failed | `failed \\| badly` |\n"
        "| `d.yaml` | failed | `stopped` |\n"
        "| `a\\|b.yaml` |  | `1 change` |\n"
        "\n"
        "<details><summary>worst.yaml</summary>\n"
    )
    assert "quiet.yaml" not in text
    assert "<details><summary>&lt;c&gt;.yaml</summary>\n\n```text\nerror[error]: no credentials\n```" in text


def test_findings_of_the_highest_level_are_dangers_of_a_drift_report() -> None:
    outcomes = [SpecOutcome(f"{level}.yaml", 3, "1", report("n", level=level)) for level in ("low", "high")]
    before, _, table = fleet_markdown("drift", outcomes).partition("| spec |")
    assert "high.yaml" in before
    assert "low.yaml" not in before
    assert table.index("high.yaml") < table.index("low.yaml")


def test_nothing_to_look_at_is_one_line() -> None:
    outcomes = [SpecOutcome(f"{number}.yaml", 0, "no changes", report()) for number in range(212)]
    text = fleet_markdown("plan", outcomes)
    assert text == "<!-- eksgen plan of several specs -->\n### plan: 212 specs: 212 without changes\n"


def test_three_dangerous_clusters_of_forty_come_first_and_everything_fits() -> None:
    outcomes = [SpecOutcome(f"{number:02}.yaml", 3, "1 change", report("n" * 3000)) for number in range(40)]
    for number in (7, 21, 38):
        outcomes[number] = SpecOutcome(f"{number:02}.yaml", 3, "1 to replace", report("n", dangers=1))
    for given in (outcomes, outcomes[::-1]):
        text = fleet_markdown("plan", given)
        first = text.partition("| spec |")[0]
        assert sorted(re.findall(r"`(\d\d)\.yaml`", first)) == ["07", "21", "38"]
        assert set(re.findall(r"<summary>(\d\d)", text)[:3]) == {"07", "21", "38"}
        assert utf16_units(text) <= LIMIT
        assert text.splitlines()[0] == "<!-- eksgen plan of several specs -->", "its marker finds itself"


@pytest.mark.parametrize("count", [10, 500, 1000])
@pytest.mark.parametrize("dangers", [0, 1, 9])
def test_any_number_of_specs_fits(count: int, dangers: int) -> None:
    name = "clusters/a-rather-long-folder-name/of-a-team"
    outcomes = [
        SpecOutcome(f"{name}/{number}.yaml", 3, "12 to create, 3 to change", report("n" * 900, dangers))
        for number in range(count)
    ]
    text = fleet_markdown("plan", outcomes)
    assert utf16_units(text) <= LIMIT
    assert text.count("<details><summary>clusters") == text.count("\n</details>\n") > 0
    if count > 10:
        assert re.search(r"> and \d+ more specs with changes or failures\n", text)
        assert re.search(
            r"> \*\*Shortened\.\*\* \d+ reports left out for length: run `eksgen plan SPEC --full`", text
        )
