"""Modes of kube-proxy: the versions that have them, and when they become slow.

Sources (read 2026-11-30): EKS best practices, "Running kube-proxy in nftables Mode" (kernel 5.13, EKS 1.33,
VPC CNI 1.23; latency of iptables with more than 1,000 Services); KEP-5495 with its pull request 6120 (ipvs is
deprecated in 1.35, off by default from 1.40 and gone in 1.43).
"""

FIRST_WITH_NFTABLES = (1, 33)
"""First version of Kubernetes in which EKS has the mode nftables."""

FIRST_CNI_WITH_NFTABLES = (1, 23, 0)
"""First version of the add-on vpc-cni that works beside the mode nftables."""

IPVS_DEPRECATED = (1, 35)
IPVS_OFF, IPVS_REMOVED = "1.40", "1.43"

SERVICES_FOR_IPTABLES = 1000
"""Services with which iptables still works well."""

PODS_OF_A_SERVICE = 10
"""An estimate for clusters of which only the size is known."""
