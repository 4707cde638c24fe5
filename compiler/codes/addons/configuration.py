"""Codes of findings in the settings of add-ons: configuration, kube-proxy, network policies."""

from __future__ import annotations

from ..code import Code

CODES: dict[str, Code] = {
    "addon-configuration": Code(
        "The schema of an add-on does not accept its configuration.",
        "EKS checks the configuration against the schema of the add-on's version, and refuses the call: "
        "the apply stops half way.",
        "Write the key or the value as the schema has it.",
        """
addons:
  coredns: {configuration: {replicaCounts: 3}}
""",
        """
addons:
  coredns: {configuration: {replicaCount: 3}}
""",
    ),
    "contradicting-configuration": Code(
        "The configuration of an add-on says something else than a field of the spec.",
        "The configuration wins, so the field has no effect.",
        "Delete one of the two.",
        """
addons:
  vpc-cni: {prefixDelegation: true, configuration: {env: {ENABLE_PREFIX_DELEGATION: "false"}}}
""",
        """
addons:
  vpc-cni: {prefixDelegation: true}
""",
        level="warning",
    ),
    "deprecated-proxy-mode": Code(
        "kube-proxy runs in the mode ipvs, which is deprecated since Kubernetes 1.35.",
        "Kubernetes 1.40 turns it off by default, and 1.43 has it no more: kube-proxy would not start.",
        "Use nftables, which is as fast.",
        """
kubernetes: {version: "1.36"}
addons:
  kube-proxy: {mode: ipvs}
""",
        """
kubernetes: {version: "1.36"}
addons:
  kube-proxy: {mode: nftables}
""",
        level="warning",
    ),
    "network-policy": Code(
        "Nothing would enforce network policies.",
        "A NetworkPolicy without anything that enforces it is accepted by Kubernetes, and has no effect.",
        "Keep the add-on vpc-cni in a version that can do it, or write `networkPolicy: none`.",
        """
kubernetes: {version: "1.36", networkPolicy: vpc-cni}
addons:
  vpc-cni: {version: v1.13.4-eksbuild.1}
""",
        """
kubernetes: {version: "1.36", networkPolicy: vpc-cni}
addons:
  vpc-cni: {version: v1.20.4-eksbuild.1}
""",
    ),
    "outgrown-proxy-mode": Code(
        "The cluster can grow beyond what the mode iptables of kube-proxy is fast enough for.",
        "For a new connection, the kernel reads the rules of all Services one after the other. The number "
        "of Services is an estimate from the largest number of pods.",
        "Use the mode nftables (Kubernetes 1.33), whose cost does not grow with the number of Services.",
        """
kubernetes: {version: "1.36"}
network: {cidr: 10.20.0.0/16, podCidr: 100.64.0.0/16}
addons:
  vpc-cni: {prefixDelegation: true, warmTargets: {ip: 4}}
nodeGroups:
  web: {instanceTypes: [m7i.2xlarge], scaling: {min: 2, max: 150}}
""",
        """
kubernetes: {version: "1.36"}
network: {cidr: 10.20.0.0/16, podCidr: 100.64.0.0/16}
addons:
  vpc-cni: {prefixDelegation: true, warmTargets: {ip: 4}}
  kube-proxy: {mode: nftables}
nodeGroups:
  web: {instanceTypes: [m7i.2xlarge], scaling: {min: 2, max: 150}}
""",
        level="warning",
    ),
    "proxy-mode": Code(
        "kube-proxy cannot work as its mode and scheduler say.",
        "Only ipvs has a scheduler. nftables needs Kubernetes 1.33, and version 1.23 of vpc-cni.",
        "Choose a mode that the versions of the cluster have.",
        """
addons:
  kube-proxy: {scheduler: lc}
""",
        """
addons:
  kube-proxy: {}
""",
    ),
    "unenforced-network-policy": Code(
        "Network policies have no effect on some nodes.",
        "Windows, Fargate and hybrid nodes do not run what enforces them.",
        "Keep pods that policies must protect off these nodes, and allow the warning with the reason.",
        """
kubernetes: {version: "1.36", networkPolicy: vpc-cni}
fargateProfiles:
  batch: {selectors: [{namespace: batch}]}
""",
        """
kubernetes: {version: "1.36", networkPolicy: vpc-cni}
""",
        level="warning",
    ),
}
