"""Listeners that change: protocols of network load balancers, and certificates that stay.

Source: elbv2 API reference, ModifyListener, read 2026-11-30.
"""

from __future__ import annotations

from typing import Any

from moto.elbv2 import models

from .patch import Function, Patch

_SECURE = frozenset({"HTTPS", "TLS"})
_OF_NETWORK = frozenset({"TLS", "UDP", "TCP_UDP"})
"""Protocols of network load balancers that moto does not know in a change."""


def _modify(modify: Function) -> Function:
    """A listener keeps its additional certificates, and has none once it is not encrypted."""

    def patched(
        self: Any,
        arn: str,
        port: Any = None,
        protocol: str | None = None,
        ssl_policy: str | None = None,
        certificates: Any = None,
        actions: Any = None,
    ) -> Any:
        (listener,) = self.describe_listeners(load_balancer_arn=None, listener_arns=[arn])
        additional = listener.certificates[1:]
        asked = None if protocol in _OF_NETWORK else protocol
        changed = modify(self, arn, port, asked, ssl_policy, certificates, actions)
        changed.protocol = protocol or changed.protocol
        if changed.protocol not in _SECURE:
            changed.certificate, changed.certificates = None, []
        elif certificates:
            changed.certificate = certificates[0]["CertificateArn"]
            others = [other for other in additional if other != changed.certificate]
            changed.certificates = [changed.certificate, *others]
        return changed

    return patched


PATCHES = (Patch(models.ELBv2Backend, "modify_listener", _modify),)
