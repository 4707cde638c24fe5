"""Codes of errors about outputs and kubeconfigs."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "broken-kubeconfig": Code(
        "A kubeconfig cannot be changed without harm to the rest of it.",
        "It is not YAML, has an entry twice, or uses aliases. eksgen proves that its edit changes only the "
        "entry of the cluster, and writes nothing otherwise.",
        "Repair the file, choose another one with --file, or use the entry that --print writes.",
    ),
    "context-taken": Code(
        "The kubeconfig has a context of this name for another cluster.",
        "The entry would replace it, and `kubectl` would talk to another cluster than somebody expects.",
        "Choose another name with --alias, or another file with --file.",
    ),
    "kubeconfig-locked": Code(
        "Another program is changing the kubeconfig.",
        "eksgen takes the lock that `kubectl config` takes, a file with `.lock` behind the name, so that "
        "neither loses what the other writes. A program that was killed leaves its lock behind.",
        "Run it again later. If no program changes the kubeconfig, remove the lock.",
    ),
    "no-output": Code(
        "The state has no such output.",
        "Outputs are there once the cluster was applied, and only those that its spec leads to.",
        "Apply the spec, or use one of the names that the error lists.",
    ),
}
