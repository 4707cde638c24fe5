"""User data of Amazon Linux 2023: a MIME document with NodeConfig objects and shell scripts.

nodeadm merges the NodeConfig objects in their order. EKS appends one of its own to the user data of a managed
group, with the cluster, the labels, the taints, `maxPods` and `clusterDNS`; so the latter two are written to
`/etc/eks/nodeadm.d`, which nodeadm reads last. Scripts run before nodeadm starts the kubelet; commands for
later are a unit of systemd.

Sources (read 2026-11-29): awslabs/amazon-eks-ami, nodeadm/README.md, doc/api.md and doc/examples.md;
nodeadm-run.service; EKS user guide, "Customize managed nodes with launch templates".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from ...source.yaml_writer import WritingStyle, entry_lines
from .facts import NodeFacts

_SET_BY_EKS = ("maxPods", "clusterDNS")
"""Fields of the kubelet that the NodeConfig of EKS sets, too."""
_STRATEGIES = {"raid0": "RAID0", "raid10": "RAID10", "mount": "Mount"}
_DROP_IN = "/etc/eks/nodeadm.d/eksgen.yaml"
_SCRIPT = "/usr/local/sbin/eksgen-post-commands"
_UNIT = "/etc/systemd/system/eksgen-post-commands.service"
_UNIT_TEXT = f"""[Unit]
Description=Commands of the cluster spec for a node that has joined
After=nodeadm-run.service

[Service]
Type=oneshot
ExecStart={_SCRIPT}"""


def nodeadm(facts: NodeFacts) -> str:
    """Return the MIME document; "" if nodeadm needs nothing besides what EKS adds."""
    parts = [*_config(facts), *_scripts(facts)]
    return _mime(parts) if parts else ""


def _config(facts: NodeFacts) -> Iterator[tuple[str, str]]:
    spec: dict[str, Any] = {"cluster": _cluster(facts)} if facts.joins else {}
    kubelet = {
        "config": {key: value for key, value in _kubelet(facts).items() if key not in _last(facts)},
        "flags": _flags(facts) if facts.joins else (),
    }
    if filled := {key: value for key, value in kubelet.items() if value}:
        spec["kubelet"] = filled
    if facts.bootstrap.containerd:
        spec["containerd"] = {"config": facts.bootstrap.containerd}
    if facts.bootstrap.local_storage:
        spec["instance"] = {"localStorage": {"strategy": _STRATEGIES[facts.bootstrap.local_storage]}}
    if spec:
        yield "application/node.eks.aws", _node_config(spec)


def _cluster(facts: NodeFacts) -> dict[str, str]:
    return {
        "name": facts.cluster,
        "apiServerEndpoint": facts.endpoint,
        "certificateAuthority": facts.certificate_authority,
        "cidr": facts.services,
    }


def _kubelet(facts: NodeFacts) -> dict[str, Any]:
    most = {} if facts.max_pods is None else {"maxPods": facts.max_pods}
    return dict(sorted({**facts.bootstrap.kubelet, **most}.items()))


def _last(facts: NodeFacts) -> tuple[str, ...]:
    """Return the fields of the kubelet that nodeadm must read after those of EKS."""
    return () if facts.joins else _SET_BY_EKS


def _flags(facts: NodeFacts) -> tuple[str, ...]:
    flags = {"--node-labels": facts.label_flag, "--register-with-taints": facts.taint_flag}
    return tuple(f"{name}={value}" for name, value in flags.items() if value)


def _node_config(spec: Mapping[str, Any]) -> str:
    document = {"apiVersion": "node.eks.aws/v1alpha1", "kind": "NodeConfig", "spec": spec}
    return "\n".join(
        line for key, value in document.items() for line in entry_lines(key, value, 0, WritingStyle())
    )


def _scripts(facts: NodeFacts) -> Iterator[tuple[str, str]]:
    """Yield the scripts, in the order in which they run."""
    if commands := facts.bootstrap.pre_commands:
        yield _shell("\n".join(("set -ex", *commands)))
    late = {key: value for key, value in _kubelet(facts).items() if key in _last(facts)}
    if late:
        yield _shell(f"set -e\n{_file(_DROP_IN, _node_config({'kubelet': {'config': late}}))}")
    if commands := facts.bootstrap.post_commands:
        script = "\n".join(("#!/bin/bash", "set -ex", *commands))
        start = "systemctl daemon-reload\nsystemctl start --no-block eksgen-post-commands.service"
        yield _shell(
            f"set -e\n{_file(_SCRIPT, script)}\nchmod 0700 {_SCRIPT}\n{_file(_UNIT, _UNIT_TEXT)}\n{start}"
        )


def _shell(script: str) -> tuple[str, str]:
    return 'text/x-shellscript; charset="utf-8"', f"#!/bin/bash\n{script}"


def _file(name: str, text: str) -> str:
    """Return the commands that write a file; its end cannot be a line of the text, which it is a hash of."""
    end = f"END_{_hash(text)}"
    return f"install -D -m 0600 /dev/null {name}\ncat > {name} <<'{end}'\n{text}\n{end}"


def _mime(parts: list[tuple[str, str]]) -> str:
    """Return the MIME document; the boundary cannot be in the parts, which it is a hash of."""
    boundary = f"eksgen-{_hash(repr(parts))}"
    body = "".join(f"--{boundary}\nContent-Type: {kind}\n\n{text}\n\n" for kind, text in parts)
    return (
        f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="{boundary}"\n\n{body}--{boundary}--\n'
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
