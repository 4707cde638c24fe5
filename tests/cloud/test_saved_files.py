"""A saved plan is applied only if its run has the files that the plan says, whoever wrote the plan file."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from eksgen.engine.cloud.archive import pack
from eksgen.engine.cloud.given.configuration import difference
from eksgen.engine.cloud.runs.bookmark import bookmark

from .command_line import SPEC, WORKSPACE, CommandLine
from .saved_plans import PLAN, apply, edit, save, state
from .server import Fault, Run, Workspace

NOT_COMPARED = "the files of the run are not compared"


@pytest.fixture
def set_up(eksgen: CommandLine) -> Workspace:
    workspace = eksgen.server.add_workspace(WORKSPACE)
    eksgen.server.put_state(workspace, state(3))
    return workspace


def unpacked(data: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        files = [(member.name, archive.extractfile(member)) for member in archive if member.isfile()]
        return {name: file.read() for name, file in files if file}


def packed_again(files: Mapping[str, bytes]) -> bytes:
    """Pack files as another program may: in another order, with folders, owners, times and `./`."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz", format=tarfile.GNU_FORMAT) as archive:
        folder = tarfile.TarInfo("./modules")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for name, data in sorted(files.items(), reverse=True):
            entry = tarfile.TarInfo(f"./{name}")
            entry.size, entry.mtime, entry.uname, entry.mode = len(data), 1_700_000_000, "root", 0o600
            archive.addfile(entry, io.BytesIO(data))
    return raw.getvalue()


