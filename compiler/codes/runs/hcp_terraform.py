"""Codes of errors of runs in HCP Terraform and Terraform Enterprise, both called HCP here."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "cloud-api": Code(
        "HCP refused a request, or cannot do what was asked.",
        "The notes have its reasons. Recording a state that an earlier run could not save, and keeping an "
        "object that was created in part, need a Terraform on this machine that is logged in.",
        "Do what the notes and the help say, then run it again.",
    ),
    "cloud-assessment": Code(
        "There is no health assessment to read, or HCP starts none.",
        "The Standard plan and larger ones have them, and Terraform Enterprise. HCP assesses what was "
        "applied last, about once a day, and pauses while the latest run, also a plan alone, ended badly.",
        "Do what the help says: turn them on, apply, or make a run that succeeds. A plan of eksgen finds the "
        "same drift: `eksgen drift SPEC`.",
    ),
    "cloud-backend": Code(
        "The option or verb is about runs in HCP, and the spec has none there.",
        "It has no `terraform.backend.cloud`, or the execution mode of its workspace is `local`.",
        "Leave the option out, or set `terraform.backend.cloud`.",
    ),
    "cloud-host": Code(
        "The host of `terraform.backend.cloud` cannot be used.",
        "It does not answer, its certificate is not trusted, or its discovery document names no Terraform "
        "API (`tfe.v2`). Plain http is accepted on this machine only.",
        "Correct `hostname`; for a private CA, name a bundle that holds it in SSL_CERT_FILE.",
    ),
    "cloud-lock-file": Code(
        "The provider lock file cannot be used where remote runs take place.",
        "A provider that was installed from a mirror is recorded with the hash of this platform alone; a run "
        "on linux_amd64 finds no hash that matches and stops.",
        "Pin the provider with `eksgen update`, or run `terraform providers lock -platform=linux_amd64` in "
        "the compiled folder.",
    ),
    "cloud-project": Code(
        "The organization or the project does not exist, or the token may not see it.",
        "Who may do what in a workspace is decided by its project, so eksgen never creates one.",
        "Create the project on the page that the help names, or correct `terraform.backend.cloud`.",
    ),
    "cloud-rights": Code(
        "The token lacks a right on the workspace.",
        "To plan, to apply, to destroy and to read the state are separate rights in HCP. A token of an "
        "organization can start no run at all.",
        "Use a token of a user or a team that has the right.",
    ),
    "cloud-run": Code(
        "The run cannot be shown: it does not exist, is of another workspace, or has no plan.",
        "`plan --run` takes the id of a run, the address of its page, or a commit. A commit has a run only "
        "if the workspace is connected to the repository and HCP has planned it; on GitHub the commit of a "
        "pull request is `github.event.pull_request.head.sha`.",
        "Pass a run of the workspace of the spec.",
    ),
    "cloud-state": Code(
        "The state of the spec is still where another backend kept it.",
        "The spec names a workspace of HCP now, whose state is empty. A run there would plan to create "
        "everything a second time.",
        "Run the command of the help, which copies the state into the workspace. If the old state is of no "
        "use, remove it.",
    ),
    "cloud-token": Code(
        "There is no token for the host, or the host refuses it.",
        "eksgen looks where Terraform looks: in `TF_TOKEN_` with the name of the host, in the CLI "
        "configuration, and in its credentials helper. It never shows a token, or hands one on.",
        "Run `terraform login HOST`, or set the variable that the help names.",
    ),
    "cloud-vcs": Code(
        "The workspace applies what is merged into a repository.",
        "A workspace that is connected to VCS accepts no other configuration for an apply, or for a plan "
        "that is saved. `plan` and `drift` run there.",
        "Commit the folder that `eksgen compile SPEC -o FOLDER` writes, and merge it, or disconnect the "
        "workspace from VCS.",
    ),
    "cloud-version": Code(
        "The workspace runs a version of Terraform that the spec does not accept.",
        "Which Terraform a remote run uses is a setting of the workspace.",
        "Run `eksgen cloud setup SPEC`, which changes the version after asking, or change "
        "`terraform.version` in the spec.",
    ),
    "cloud-workspace": Code(
        "The workspace does not exist, or the token may not see it.",
        "HCP gives the same answer for both. A workspace is never created by a plan: a name with a typing "
        "error would mean an empty state, and a plan that creates everything again.",
        "Correct `terraform.backend.cloud`, or create the workspace with `eksgen cloud setup SPEC`.",
    ),
    "plan-values-hidden": Code(
        "The values of secrets are not compared, because the token may only read a redacted plan.",
        "The whole plan of a run takes the rights of an admin of the workspace. Without them the report is "
        "the same, but for a secret that changes: that its value differs is not shown.",
        "Nothing has to be done. To compare secrets too, use a token of an admin of the workspace.",
    ),
    "run-failed": Code(
        "Terraform failed in HCP.",
        "The errors are those of Terraform, at the lines of the spec where they have one; the last note is "
        "the page of the run.",
        "Fix the errors, and run the same command again.",
    ),
    "run-left": Code(
        "The run in HCP goes on without eksgen.",
        "A second ^C leaves a run that had been asked to stop. It ends by itself, and may still change "
        "things until then.",
        "Look at its page, or stop it with `eksgen unlock SPEC RUN`; the message has the id of the run.",
    ),
    "run-policy": Code(
        "A policy or a task of HCP stopped the run.",
        "The notes name each one that did not pass. A policy that may be overridden waits for somebody with "
        "the right to do that; eksgen never does.",
        "Change what the policy names, or have it overridden on the page of the run.",
    ),
}
