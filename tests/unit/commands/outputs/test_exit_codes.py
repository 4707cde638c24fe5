"""Every way a command can end has a message and an exit code."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from eksgen.commands.outputs.exit_codes import as_error, error_texts, run_app
from eksgen.compiler.diagnostics import Diagnostic, Label, Severity, Span
from eksgen.compiler.errors import EksgenError, SpecRefused
from eksgen.engine.errors.exceptions import RunFailed, StateLocked


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def ending(error: BaseException | None) -> Callable[..., Any]:
    def app(prog_name: str) -> None:
        assert prog_name == "eksgen"
        if error is not None:
            raise error

    return app


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (None, 0, ""),
        (SystemExit(3), 3, ""),
        (SystemExit(0), 0, ""),
        (SystemExit(None), 1, ""),
        (SystemExit("text"), 1, ""),
        (SpecRefused("has errors", code="spec"), SpecRefused.exit_code, ""),
        (EksgenError("no such file", code="no-such-file"), 1, "error[no-such-file]: no such file\n"),
        (
            StateLocked("the state is locked", code="x"),
            StateLocked.exit_code,
            "error[x]: the state is locked\n",
        ),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 1, ""),
        (PermissionError(errno.EACCES, "denied", "/a/b"), 1, "error[machine]: /a/b: denied\n"),
        (RuntimeError("oops"), 1, "error[internal]: internal error: RuntimeError: oops\n"),
    ],
    ids=repr,
)
def test_an_end_has_a_code_and_a_message(
    capsys: pytest.CaptureFixture[str], error: BaseException | None, code: int, message: str
) -> None:
    assert run_app(ending(error)) == code
    assert capsys.readouterr().err.startswith(message)
    assert bool(message) or not capsys.readouterr().err


def test_signals_end_like_an_interrupt(capsys: pytest.CaptureFixture[str]) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
        assert run_app(lambda prog_name, number=number: os.kill(os.getpid(), number)) == 130
        assert signal.getsignal(number) is not signal.SIG_DFL
    assert capsys.readouterr().err == ""


def test_an_ignored_signal_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    assert run_app(ending(None)) == 0
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_closed_streams_are_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def app(prog_name: str) -> None:
        assert sys.stdin.read() == ""
        assert sys.stdout.write("x") == sys.stderr.write("y") == 1

    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert run_app(app) == 0


SPACE = "free some space there, then run the same command again"
WRITABLE = "Terraform keeps its files next to the spec: "
MOVE = "the working folder .eksgen must be a folder: move that file away"


@pytest.mark.parametrize(
    ("number", "file", "message", "helps"),
    [
        (errno.ENOSPC, "/tmp/x", "/tmp/x: full", (SPACE,)),
        (errno.EDQUOT, "/a/.eksgen/x", "/a/.eksgen/x: full", (SPACE,)),
        (
            errno.EROFS,
            "/a/.eksgen/x",
            "/a/.eksgen/x: full",
            (f"{WRITABLE}copy the spec to a writable place",),
        ),
        (errno.EACCES, "/a/.eksgen", "/a/.eksgen: full", (f"{WRITABLE}make that folder writable",)),
        (errno.EEXIST, ".eksgen", ".eksgen: full", (MOVE,)),
        (errno.ENOTDIR, ".eksgen/a", ".eksgen/a: full", (MOVE,)),
        (errno.EACCES, "/a/b", "/a/b: full", ()),
        (errno.EIO, ".eksgen/a", ".eksgen/a: full", ()),
        (errno.EIO, None, "full", ()),
    ],
)
def test_an_error_of_the_machine_says_where_and_what_to_do(
    number: int, file: str | None, message: str, helps: tuple[str, ...]
) -> None:
    error = as_error(OSError(number, "full", file))
    assert (error.code, error.message, error.helps) == ("machine", message, helps)


def test_an_error_without_a_number_keeps_its_text() -> None:
    assert as_error(OSError("odd")).message == "odd"
    own = EksgenError("mine")
    assert as_error(own) is own


def test_a_bug_says_where_it_is_and_hides_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY")
    try:
        raise ValueError("key wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY")
    except ValueError as raised:
        error = as_error(raised)
    assert "wJalrXUtn" not in error.message
    assert error.message.startswith("internal error: ValueError: key ")
    assert "test_exit_codes.py:" in error.notes[0]
    assert "unknown place" in as_error(ValueError()).notes[0]


def test_the_texts_of_an_error_are_those_of_its_findings(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"a: \xff\n")
    spans = [Span(str(file), 1, 1, 2), Span(str(tmp_path / "gone.yaml"), 1, 1, 2)]
    findings = tuple(Diagnostic("c", Severity.ERROR, "m", Label(span, "")) for span in spans)
    assert error_texts(RunFailed("failed", diagnostics=findings)) == {
        str(file): "a: \ufffd\n",
        str(tmp_path / "gone.yaml"): "",
    }
    assert error_texts(EksgenError("plain")) == {}
