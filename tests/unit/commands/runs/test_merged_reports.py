"""`eksgen report merge`: the reports of many jobs are the report of one run."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from eksgen.commands.inputs.shards import Shard
from eksgen.commands.outputs.results import ReportTarget
from eksgen.commands.report import merge
from eksgen.compiler.errors import EksgenError
from eksgen.engine.errors.exceptions import StateLocked
from eksgen.engine.terraform.events import OnEvent
from eksgen.engine.workdir.workspace import Workspace
from eksgen.report.fleet import SpecOutcome
from eksgen.report.formats import FORMATS, draw_runs
from eksgen.report.terminal import Style

from .conftest import QUICK, Fleet

NAMES = "abc"


def work(name: str, _workspace: Workspace, _on_event: OnEvent) -> int:
    """Fails on one spec, has differences in another."""
    if name == "a":
        raise StateLocked("the state is locked", code="state-locked", notes=("since today",))
    return "abc".index(name) - 1


def merged(files: list[str], folder: Path) -> tuple[int, dict[str, str]]:
    """The code, and the report in every format."""
    code = merge(files, "human", [ReportTarget(name, folder / f"merged.{name}") for name in FORMATS])
    return code, {name: (folder / f"merged.{name}").read_text("utf-8") for name in FORMATS}


def of_one_run(folder: Path) -> dict[str, str]:
    return {name: (folder / f"all.{name}").read_text("utf-8") for name in FORMATS}


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("total", [1, 2, 3, 7])
def test_merged_shards_are_the_report_of_one_run_in_every_format(
    fleet: Fleet, tmp_path: Path, broken: bool, total: int
) -> None:
    if broken:
        (tmp_path / "clusters" / "b.yaml").write_text(QUICK + "nodeGroop: {}\n")
    code, *_ = fleet(work, reports=FORMATS)
    files = []
    for number in range(1, total + 1):
        _, out, err = fleet(work, format="json", shard=Shard(number, total))
        assert f"shard {number}/{total}: {len(json.loads(out)['specs'])} of 3 specs\n" in err
        files.append(str(tmp_path / f"{number}.json"))
        Path(files[-1]).write_text(out)
    for order in list(permutations(files))[:6]:
        assert merged(list(order), tmp_path) == (code, of_one_run(tmp_path))


def test_merged_reports_of_single_specs_are_the_report_of_one_run(fleet: Fleet, tmp_path: Path) -> None:
    for number, name in enumerate(NAMES):
        network = f"network: {{cidr: 10.{number}.0.0/16}}\n"
        (tmp_path / "clusters" / f"{name}.yaml").write_text(QUICK.replace("quickstart", name) + network)
    code, *_ = fleet(work, reports=FORMATS)
    expected = of_one_run(tmp_path)
    for name in NAMES:
        try:
            fleet(work, files=f"clusters/{name}.yaml", reports=["json"])
        except StateLocked:
            assert name == "a"
        (tmp_path / "all.json").rename(tmp_path / f"{name}.json")
    assert merged([str(tmp_path / "?.json")], tmp_path) == (code, expected)


def test_an_empty_shard_is_fine_and_has_a_report(fleet: Fleet, tmp_path: Path) -> None:
    for format in FORMATS:
        code, _, err = fleet(work, format=format, files="clusters/c.yaml", shard=Shard(1, 2))
        other, *_ = fleet(work, format=format, files="clusters/c.yaml", shard=Shard(2, 2))
        assert sorted((code, other)) == [0, 3]
    assert "of 1 spec\n" in err


def test_specs_of_other_shards_are_checked_too(fleet: Fleet, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / "clusters" / f"{name}.yaml").write_text(QUICK)
    found = {}
    for number in (1, 2, 3):
        _, out, _ = fleet(work, format="json", shard=Shard(number, 3))
        for spec in json.loads(out)["specs"]:
            found[spec["spec"]] = {finding["code"] for finding in spec["findings"]}
    assert found["clusters/a.yaml"] >= {"shared-cluster-name"}
    assert found["clusters/b.yaml"] >= {"shared-cluster-name"}
    assert "shared-cluster-name" not in found["clusters/c.yaml"]


def outcome(name: str, code: int = 3, **more: Any) -> SpecOutcome:
    return SpecOutcome(name, code, "1 to change", **more)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Write a JSON report, with some of its keys replaced."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, *outcomes: SpecOutcome, verb: str = "plan", **keys: Any) -> str:
        raw = json.loads(draw_runs("json", verb, outcomes, Style()))
        Path(name).write_text(json.dumps(raw | keys))
        return name

    return write


@pytest.mark.parametrize(
    ("codes", "worst"),
    [((0, 3, 4), 4), ((0, 3), 3), ((0, 0), 0), ((4, 5), 5), ((3, 4, 5, 1), 1), ((1, 130), 130)],
)
def test_the_worst_code_of_all_wins(write: Callable[..., str], codes: tuple[int, ...], worst: int) -> None:
    files = [write(f"{number}.json", outcome(f"{number}.yaml", code)) for number, code in enumerate(codes)]
    assert merge(files, "human", ()) == worst
    assert merge(files[::-1], "human", ()) == worst


def refused(*files: str) -> EksgenError:
    with pytest.raises(EksgenError) as caught:
        merge(files, "human", ())
    return caught.value


def test_a_spec_in_two_reports_is_refused(write: Callable[..., str]) -> None:
    files = [write("new.json", outcome("a.yaml")), write("old.json", outcome("a.yaml"))]
    for order in (files, files[::-1]):
        error = refused(*order)
        assert error.message == "two reports have a.yaml"
        assert error.notes == ("new.json and old.json; nothing says which is newer",)


def test_reports_of_two_verbs_are_refused(write: Callable[..., str]) -> None:
    error = refused(write("p.json", outcome("a.yaml")), write("d.json", outcome("b.yaml"), verb="drift"))
    assert error.notes == ("d.json is of `eksgen drift`", "p.json is of `eksgen plan`")


def test_a_shard_without_a_report_is_an_error_of_its_specs(
    write: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    shard = {"number": 2, "total": 3, "specs": ["a.yaml", "b.yaml", "c.yaml"]}
    files = [write("2.json", outcome("b.yaml"), shard=shard)]
    assert merge(files, "human", ()) == 1
    out = capsys.readouterr().out
    assert out.count("error[not-reported]: no report has this spec") == 2
    assert "there is no report of shard 1/3, 3/3" in out
    assert out.endswith("3 specs: 3 failed\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not valid JSON"),
        ("[]", "it is not a JSON object"),
        ("[" * 100_000, "it is not valid JSON"),
        ("{}", "without a kind"),
        ('{"kind": "findings", "version": 1}', "is of kind findings, not of plan or drift"),
        ('{"kind": "apply", "version": 1}', "is of kind apply"),
        ('{"kind": "\\u001b[31m\\n::add-mask::x", "version": 1}', "is of kind"),
        ('{"kind": "fleet", "version": 2}', "this eksgen reads version 1"),
        ('{"kind": "fleet", "version": true}', "this eksgen reads version 1"),
        ('{"kind": "fleet", "version": 1}', "verb or specs are missing"),
        ('{"kind": "plan", "version": 1}', "an older eksgen wrote it"),
        ('{"kind": "fleet", "version": 1, "verb": "plan", "specs": [3]}', "specs[0] is not an object"),
        ('{"kind": "fleet", "version": 1, "verb": "plan", "specs": [{"spec": "a"}]}', "specs[0].summary"),
    ],
)
def test_what_is_no_report_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.json").write_text(text)
    error = refused("x.json")
    assert error.code == "not-mergeable"
    assert said in " ".join((error.message, *error.notes))
    assert error.message.startswith("x.json ")
    assert error.message.isprintable()


def test_files_that_are_not_there_or_too_large_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[..., str]
) -> None:
    assert refused("none.json").code == "no-such-file"
    assert refused("*.nothing").code == "no-such-file"
    with Path("huge.json").open("wb") as stream:
        stream.truncate(65 * 1024 * 1024)
    assert refused("huge.json").code == "file-too-large"
    monkeypatch.setattr("eksgen.commands.report.MAX_MERGED_BYTES", 100)
    assert refused(write("a.json", outcome("a.yaml"))).code == "not-mergeable"
