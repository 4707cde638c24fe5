"""Which files are read, and which are refused without being opened."""

from __future__ import annotations

import io
import os
import socket
import sys
from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.compiler.files.reading import MAX_BYTES, read_below, read_named, repository_of

SECRET = b"aws_secret_access_key = abc\n"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository beside a folder with a secret."""
    folder = tmp_path / "checkout"
    (folder / "clusters").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_bytes(SECRET)
    (folder / "clusters" / "prod.yaml").write_bytes(b"a: 1\n")
    (tmp_path / "home" / ".git").mkdir(parents=True)
    (tmp_path / "home" / "credentials.yaml").write_bytes(SECRET)
    monkeypatch.chdir(folder)
    return folder


def link(file: Path, target: str) -> str:
    file.symlink_to(target)
    return str(file)


def refused(name: str) -> EksgenError:
    with pytest.raises(EksgenError) as caught:
        read_named(name)
    return caught.value


@pytest.mark.parametrize(
    "target",
    [
        "../../home/credentials.yaml",
        "../.git/config",
        "/etc/hostname",
        "/dev/zero",
        "/dev/fd/0",
        "/proc/self/environ",
        "link.yaml",
        "missing.yaml",
        "..",
    ],
)
def test_a_link_is_not_followed_out_of_the_repository_into_git_or_to_no_regular_file(
    checkout: Path, target: str
) -> None:
    name = link(checkout / "clusters" / "link.yaml", target)
    assert refused(name).code in {"file-outside", "not-a-file", "no-such-file", "link-in-folder"}


@pytest.mark.parametrize(
    "target", ["prod.yaml", "../clusters/prod.yaml", "./../clusters/../clusters/prod.yaml"]
)
def test_a_link_inside_the_repository_is_followed(checkout: Path, target: str) -> None:
    assert read_named(link(checkout / "clusters" / "link.yaml", target)) == b"a: 1\n"


def test_a_folder_that_is_a_link_to_another_repository_is_refused(checkout: Path) -> None:
    (checkout / "others").symlink_to("../home")
    for name in ("others/credentials.yaml", str(checkout / "others" / "credentials.yaml")):
        assert refused(name).code == "file-outside"


def test_a_repository_that_is_reached_through_a_link_is_read(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "work").symlink_to(checkout)
    assert read_named(str(tmp_path / "work" / "clusters" / "prod.yaml")) == b"a: 1\n"
    assert repository_of(str(tmp_path / "work" / "clusters" / "prod.yaml")) == checkout.resolve()


def test_pipes_sockets_devices_and_folders_are_refused_at_once(checkout: Path) -> None:
    os.mkfifo("pipe.yaml")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.yaml")
        for name in ("pipe.yaml", "socket.yaml", "clusters"):
            assert refused(name).code == "not-a-file"
            with pytest.raises(EksgenError):
                read_below(checkout, checkout / name)


def test_git_s_own_folder_is_not_part_of_the_repository(checkout: Path) -> None:
    (checkout / ".GIT").mkdir(exist_ok=True)
    (checkout / ".GIT" / "config").write_bytes(SECRET)
    assert {refused(f"{folder}/config").code for folder in (".git", ".GIT")} == {"file-outside"}


def test_a_file_outside_a_repository_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    assert read_named(str(tmp_path / "a.yaml")) == b"\xef\xbb\xbfa: 1\r\n"
    assert refused(str(tmp_path / "b.yaml")).code == "no-such-file"


def test_files_and_standard_input_have_a_limit(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("large.yaml").write_bytes(b"#" * MAX_BYTES)
    assert len(read_named("large.yaml")) == MAX_BYTES
    with Path("large.yaml").open("ab") as stream:
        stream.truncate(1 << 40)  # sparse: reading all of it would take all memory
    assert refused("large.yaml").code == "file-too-large"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"#" * (MAX_BYTES + 1))))
    assert refused("-").code == "file-too-large"


@pytest.mark.parametrize(
    "name",
    [
        "", "a\nb.yaml", "a\x1b[31m.yaml", "\u202egpj.yaml", "a\udcff.yaml", "a\0b", "a\u200bb.yaml",
        ".yaml", "..yaml", "...yaml", "clusters/....yml", " .yaml", "a" * 5000, "\r\n::add-mask::x/a.yaml",
    ],
)  # fmt: skip
def test_names_that_cannot_be_shown_or_have_no_stem_are_refused(checkout: Path, name: str) -> None:
    error = refused(name)
    assert error.code == "file-name"
    assert error.message.isprintable()
    assert len(error.message) < 200


def test_a_link_in_a_folder_of_our_own_is_refused_at_every_depth(checkout: Path, tmp_path: Path) -> None:
    own = checkout / ".eksgen"
    (own / "prod").mkdir(parents=True)
    (own / "prod" / "lock").symlink_to(tmp_path / "home" / "credentials.yaml")
    (own / "dev").symlink_to(tmp_path / "home")
    for file in (own / "prod" / "lock", own / "dev" / "credentials.yaml"):
        with pytest.raises(EksgenError, match="is a link") as caught:
            read_below(checkout, file)
        assert caught.value.code == "link-in-folder"
    assert read_below(checkout, own / "prod" / "missing") is None
    assert read_below(checkout, own / "missing" / "lock") is None


def test_a_path_outside_the_trusted_folder_is_a_fault_of_ours(checkout: Path) -> None:
    for file in (checkout.parent / "x", checkout / ".." / "x"):
        with pytest.raises(ValueError, match=r"subpath|below"):
            read_below(checkout, file)


@pytest.mark.parametrize("name", ["/dev/stdin", "/dev/fd/63", "/proc/self/fd/0"])
def test_a_stream_of_the_shell_is_refused_with_what_to_type(name: str) -> None:
    error = refused(name)
    assert error.code == "not-a-file"
    assert error.helps == ("pass `-` to read standard input",)


def test_a_folder_in_place_of_a_file_is_refused_with_a_pattern_to_paste(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a folder").mkdir()
    monkeypatch.chdir(tmp_path)
    assert refused("a folder").helps == ("pass the files in it: 'a folder/*.yaml'",)
