"""The reports of several specs, and of a run that failed, in every format."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

import jsonschema
import pytest

from eksgen.compiler.errors import SpecRefused
from eksgen.engine.errors.exceptions import StateLocked

from .conftest import QUICK, ROOT, Fleet, failing_on_a


@pytest.mark.parametrize(
    "error", [StateLocked("the state is locked", code="state-locked"), OSError(28, "full")]
)
def test_one_spec_that_fails_writes_every_report_and_its_annotations(
    fleet: Fleet, tmp_path: Path, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    def fail(*_: object) -> int:
        raise error

    formats = ["human", "json", "markdown", "sarif", "github", "junit", "html"]
    with pytest.raises(type(error)):
        fleet(fail, files="clusters/a.yaml", reports=formats, format="github")
    said = "the state is locked" if isinstance(error, StateLocked) else "full"
    assert [name for name in formats if said not in (tmp_path / f"all.{name}").read_text("utf-8")] == []
    assert capsys.readouterr().out.startswith("::error file=clusters/a.yaml,line=1")


def test_one_spec_with_errors_writes_its_findings(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "clusters" / "a.yaml").write_text(QUICK + "nodeGroop: {}\n")
    with pytest.raises(SpecRefused):
        fleet(lambda *_: 0, files="clusters/a.yaml", reports=["sarif", "junit"])
    for name in ("sarif", "junit"):
        assert "nodeGroop" in (tmp_path / f"all.{name}").read_text("utf-8")


def test_the_document_has_an_entry_a_spec(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "clusters" / "b.yaml").write_text(QUICK + "nodeGroop: {}\n")
    code, out, _ = fleet(lambda name, *_: 0 if name == "a" else 2, format="json")
    document = json.loads(out)
    schema = json.loads((ROOT / "report" / "schemas" / "fleet.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)
    assert code == 1
    results = [(one["spec"], one["code"], one["result"] or {}) for one in document["specs"]]
    assert [(spec, code, result.get("number")) for spec, code, result in results] == [
        ("clusters/a.yaml", 0, 0),
        ("clusters/b.yaml", 1, None),
        ("clusters/c.yaml", 3, 2),
    ]
    assert [finding["code"] for finding in document["specs"][1]["findings"]] == ["unknown-field"]


def test_a_comment_folds_each_report(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "clusters" / "b.yaml").write_text(QUICK + "nodeGroop: {}\n")
    _, out, _ = fleet(lambda *_: 7, format="markdown")
    assert "| `clusters/b.yaml` |  | failed | `failed: the spec has errors` |" in out
    assert out.count("<details>") == 3
    assert "**7 to change**" in out
    assert out.index("error[unknown-field]") < out.index("**7 to change**"), (
        "failures come first in a comment"
    )


def test_one_run_gives_reports_in_further_formats(fleet: Fleet, tmp_path: Path) -> None:
    _, out, _ = fleet(failing_on_a, reports=("json", "markdown"))
    assert out.endswith("3 specs: 2 with changes, 1 failed\n")
    for name in ("json", "markdown"):
        assert (tmp_path / f"all.{name}").read_text("utf-8") == fleet(failing_on_a, format=name)[1]


def test_one_html_file_has_a_table_of_all_and_the_page_of_each(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "clusters" / "b.yaml").write_text(QUICK + "nodeGroop: {}\n")
    _, out, _ = fleet(lambda name, *_: "abc".index(name) + 1, format="html")
    root = fromstring(re.sub(r"<!DOCTYPE html>|<meta [^>]*>", "", out).replace(" open>", ">"))
    assert root.findtext(".//p[@class='sum']") == "3 specs: 2 with changes, 1 failed"
    assert [row.findtext("td/code") for row in root.iter("tr")][1:] == [f"clusters/{n}.yaml" for n in "bac"]
    assert out.count('<details class="spec" open>') == 1
    failed, *done = root.findall(".//details[@class='spec']")
    assert "error[unknown-field]" in str(failed.findtext("pre"))
    assert [one.findtext("p") for one in done] == ["1 to change", "3 to change"]


def test_findings_of_all_specs_are_one_run_of_sarif(fleet: Fleet, tmp_path: Path) -> None:
    (tmp_path / "clusters" / "b.yaml").write_text(QUICK + "nodeGroop: {}\n")
    _, out, _ = fleet(failing_on_a, format="sarif")
    (run,) = json.loads(out)["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["overlapping-networks", "plan/update", "state-locked", "unknown-field"]
    assert [rules[result["ruleIndex"]] for result in run["results"]][:3] == [
        "state-locked",
        "unknown-field",
        "plan/update",
    ]


def test_annotations_of_all_specs_begin_with_failures(
    fleet: Fleet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    _, out, _ = fleet(failing_on_a, format="github")
    kinds = [line.split(" ")[0] for line in out.splitlines()]
    assert kinds[:3] == ["::error", "::notice", "::notice"]
    assert set(kinds[3:]) == {"::warning"}, "what the specs are warned of comes last"
    assert "file=clusters/a.yaml,line=1" in out.splitlines()[0]
    assert (tmp_path / "summary").read_text().count("<details>") == 3


def test_suites_of_all_specs_are_one_document(fleet: Fleet) -> None:
    _, out, _ = fleet(failing_on_a, format="junit")
    root = fromstring(out)
    assert [suite.get("name") for suite in root] == [
        "clusters/a.yaml",
        "plan b (b)",
        "plan c (c)",
        "warnings",
    ]
    assert [suite.get("failures") for suite in root] == ["1", "0", "0", "0"]
