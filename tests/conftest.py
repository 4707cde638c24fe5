"""Fixtures of all tests: a clean environment, the folder of the repository, and `--update` for golden files."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from eksgen.engine.terraform import process
from tests import shared_provider

# The same commit gives the same result on every machine, however busy; `--hypothesis-profile=search` looks for
# new cases.
settings.register_profile(
    "repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None)
settings.load_profile("repeatable")

# Tests start eksgen thousands of times: without its bytecode, each start compiles hundreds of modules.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# An activated environment must not help: `make test` runs where no `eksgen` is on PATH.
os.environ["PATH"] = os.pathsep.join(
    folder for folder in os.environ["PATH"].split(os.pathsep) if not Path(folder, "eksgen").exists()
)

# A test run in the background of a shell or under nohup ignores these signals, and its children would, too.
for _number, _handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _handler)

REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite golden files, and fail where one changed")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of the user for all tests: it holds providers."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """Remove the settings of the user and the machine from the environment."""
    for name in list(os.environ):
        if name.startswith(("AWS_", "TF_", "EKSGEN_")) and name not in _KEPT_VARIABLES:
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    for name in ("NO_COLOR", "FORCE_COLOR", "CI", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)


_KEPT_VARIABLES = {"EKSGEN_SKIP_SANDBOX", "EKSGEN_SANDBOX_DIR", "EKSGEN_TERRAFORM", "EKSGEN_PLUGIN_DIR"}


@pytest.fixture(scope="session")
def real_provider() -> None:
    """Skip tests that need the real AWS provider if EKSGEN_SKIP_SANDBOX is 1."""
    if os.environ.get("EKSGEN_SKIP_SANDBOX") == "1":
        pytest.skip("EKSGEN_SKIP_SANDBOX=1 skips tests that need the AWS provider")


@pytest.fixture(scope="module")
def providers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the AWS providers that the tests of a module share; they end with the last test."""
    folder = tmp_path_factory.mktemp("providers")
    yield folder
    shared_provider.stop_providers(folder)


@pytest.fixture
def one_provider(
    real_provider: None, clean_environment: None, providers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let the Terraform commands of a module share a provider."""
    monkeypatch.setenv(shared_provider.FOLDER, str(providers))
    monkeypatch.setattr(process, "_start", process._start)
    shared_provider.share_provider()


@pytest.fixture
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Iterator[Callable[[Path, str], None]]:
    """Compare text with a file; with `--update`, rewrite the file and fail, so that every rewrite is noticed."""

    def compare(file: Path, text: str) -> None:
        expected = file.read_text(encoding="utf-8") if file.exists() else None
        if text == expected:
            return
        if request.config.getoption("--update"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            rewritten.append(str(file.relative_to(REPOSITORY)))
            return
        assert text == expected, f"{file.relative_to(REPOSITORY)} differs; check it, then run pytest --update"

    rewritten: list[str] = []
    yield compare
    if rewritten:
        pytest.fail(f"rewritten: {', '.join(rewritten)}; check the difference")
