"""Codes of errors about the working folder: what is in it, what it is for, and the state."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "broken-state": Code(
        "The file with the state is no state, or it is cut off.",
        "Terraform would treat the cluster as missing, or report the state as locked.",
        "Restore the copy that Terraform keeps (`terraform.tfstate.backup`) or one of yours. Without a copy, "
        "move the file away, and let `eksgen apply SPEC --import-orphans` import what exists.",
    ),
    "folder-kind": Code(
        "The working folder is for another spec, or for the sandbox.",
        "Each spec has a folder of its own in `.eksgen`, and another one for `--sandbox`, so that a "
        "rehearsal never uses a real state. The folder records what it is for; it was copied or moved.",
        "Move it away. If a renamed spec should keep the state in it, remove the record as the message says.",
    ),
    "folder-owner": Code(
        "The working folder belongs to another user of this machine.",
        "Terraform reads its files from there. Their owner could exchange them at any moment, and run "
        "programs with your credentials.",
        "Move the folder away. If the state in it is yours, copy `terraform.tfstate` into the new one.",
    ),
    "foreign-files": Code(
        "The output or working folder contains files that eksgen did not write.",
        "Compiling would overwrite them. Terraform reads every `.tf`, `.tfvars` and `.hcl` file of the "
        "working folder, so a file from somebody else could run programs.",
        "Look at these files, and remove them with the command in the message. With `eksgen compile`, you "
        "can also choose an empty folder.",
    ),
    "foreign-provider": Code(
        "The state or the lock file names a provider that eksgen does not use.",
        "Terraform installs every provider that the state names, and runs it with your credentials. eksgen "
        "uses hashicorp/aws and no other.",
        "Use the state that belongs to the spec, or restore a copy of it.",
    ),
    "no-cache": Code(
        "The folder for the providers of Terraform cannot be used.",
        "Providers are programs, so they are kept in `~/.cache/eksgen` (or `$XDG_CACHE_HOME/eksgen`), which "
        "belongs to you. A folder in the repository could hold a provider from somebody else.",
        "Set XDG_CACHE_HOME to a folder of yours outside the repository.",
    ),
    "state-outside": Code(
        "`terraform.backend.local.path` leads out of the repository, or to a link.",
        "A spec could otherwise choose, and overwrite, any file of the machine as its state.",
        "Write a path inside the repository, relative to the working folder `.eksgen/SPEC`.",
    ),
    "tracked-folder": Code(
        "git tracks files in a working folder, or cannot tell.",
        "A checkout could then bring states, locks and records from somebody else.",
        "Remove them from the repository with `git rm -r --cached .eksgen`; your copies stay. If git "
        "cannot tell, install it, or repair what `git status` reports.",
    ),
}
