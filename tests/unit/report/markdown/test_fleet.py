"""Many specs in one comment."""

from __future__ import annotations

from eksgen.compiler.errors import EksgenError
from eksgen.engine.plan.result import RunSubject
from eksgen.report.fleet import SpecOutcome
from eksgen.report.markdown.fleet import fleet_markdown
from eksgen.report.markdown.text import LIMIT, utf16_units
from eksgen.report.page.page import ReportBlock, ReportPage, ReportPart, ReportRow
from eksgen.report.page.run_report import RunReport

RESERVE = 200
"""Space that is kept for a line that replaces a report."""
SUBJECT = RunSubject("demo", "eu-west-1", False, "Terraform 1.11.4", "5.100.0", "cluster.yaml")


def report(note: str = "") -> RunReport:
    rows = (ReportRow("~", ("x",), notes=((note,),)),) if note else ()
    page = ReportPage(
        "plan", SUBJECT, ("Plan",), "1 change", parts=(ReportPart("a", "A", (ReportBlock((), rows),)),)
    )
    return RunReport(page, {})


def test_a_table_of_all_and_then_failures_first() -> None:
    outcomes = (
        SpecOutcome("a|b.yaml", 3, "1 change", report()),
        SpecOutcome("<c>.yaml", 1, "failed | badly", error=EksgenError("no credentials")),
        SpecOutcome("d.yaml", 130, "stopped"),
    )
    text = fleet_markdown("plan", outcomes)
    digest = text.partition("digest=")[2][:12]
    assert text == (
        "<!-- eksgen plan of several specs -->\n"
        "### plan: 3 specs: 1 with differences, 1 failed, 1 stopped\n"
        "\n"
        "| spec | result |\n"
        "| --- | --- |\n"
        "| `a\\|b.yaml` | `1 change` |\n"
        "| `<c>.yaml` | `failed \\| badly` |\n"
        "| `d.yaml` | `stopped` |\n"
        "\n"
        "<details><summary>&lt;c&gt;.yaml</summary>\n"
        "\n"
        "```text\n"
        "error[error]: no credentials\n"
        "```\n"
        "\n"
        "</details>\n"
        "\n"
        "<details><summary>d.yaml</summary>\n"
        "\n"
        "```text\n"
        "stopped\n"
        "```\n"
        "\n"
        "</details>\n"
        "\n"
        "<details><summary>a|b.yaml</summary>\n"
        "\n"
        f"<!-- eksgen:plan cluster=demo region=eu-west-1 digest={digest} -->\n"
        "### Plan\n"
        "\n"
        "**1 change**\n"
        "\n"
        "</details>\n"
    )


def test_a_report_that_does_not_fit_is_replaced_by_a_line() -> None:
    def text(length: int) -> str:
        outcomes = [SpecOutcome(f"{name}.yaml", 3, "1 change", report("n" * 5900)) for name in "abcdefghij"]
        return fleet_markdown(
            "plan", [*outcomes, SpecOutcome("last.yaml", 3, "1 change", report("n" * length))]
        )

    fixed = utf16_units(text(1000)) - 1000
    most = LIMIT - RESERVE - 1 - fixed
    assert 1000 < most < 6000
    assert utf16_units(text(most)) == LIMIT - RESERVE - 1
    replaced = text(most + 1)
    assert replaced.endswith("\n`last.yaml` is too long for here: run eksgen plan on it alone.\n")
    assert utf16_units(replaced) <= LIMIT
