"""`eksgen upgrade`: both files or neither, one minor version, and the rest of the spec byte for byte."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from eksgen.commands import upgrade as command
from eksgen.commands.inputs import clock
from eksgen.commands.runs import files_read
from eksgen.commands.runs.workdir import RunOptions
from eksgen.compiler.errors import EksgenError
from eksgen.compiler.pipeline import check_file
from eksgen.engine.runs import upgrade as story
from eksgen.engine.runs.update import Found
from eksgen.engine.versions.moves import update_lock
from eksgen.engine.versions.offers import Offers, Running
from eksgen.engine.versions.readiness import Insight

from ..engine.versions.test_moves import PROVIDER, offers
from .test_update import WHERE

TEXT = """# the cluster of the shop
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: a, region: us-west-2}
kubernetes:
    version: '1.35'   # raised by hand until now
access: {admins: ["arn:aws:iam::111122223333:role/a"]}
nodeGroups: {web: {}}
"""


class Aws:
    """What AWS answers; tests change it."""

    def __init__(self) -> None:
        self.running: Running | None = Running("1.35")
        self.insights: tuple[Insight, ...] = (Insight("fine", "PASSING", "ok"),)
        self.fits = True
        self.meanwhile: Callable[[], object] = lambda: None


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Aws:
    answers = Aws()

    @contextmanager
    def asking(*_: Any) -> Iterator[Any]:
        yield WHERE

    def find(_: Any, spec: Any, held: Any) -> Found:
        version = spec.kubernetes.version
        answers.meanwhile()
        one = offers(version) if answers.fits else Offers(version)
        one = Offers(version, one.addons, one.releases, answers.running)
        return Found(one, update_lock(spec, held, one, PROVIDER))

    monkeypatch.setattr(command, "asking_workspace", asking)
    monkeypatch.setattr(story, "find_update", find)
    monkeypatch.setattr(story, "ask_offered", lambda *_: True)
    monkeypatch.setattr(story, "ask_insights", lambda *_: (answers.insights, ()))
    return answers


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    file = tmp_path / "a.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def run(*, check: bool = False, force: bool = False, format: str = "human") -> int:
    return command.upgrade("a.yaml", RunOptions(format=format), check=check, force=force)


def blocked(**options: Any) -> EksgenError:
    with pytest.raises(EksgenError) as caught:
        run(**options)
    assert caught.value.code == "upgrade-blocked"
    return caught.value


def test_only_the_version_changes_and_the_lock_goes_with_it(spec: Path, aws: Aws) -> None:
    assert run() == 0
    assert spec.read_text("utf-8") == TEXT.replace("'1.35'", "'1.36'")
    lock = spec.with_suffix(".lock").read_text("utf-8")
    assert 'kubernetes: "1.36"' in lock
    assert "v1.36.1-eksbuild.1" in lock
    codes = {finding.code for finding in check_file("a.yaml", clock.today()).findings}
    assert not {"lock-version", "lock-stale", "addon-version", "image-release"} & codes


def test_the_report_names_the_place_and_the_steps_in_their_order(
    spec: Path, aws: Aws, capsys: pytest.CaptureFixture[str]
) -> None:
    run()
    text = capsys.readouterr().out
    steps = [
        "1. the control plane",
        "2. add-ons that nodes need: kube-proxy",
        "3. node groups",
        "4. the other",
    ]
    places = [text.index(step) for step in steps]
    assert places == sorted(places)
    assert "a.yaml:6:14 and a.lock are written" in text


def test_a_check_writes_nothing_and_returns_3_if_the_step_is_possible(spec: Path, aws: Aws) -> None:
    assert run(check=True) == 3
    assert spec.read_text("utf-8") == TEXT
    assert not spec.with_suffix(".lock").exists()


def nothing_was_written(spec: Path) -> bool:
    return spec.read_text("utf-8") == TEXT and not spec.with_suffix(".lock").exists()


def test_it_never_jumps_two_versions(spec: Path, aws: Aws) -> None:
    run()
    raised = spec.read_bytes()
    assert any("it runs 1.35, and the spec says 1.36" in note for note in blocked().notes)
    assert spec.read_bytes() == raised


def test_failing_insights_block_unless_they_are_forced_and_then_it_says_what_eks_wants(
    spec: Path, aws: Aws, capsys: pytest.CaptureFixture[str]
) -> None:
    aws.insights = (Insight("Deprecated APIs", "ERROR", "in use", ("/apis/old",)),)
    error = blocked()
    assert "--force" in error.helps[-1]
    assert "`aws eks start-insights-refresh --cluster-name a --region us-west-2`" in error.helps[1]
    assert nothing_was_written(spec)
    assert run(force=True) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert (
        "aws eks update-cluster-version --name a --region us-west-2 --kubernetes-version 1.36 --force" in text
    )


def test_force_does_not_go_on_in_spite_of_another_check(spec: Path, aws: Aws) -> None:
    aws.fits = False
    aws.insights = (Insight("Deprecated APIs", "ERROR", "in use"),)
    assert len(blocked(force=True).helps) == 1
    assert nothing_was_written(spec)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("addons: {coredns: {version: v1.9.0-eksbuild.1}}\n", "add-ons"),
        ("addons: {kube-proxy: {version: v1.32.0-eksbuild.2}}\n", "add-ons"),
    ],
)
def test_a_pinned_version_that_does_not_fit_blocks(spec: Path, aws: Aws, more: str, named: str) -> None:
    spec.write_text(TEXT + more, encoding="utf-8")
    assert any(note.startswith(named) for note in blocked().notes)
    assert spec.read_text("utf-8") == TEXT + more


def test_a_pinned_release_of_the_old_version_blocks_with_its_line(
    spec: Path, aws: Aws, capsys: pytest.CaptureFixture[str]
) -> None:
    text = TEXT.replace("{web: {}}", "{web: {release: 1.35.1-20261101}}")
    spec.write_text(text, encoding="utf-8")
    notes = blocked().notes
    assert any(note.startswith("nodes") for note in notes)
    assert "a.yaml:8:29: " in capsys.readouterr().out
    assert spec.read_text("utf-8") == text


def test_nodes_that_are_too_far_behind_block(spec: Path, aws: Aws) -> None:
    aws.running = Running("1.35", node_groups={"old": "1.32"})
    assert any(note.startswith("nodes") for note in blocked().notes)


def test_the_last_known_version_is_not_the_end(spec: Path, aws: Aws) -> None:
    spec.write_text(TEXT.replace("1.35", "1.37"), encoding="utf-8")
    aws.running = Running("1.37")
    assert run() == 0
    assert "'1.38'" in spec.read_text("utf-8")


def test_a_version_in_a_base_file_is_raised_there_and_the_other_specs_are_named(
    spec: Path, aws: Aws, capsys: pytest.CaptureFixture[str]
) -> None:
    base = spec.with_name("base.yaml")
    base.write_text('kubernetes: {version: "1.35"}\n', encoding="utf-8")
    own = TEXT.replace("kubernetes:\n    version: '1.35'   # raised by hand until now\n", "")
    spec.write_text("extends: base.yaml\n" + own, encoding="utf-8")
    spec.with_name("b.yaml").write_text("extends: base.yaml\n" + own, encoding="utf-8")
    assert run() == 0
    assert base.read_text("utf-8") == 'kubernetes: {version: "1.36"}\n'
    assert spec.read_text("utf-8") == "extends: base.yaml\n" + own
    text = capsys.readouterr().out
    assert "base.yaml:1:23 and a.lock are written" in text
    assert "these specs extend the same file, so they are raised too: b.yaml" in text


OWN = TEXT.replace("kubernetes:\n    version: '1.35'   # raised by hand until now\n", "")
LOCK = 'kubernetes: "1.35"\naddons: {coredns: v1.12.4-eksbuild.1}\n'


@pytest.fixture
def shared(spec: Path) -> Path:
    """Return a base file with the version, which the specs `a.yaml` and `b/b.yaml` extend."""
    base = spec.with_name("base.yaml")
    base.write_text('kubernetes: {version: "1.35"}\n', encoding="utf-8")
    spec.write_text("extends: base.yaml\n" + OWN, encoding="utf-8")
    (spec.parent / "b").mkdir()
    (spec.parent / "b" / "b.yaml").write_text("extends: ../base.yaml\n" + OWN, encoding="utf-8")
    return base


def test_another_spec_that_would_have_errors_blocks_the_step_with_its_line(
    spec: Path, shared: Path, aws: Aws, capsys: pytest.CaptureFixture[str]
) -> None:
    before = shared.read_bytes()
    pinned = OWN.replace("{web: {}}", "{web: {release: 1.35.1-20261101}}")
    (spec.parent / "b" / "b.yaml").write_text("extends: ../base.yaml\n" + pinned, encoding="utf-8")
    assert any(note.startswith("settings") for note in blocked(force=True).notes)
    assert "b/b.yaml:7:29: 1.35.1-20261101 is not a release" in capsys.readouterr().out
    assert shared.read_bytes() == before
    assert not spec.with_suffix(".lock").exists()


def test_another_spec_that_has_errors_already_does_not_block_the_step(
    spec: Path, shared: Path, aws: Aws
) -> None:
    (spec.parent / "b" / "b.yaml").write_text("extends: ../base.yaml\nnodeGroups: {web: {}}\n", "utf-8")
    assert run() == 0
    assert "1.36" in shared.read_text("utf-8")


def test_the_report_has_a_command_for_each_lock_that_no_longer_fits(
    spec: Path, shared: Path, aws: Aws, capsys: pytest.CaptureFixture[str]
) -> None:
    (spec.parent / "b" / "b.lock").write_text(LOCK, encoding="utf-8")
    (spec.parent / "b" / "c d.yaml").write_text("extends: ../base.yaml\n" + OWN, encoding="utf-8")
    (spec.parent / "b" / "c d.lock").write_text(LOCK, encoding="utf-8")
    (spec.parent / "b" / "e.yaml").write_text("extends: ../base.yaml\n" + OWN, encoding="utf-8")
    run()
    text = " ".join(capsys.readouterr().out.split())
    assert "raised too: b/b.yaml, b/c d.yaml, b/e.yaml" in text
    assert (
        "their lock files are then for the old version: eksgen update b/b.yaml, eksgen update 'b/c d.yaml'"
    ) in text
    assert "update b/e.yaml" not in text


@pytest.mark.parametrize("name", ["a.yaml", "base.yaml", "a.lock"])
def test_an_edit_while_it_asks_aws_is_kept_and_nothing_is_written(spec: Path, aws: Aws, name: str) -> None:
    base, lock = spec.with_name("base.yaml"), spec.with_suffix(".lock")
    base.write_text("access: {}\n", encoding="utf-8")
    spec.write_text("extends: base.yaml\n" + TEXT, encoding="utf-8")
    lock.write_text('kubernetes: "1.35"\n', encoding="utf-8")
    edited = spec.with_name(name)

    def edit() -> None:
        edited.write_text(edited.read_text("utf-8") + "# edit\n", encoding="utf-8")

    aws.meanwhile = edit
    before = {file: file.read_text("utf-8") for file in (spec, base, lock)}
    with pytest.raises(EksgenError, match=f"{name} changed meanwhile") as caught:
        run()
    assert (caught.value.code, caught.value.helps) == ("changed-meanwhile", ("run it again",))
    before[edited] += "# edit\n"
    assert {file: file.read_text("utf-8") for file in before} == before


def test_a_lock_that_appears_while_it_asks_aws_is_kept(spec: Path, aws: Aws) -> None:
    lock = spec.with_suffix(".lock")
    aws.meanwhile = lambda: lock.write_text("mine\n", encoding="utf-8")
    with pytest.raises(EksgenError, match=r"a\.lock changed meanwhile"):
        run()
    assert (spec.read_text("utf-8"), lock.read_text("utf-8")) == (TEXT, "mine\n")


def test_a_spec_that_is_removed_while_it_asks_aws_stays_removed(spec: Path, aws: Aws) -> None:
    aws.meanwhile = spec.unlink
    with pytest.raises(EksgenError, match=r"a\.yaml changed meanwhile"):
        run()
    assert not spec.exists()
    assert not spec.with_suffix(".lock").exists()


def test_a_run_that_is_killed_between_the_two_files_is_completed_by_the_next(
    spec: Path, aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eksgen.compiler.files.writing import replace_named as write

    def killed(file: Path, data: bytes) -> None:
        if file.suffix == ".yaml":
            raise KeyboardInterrupt
        write(file, data)

    monkeypatch.setattr(files_read, "replace_named", killed)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert spec.read_text("utf-8") == TEXT
    checked = check_file("a.yaml", clock.today())
    assert not checked.failed
    assert "lock-version" in {finding.code for finding in checked.findings}
    monkeypatch.setattr(files_read, "replace_named", write)
    assert run() == 0
    assert "'1.36'" in spec.read_text("utf-8")


def test_json_has_the_checks(spec: Path, aws: Aws, capsys: pytest.CaptureFixture[str]) -> None:
    run(check=True, format="json")
    upgrade = json.loads(capsys.readouterr().out)["upgrade"]
    assert (upgrade["from"], upgrade["to"], upgrade["ready"]) == ("1.35", "1.36", True)
    assert [check["name"] for check in upgrade["checks"]] == [
        "support", "cluster", "add-ons", "nodes", "settings", "insights",
    ]  # fmt: skip
