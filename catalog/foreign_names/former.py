"""Spellings of earlier versions of the language.

What a rule decides for all fields needs no row: a word in another style (`perZone`, `no-schedule`), and
switches (`enabled: false`, `proxyProtocol: true`).
"""

from __future__ import annotations

from .row import ForeignName

FORMER: tuple[ForeignName, ...] = (
    ForeignName("controlPlane.secretsEncryption.kmsKey", "controlPlane.secretsEncryption"),
    ForeignName("logs.kmsKey", "logs.kmsKey", values={"none": "aws"}),
    ForeignName(
        "controlPlane.endpoint",
        "controlPlane.endpoint",
        values={"private": "{private: true}", "public": "{public: true}"},
    ),
    ForeignName("network.flowLogs.destination", "network.flowLogs.to"),
    ForeignName("addons.vpc-cni.networkPolicy", "kubernetes.networkPolicy", values={"true": "vpc-cni"}),
    ForeignName(
        "nodeGroups.*.update.maxUnavailablePercent", "nodeGroups.*.update.maxUnavailable", write='"{}%"'
    ),
)
