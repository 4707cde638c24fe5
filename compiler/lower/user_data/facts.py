"""What the user data of a node group is made from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network

from ....schemas.compute.bootstrap import Bootstrap
from ....schemas.nodes import Taint
from ...values import Joined, Ref, Value


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """The settings of a node group. Without `service_cidr`, EKS chooses the CIDR block of Services.

    `joins` is true if the user data must make the nodes join the cluster, because EKS adds nothing to it:
    with an image of the user's own, and in a self-managed group. `max_pods` is None where the default is
    right. `login` means that people log in with a key.
    """

    cluster: str
    service_cidr: str | None
    labels: Mapping[str, str]
    taints: tuple[Taint, ...]
    max_pods: int | None
    bootstrap: Bootstrap
    joins: bool
    login: bool = False

    @property
    def endpoint(self) -> str:
        """Return the text that stands for the address of the cluster, until `lines_of` replaces it."""
        return f"endpoint-{self._mark}"

    @property
    def certificate_authority(self) -> str:
        """Return the text that stands for the certificate of the cluster, until `lines_of` replaces it."""
        return f"certificate-authority-{self._mark}"

    @property
    def services(self) -> str:
        """Return the CIDR block of Services, or the text that stands for it until `lines_of` replaces it."""
        return self.service_cidr or f"service-cidr-{self._mark}"

    @property
    def dns_address(self) -> str:
        """Return the address of the cluster's DNS, the tenth of the Services, or what stands for it."""
        return str(ip_network(self.service_cidr)[10]) if self.service_cidr else f"dns-address-{self._mark}"

    @property
    def label_flag(self) -> str:
        """Return the labels as an argument of the kubelet."""
        return ",".join(f"{key}={value}" for key, value in sorted(self.labels.items()))

    @property
    def taint_flag(self) -> str:
        """Return the taints as an argument of the kubelet."""
        return ",".join(f"{taint.key}={taint.value or ''}:{taint.effect}" for taint in self.taints)

    @property
    def _mark(self) -> str:
        """Return a word that the settings cannot contain: a hash of all of them."""
        settings = (self.cluster, dict(self.labels), self.taints, self.bootstrap)
        return hashlib.sha256(repr(settings).encode()).hexdigest()[:24]


def _ipv6_refs(facts: NodeFacts) -> dict[str, Ref]:
    return {facts.services: Ref("eks", "service_cidr"), facts.dns_address: Ref("eks", "dns_address")}


def lines_of(facts: NodeFacts, text: str) -> tuple[Value, ...]:
    """Return the lines of a text, with references to the cluster's address and certificate."""
    refs: dict[str, Ref] = {
        facts.endpoint: Ref("eks", "endpoint"),
        facts.certificate_authority: Ref("eks", "certificate_authority"),
        **({} if facts.service_cidr else _ipv6_refs(facts)),
    }
    pattern = re.compile(f"({'|'.join(refs)})")
    pieces = (pattern.split(line) for line in text.split("\n"))
    return tuple(
        line[0] if len(line) == 1 else Joined(tuple(refs.get(piece, piece) for piece in line))
        for line in pieces
    )
