"""Apply all patches to moto; call it once, before the server is created."""

from __future__ import annotations

from . import dependencies, ec2, image_parameters, load_balancers, logs, requests


def apply_patches() -> None:
    """Apply the patches of every service."""
    for module in (dependencies, ec2, image_parameters, load_balancers, logs, requests):
        for patch in module.PATCHES:
            patch.apply()