def test_what_the_run_has_is_compared_and_fetched_without_the_token(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    run = save(eksgen)
    said = apply(eksgen)
    assert said.code == 0, said.err
    assert len(eksgen.server.asked("GET", f"{run.configuration.id}/download")) == 1
    assert not any("authorization" in r.headers for r in eksgen.server.asked(path="_archivist"))
    assert NOT_COMPARED not in said.err


def test_an_archive_that_was_packed_again_has_the_same_files(eksgen: CommandLine, set_up: Workspace) -> None:
    run = save(eksgen)
    run.configuration.archive = packed_again(unpacked(run.configuration.archive))
    said = apply(eksgen)
    assert said.code == 0, said.err
    assert run.status == "applied"


def test_a_file_that_names_the_run_of_other_files_is_refused(
    eksgen: CommandLine, set_up: Workspace, tmp_path: Path
) -> None:
    """Everything else in the plan file says that the run is of the reviewed files."""
    save(eksgen)
    other = tmp_path / "other"
    other.mkdir()
    (other / "main.tf").write_text('resource "terraform_data" "made" {}\n', "utf-8")
    theirs = eksgen.server.start_run(set_up, other, plan_only=False, save_plan=True)
    eksgen.server.wait_for(theirs, "planned_and_saved")
    edit(
        eksgen.folder,
        lambda raw: raw["cloud"].update(run=theirs.id, configurationVersion=theirs.configuration.id),
        bookmark(theirs.id, eksgen.server.hostname),
    )
    said = apply(eksgen)
    assert said.code == 5, said.err
    assert f"= note: {theirs.id} has other files than the plan says: its configuration differs" in said.err
    assert theirs.status == "discarded"
    assert not eksgen.server.asked("POST", "actions/apply")


def test_a_file_whose_plan_is_that_of_another_run_is_refused(eksgen: CommandLine, set_up: Workspace) -> None:
    run, other = save(eksgen), save(eksgen)
    edit(eksgen.folder, lambda _raw: None, bookmark(run.id, eksgen.server.hostname))
    said = apply(eksgen)
    assert said.code == 5, said.err
    assert f"= note: made by {other.id}, but its plan is that of {run.id}" in said.err
    assert not eksgen.server.asked("POST", "actions/apply")


def test_a_file_that_says_other_changes_than_its_run_has_is_refused(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    run = save(eksgen)
    edit(eksgen.folder, lambda raw: raw["changes"].clear())
    said = eksgen("apply", PLAN, "--yes", "--no-verify", "--no-recheck")
    assert said.code == 5, said.err
    assert f"= note: {run.id} plans other changes than the file says" in said.err
    assert run.status == "discarded"


def archived(_eksgen: CommandLine, run: Run) -> None:
    run.configuration.status = "archived"


def forbidden(eksgen: CommandLine, run: Run) -> None:
    eksgen.server.faults.append(Fault(403, path=f"{run.configuration.id}/download"))


@pytest.mark.parametrize("hide", [archived, forbidden])
def test_files_that_hcp_does_not_show_are_said_once_not_to_be_compared(
    eksgen: CommandLine, set_up: Workspace, hide: Callable[[CommandLine, Run], None]
) -> None:
    run = save(eksgen)
    hide(eksgen, run)
    said = apply(eksgen)
    assert said.code == 0, said.err
    assert said.err.count(NOT_COMPARED) == 1
    assert run.status == "applied"


def test_the_plan_of_a_run_of_eksgen_is_shown_as_one_of_this_spec(
    eksgen: CommandLine, set_up: Workspace
) -> None:
    """A plan goes up without `prevent_destroy`, which the compiled folder has again afterwards."""
    run = save(eksgen)
    said = eksgen("plan", SPEC, "--run", run.id)
    assert said.code == 0, said.err
    assert "may not be about this spec" not in said.out + said.err


FILES = {
    "main.tf": b"1",
    "modules/network/main.tf": b"2",
    ".terraform.lock.hcl": b"3",
}


def test_the_same_files_do_not_differ() -> None:
    assert difference(pack(FILES).data, "", FILES, exact=True) == ""
    below = pack({f"deep/er/{name}": data for name, data in FILES.items()}).data
    assert difference(below, "deep/er/", FILES, exact=True) == ""


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"main.tf": b"9"}, "main.tf"),
        ({"main.tf": b"longer"}, "main.tf"),
        ({"zz_override.tf": b""}, "zz_override.tf"),
        ({"zz.tf.json": b"{}"}, "zz.tf.json"),
        ({"terraform.tfvars": b""}, "terraform.tfvars"),
        ({"x.auto.tfvars.json": b"{}"}, "x.auto.tfvars.json"),
        ({"modules/network/zz_override.tf": b""}, "modules/network/zz_override.tf"),
        ({"modules/../zz.tf": b""}, "zz.tf"),
        ({"/zz.tf": b""}, "zz.tf"),
        ({"./zz.tf": b""}, "zz.tf"),
    ],
)
def test_what_terraform_would_read_beside_them_is_a_difference(more: dict[str, bytes], named: str) -> None:
    found = difference(pack({**FILES, **more}).data, "", FILES, exact=True)
    assert found == f"its configuration differs in 1 file: {named}"


@pytest.mark.parametrize("name", ["README.md", "elsewhere/main.tf", "modules/network/x.tfvars"])
def test_what_terraform_does_not_read_is_none(name: str) -> None:
    assert difference(pack({**FILES, name: b"x"}).data, "", FILES, exact=True) == ""


def test_a_lock_file_on_one_side_counts_only_where_it_must_be_exact() -> None:
    without = {name: data for name, data in FILES.items() if name != ".terraform.lock.hcl"}
    for there, wanted in ((FILES, without), (without, FILES)):
        assert difference(pack(there).data, "", wanted, exact=False) == ""
        assert ".terraform.lock.hcl" in difference(pack(there).data, "", wanted, exact=True)


@pytest.mark.parametrize("name", ["main.tf", "modules", "modules/network", "zz.tf"])
@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_a_link_in_place_of_a_file_or_folder_is_a_difference(name: str, kind: bytes) -> None:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz") as archive:
        for file, data in FILES.items():
            entry = tarfile.TarInfo(file)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        link = tarfile.TarInfo(name)
        link.type, link.linkname = kind, "elsewhere"
        archive.addfile(link)
    assert difference(raw.getvalue(), "", FILES, exact=True) == f"its configuration differs in 1 file: {name}"
