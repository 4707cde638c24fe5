"""What the AWS provider marks as secret in the resource types eksgen makes or is likely to make next.

Terraform marks these values in the JSON of a plan itself; the table is a second lock on the same door, for
whatever a plan leaves unmarked. Asking for the schema at run time would cost three seconds and 13 MB.

Source: `terraform providers schema -json` of hashicorp/aws 5.100.0, 2026-11-24; a test holds the table to it.
What 6.62.0 adds to these types names nothing secret (tests/provider).
"""

from __future__ import annotations

from collections.abc import Mapping

ATTRIBUTES: Mapping[str, frozenset[tuple[str | int, ...]]] = {
    "aws_kms_grant": frozenset({("grant_token",)}),
    "aws_lb_listener": frozenset({("default_action", "authenticate_oidc", "client_secret")}),
    "aws_lb_listener_rule": frozenset({("action", "authenticate_oidc", "client_secret")}),
    "aws_ssm_parameter": frozenset({("value",), ("value_wo",)}),
}
"""Resource type -> paths of attributes, blocks by name and without indexes."""
