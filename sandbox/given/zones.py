"""Make hosted zones in moto with the IDs of a spec. A zone that is there already stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moto.route53.models import route53_backends

from .request import GIVEN_TAG


def make_zones(spec: Mapping[str, Any]) -> None:
    """Make the zones of a request: an account, its partition, and the domain of each zone by its ID."""
    backend = route53_backends[spec["account"]][spec["partition"]]
    for id_, domain in sorted(spec["zones"].items()):
        if id_ not in backend.zones:
            zone = backend.create_hosted_zone(
                f"{domain}.",
                False,
                vpcid=None,
                vpcregion=None,
                comment="",
                caller_reference=id_,
                delegation_set_id=None,
            )
            backend.zones[id_] = backend.zones.pop(zone.resource_id)
            zone.resource_id = id_
            backend.change_tags_for_resource("hostedzone", id_, [{"Key": GIVEN_TAG, "Value": "zone"}], [])
