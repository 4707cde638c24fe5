"""Say how a state moves when the spec names another backend."""

from __future__ import annotations

import re
import shlex

from ..paths import WorkDir
from ..workdir.backend import CLOUD, backend_kind
from .exceptions import RunFailed

_OUT_OF_CLOUD = re.compile(r"migrating state from (hcp terraform|terraform cloud)", re.IGNORECASE)


def move_state(workdir: WorkDir, text: str) -> tuple[str, ...]:
    """Return how to move a state to another backend; Terraform knows the old one from its data folder.

    Terraform refuses `-migrate-state` where HCP Terraform is the new backend, and asks by itself. It cannot
    move a state out of it: the state is pulled from the old backend, and pushed to the new one.
    """
    folder, data = shlex.quote(str(workdir.path)), shlex.quote(str(workdir.terraform_data))
    terraform = f"cd {folder} && TF_DATA_DIR={data} terraform"
    if _OUT_OF_CLOUD.search(text):
        return (
            f"set `terraform.backend` back, run `eksgen plan`, then save the state: ({terraform} state pull >"
            " ~/moved.tfstate)",
            f"name the new backend again, forget the old one (rm -r {data}), run `eksgen plan`, then record"
            f" the state: ({terraform} state push ~/moved.tfstate)",
        )
    flag = "" if backend_kind(workdir.path) == CLOUD else " -migrate-state"
    return (f"move the state, then run this again: ({terraform} init{flag})",)


def state_not_moved(workdir: WorkDir, where: str) -> RunFailed:
    """Return the error for a state that is still `where` it was before the backend was changed to HCP."""
    return RunFailed(
        "the state of this spec is not in HCP yet",
        code="cloud-state",
        notes=(f"it is {where}; a remote run would not see it, and plan to create everything again",),
        helps=move_state(workdir, ""),
    )
