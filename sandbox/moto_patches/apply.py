"""Apply all patches to moto; call it once, before the server is created."""

from __future__ import annotations

from . import (
    access_logs,
    auto_scaling,
    dependencies,
    ec2,
    iam,
    image_parameters,
    instance_connect,
    ipv6,
    kms,
    listener_rules,
    listeners,
    load_balancers,
    logs,
    placement_groups,
    requests,
    subscriptions,
    trails,
    vpc,
    waf,
)

_PATCHED = (
    access_logs,
    auto_scaling,
    dependencies,
    ec2,
    iam,
    image_parameters,
    instance_connect,
    ipv6,
    kms,
    listener_rules,
    listeners,
    load_balancers,
    logs,
    placement_groups,
    requests,
    subscriptions,
    trails,
    vpc,
    waf,
)


def apply_patches() -> None:
    """Apply the patches of every service."""
    for module in _PATCHED:
        for patch in module.PATCHES:
            patch.apply()
