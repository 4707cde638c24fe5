"""What the AWS provider marks as secret in the resource types eksgen makes or is likely to make next.

Terraform marks these values in the JSON of a plan itself; this is a second safeguard for whatever a plan
leaves unmarked. Asking for the schema at run time would cost three seconds and 13 MB. The attributes stand in
the rows of `catalog/resources`.

Source: `terraform providers schema -json` of hashicorp/aws 5.100.0, 2026-11-24; a test compares them.
What 6.62.0 adds to these types names nothing secret (tests/provider).
"""

from __future__ import annotations

from collections.abc import Mapping

from . import RESOURCE_TYPES

ATTRIBUTES: Mapping[str, frozenset[tuple[str | int, ...]]] = {
    row.name: frozenset(secrets)
    for row in RESOURCE_TYPES.values()
    if (secrets := [attribute.path for attribute in row.attributes if attribute.secret])
}
"""Resource type -> paths of secret attributes, blocks by name and without indexes."""

_NO_SECRETS = frozenset(
    {
        "aws_autoscaling_group_tag",
        "aws_autoscaling_lifecycle_hook",
        "aws_autoscaling_schedule",
        "aws_cloudwatch_event_rule",
        "aws_cloudwatch_event_target",
        "aws_cloudwatch_log_resource_policy",
        "aws_default_network_acl",
        "aws_default_route_table",
        "aws_ecr_pull_through_cache_rule",
        "aws_egress_only_internet_gateway",
        "aws_elb_attachment",
        "aws_iam_role_policies_exclusive",
        "aws_iam_role_policy_attachments_exclusive",
        "aws_iam_service_linked_role",
        "aws_key_pair",
        "aws_kms_key_policy",
        "aws_lb_cookie_stickiness_policy",
        "aws_lb_ssl_negotiation_policy",
        "aws_lb_target_group_attachment",
        "aws_placement_group",
        "aws_s3_bucket_logging",
        "aws_security_group_rule",
        "aws_sqs_queue",
        "aws_sqs_queue_policy",
        "aws_vpc_block_public_access_options",
        "aws_vpc_dhcp_options",
        "aws_vpc_dhcp_options_association",
    }
)
"""Types without a row whose schema was checked: none has a secret attribute."""

KNOWN_TYPES = frozenset(RESOURCE_TYPES) - {"terraform_data"} | _NO_SECRETS
"""The types whose schema was checked. None has an attribute whose type the provider leaves open."""
