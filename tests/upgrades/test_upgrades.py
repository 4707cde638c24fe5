"""Plan what the last release applied with this release: nothing may be replaced that need not be.

`states/` holds each example of the last release with the state that its apply left in the sandbox
(`make states` records them). The plans do not refresh, so they need no AWS.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from python_terraform import IsFlagged

from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.engine.plan.document import PlanDocument, read_plan_json
from eksgen.engine.plan.result import Action
from eksgen.engine.runs.session import open_local
from eksgen.engine.workdir.workspace import open_workspace

STATES = Path(__file__).parent / "states"
EXAMPLES = sorted(file.stem for file in STATES.glob("*.yaml"))

NO_AWS = """\
provider "aws" {
  access_key                  = "none"
  secret_key                  = "none"
  allowed_account_ids         = null
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

terraform {
  backend "local" {}
}
"""


def plan_of_upgrade(example: str, folder: Path) -> PlanDocument:
    """Return the plan of an example with this release, on the state of the last one."""
    checked = check_text((STATES / f"{example}.yaml").read_bytes(), "cluster.yaml")
    assert not checked.failed, checked.findings
    write_folder(folder, compile_spec(checked).files)
    (folder / "none_override.tf").write_text(NO_AWS)
    shutil.copy(STATES / f"{example}.json", folder / "terraform.tfstate")
    workspace = open_workspace(folder, environ=dict(os.environ))
    _, terraform = open_local(workspace)
    done = terraform.init(workspace.providers.plugin_dir)
    assert done.ok, done
    plan = folder / "plan"
    done = terraform.cmd(
        "plan", json=IsFlagged, no_color=IsFlagged, input=False, refresh=False, out=str(plan)
    )
    assert done.ok, done
    return read_plan_json(terraform.show(plan).document)


@pytest.mark.usefixtures("one_provider")
@pytest.mark.parametrize("example", EXAMPLES)
def test_an_upgrade_replaces_and_deletes_nothing(
    example: str, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    document = plan_of_upgrade(example, tmp_path)
    changes = [entry for entry in document.entries if entry.action is not Action.NO_OP]
    lost = [e.address.text for e in changes if e.action not in (Action.CREATE, Action.UPDATE)]
    assert lost == []
    text = "".join(f"{entry.action} {entry.address.text}\n" for entry in changes)
    golden(STATES / f"{example}.changes.txt", text)
