"""KMS: keys, aliases, grants.

Sources: EKS user guide, "Encrypt Kubernetes secrets with KMS"; CIS Amazon EKS Benchmark 1.7, section 5.3,
read 2026-11; of the secrets, `terraform providers schema -json` of hashicorp/aws 5.100.0, 2026-11-24.
"""

from __future__ import annotations

from ..resource_type import GENERAL, MISSING, OFF, Attribute, Noun, ResourceType, high_severity
from ..risk import Risk

KMS: tuple[ResourceType, ...] = (
    ResourceType(
        "aws_kms_alias",
        Noun("KMS alias", "KMS aliases"),
        severity=GENERAL,
        attributes=(Attribute("target_key_arn", changed_by="it follows the key of the alias"),),
    ),
    ResourceType(
        "aws_kms_grant", None, severity=GENERAL, attributes=(Attribute("grant_token", secret=True),)
    ),
    ResourceType(
        "aws_kms_key",
        Noun("KMS key", "KMS keys", ("description",)),
        severity=(high_severity(Risk.LOSS, "what is encrypted with the key cannot be read", MISSING),),
        protected=True,
        # What the provider sets after CreateKey (rotation) it also reads, so the next plan completes it in
        # place (hashicorp/aws 5.100, service/kms/key.go; read 2026-11).
        kept_while=frozenset(),
        attributes=(
            Attribute("policy", (high_severity(Risk.DATA, "it decides who may use the key"),)),
            Attribute(
                "is_enabled",
                (high_severity(Risk.LOSS, "what is encrypted with the key cannot be read", OFF),),
            ),
            Attribute(
                "enable_key_rotation",
                (high_severity(Risk.DATA, "the key is no longer changed every year", OFF),),
            ),
        ),
    ),
)
