"""Everything else: DNS records, parameters.

Source of the secrets: `terraform providers schema -json` of hashicorp/aws 5.100.0, 2026-11-24.
"""

from __future__ import annotations

from ..resource_type import GENERAL, Attribute, Noun, ResourceType, high_severity
from ..risk import Risk

OTHER: tuple[ResourceType, ...] = (
    ResourceType(
        "aws_route53_record",
        Noun("DNS record", "DNS records"),
        severity=GENERAL,
        attributes=(Attribute("alias", (high_severity(Risk.REACH, "clients are led elsewhere"),)),),
    ),
    ResourceType(
        "aws_ssm_parameter",
        None,
        severity=GENERAL,
        attributes=(
            Attribute("value", secret=True),
            Attribute("value_wo", secret=True),
        ),
    ),
    ResourceType("terraform_data", Noun("data value", "data values", ()), severity=GENERAL),
)
