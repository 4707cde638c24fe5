"""User data of Windows: commands of PowerShell.

In a managed group with an image of EKS, EKS appends the commands that make the node join; the user data must
not call the bootstrap script itself. With an image of the user's own, the user data calls it.

Source (read 2026-11-29): EKS user guide, "Customize managed nodes with launch templates" and "Create nodes
with optimized Windows AMIs", parameters of Start-EKSBootstrap.ps1.
"""

from __future__ import annotations

from .facts import NodeFacts

_SCRIPT = r'& "$env:ProgramFiles\Amazon\EKS\Start-EKSBootstrap.ps1"'


def powershell(facts: NodeFacts) -> str:
    """Return the commands; "" if there are none besides those of EKS."""
    joining = (_join(facts), *facts.bootstrap.post_commands) if facts.joins else ()
    commands = (*facts.bootstrap.pre_commands, *joining)
    return "\n".join(("<powershell>", *commands, "</powershell>", "")) if commands else ""


def _join(facts: NodeFacts) -> str:
    flags = {
        "--node-labels": facts.label_flag,
        "--register-with-taints": facts.taint_flag,
        "--max-pods": "" if facts.max_pods is None else str(facts.max_pods),
    }
    parameters = {
        "EKSClusterName": facts.cluster,
        "APIServerEndpoint": facts.endpoint,
        "Base64ClusterCA": facts.certificate_authority,
        "DNSClusterIP": facts.dns_address,
        "ServiceCIDR": facts.services,
        "KubeletExtraArgs": " ".join(f"{name}={value}" for name, value in flags.items() if value),
    }
    given = (f"-{name} {_quoted(value)}" for name, value in parameters.items() if value)
    return " ".join((_SCRIPT, *given))


def _quoted(text: str) -> str:
    """Return a text that PowerShell takes literally."""
    return "'" + text.replace("'", "''") + "'"
