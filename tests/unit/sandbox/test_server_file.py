"""The directory of the sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.sandbox.server_file import prepare_state_dir


@pytest.mark.parametrize("place", ["file", "file/inner", "link"])
def test_what_can_be_no_directory_is_named_with_what_to_set(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to("missing")
    with pytest.raises(EksgenError, match="cannot be the directory of the sandbox") as caught:
        prepare_state_dir(tmp_path / place)
    assert caught.value.helps == ("set EKSGEN_SANDBOX_DIR to a directory of your own",)
    assert (tmp_path / "file").read_text() == "mine"
