"""Codes of errors that stop an update of versions or an upgrade of Kubernetes."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "changed-meanwhile": Code(
        "A file was changed while the command used it.",
        "An editor or another command wrote the spec, a file that it extends, or the lock file, after this "
        "command had read it. Writing would lose that change, so nothing is written.",
        "Run the command again.",
    ),
    "no-answer": Code(
        "AWS did not answer what the command must know.",
        "A lock file that was made of half an answer would leave the other half open without saying so, so "
        "nothing is written. The message is from AWS: no credentials, a missing permission, no network.",
        "Fix that and run the command again. docs/versions.md has the permissions; `--sandbox` needs none.",
    ),
    "no-fitting-version": Code(
        "An add-on has no version that fits.",
        "EKS offers none for this Kubernetes version and these nodes, or only one that it cannot reach: the "
        "VPC CNI moves one minor version at a time.",
        "Pin a version that is one step away in the spec, apply it, and update again; or remove the add-on.",
    ),
    "other-account": Code(
        "The credentials belong to another account than the spec names.",
        "What AWS offers and what runs may differ from account to account.",
        "Use credentials of the account in `metadata.accountId`.",
    ),
    "upgrade-blocked": Code(
        "A check blocks the step to the next Kubernetes version.",
        "EKS would refuse the step, or nodes and add-ons would be left behind without support. Neither the "
        "spec nor its lock file was changed.",
        "Fix what the checks name, and run the command again. EKS renews its upgrade insights once a day, or "
        "after `aws eks start-insights-refresh`. `--force` goes on in spite of upgrade insights "
        "of EKS, never of another check.",
    ),
}
