"""Streams, devices, pipes and folders are no kubeconfigs, and each gets help that fits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from eksgen.commands.outputs.kubeconfig.entry import Connection
from eksgen.commands.outputs.kubeconfig.file import add_to_file
from eksgen.compiler.errors import EksgenError

ARN = "arn:aws:eks:us-west-2:111122223333:cluster/demo"
CONNECTION = Connection(ARN, "demo", "us-west-2", "https://abc", "QUJD", ARN)


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_a_stream_gets_the_option_that_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EksgenError, match="is a stream") as error:
        add_to_file(Path(name), CONNECTION)
    assert error.value.code == "not-a-file"
    assert error.value.helps[0].startswith("print the entry with --print")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("checkout", [True, False])
@pytest.mark.parametrize("kind", ["device", "pipe", "folder", "link"])
def test_nobody_is_asked_to_move_a_device_a_pipe_or_a_folder(
    tmp_path: Path, kind: str, *, checkout: bool
) -> None:
    if checkout:
        (tmp_path / ".git").mkdir()
    file = Path("/dev/null") if kind == "device" else tmp_path / "config"
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    elif kind == "link":
        file.symlink_to("/dev/null")
    with pytest.raises(EksgenError, match="not a kubeconfig") as error:
        add_to_file(file, CONNECTION)
    assert error.value.helps == ("choose another file with --file, or print the entry with --print",)
