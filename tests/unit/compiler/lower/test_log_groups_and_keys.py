"""Log groups exist for what is logged, and the key of the logs for the groups that use it."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.compiler.lower.kms import keys
from eksgen.compiler.resolve import resolve
from eksgen.compiler.resolve.logs import resolve_logs
from eksgen.schemas.cluster import ClusterSpec

KEY = "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-00000000000a"


def spec(control_plane: dict[str, Any], flow_logs: dict[str, Any] | str) -> ClusterSpec:
    return ClusterSpec.model_validate(
        {
            "apiVersion": "eksgen/v1alpha1", "kind": "Cluster", "metadata": {"name": "a", "region": "us-west-2"},
            "kubernetes": {"version": "1.34"}, "access": {"admins": ("arn:aws:iam::111122223333:role/a",)},
            "controlPlane": {"logs": control_plane}, "network": {"flowLogs": flow_logs},
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("control_plane", "flow_logs", "expected"),
    [
        ({}, {}, ["control-plane", "flow-logs"]),
        ({}, "none", ["control-plane"]),
        ({"types": ()}, {}, ["flow-logs"]),
        ({"types": ()}, "none", []),
    ],
)
def test_a_log_group_exists_for_what_is_logged(
    control_plane: dict[str, Any], flow_logs: dict[str, Any] | str, expected: list[str]
) -> None:
    assert [group.key for group in resolve_logs(spec(control_plane, flow_logs))] == expected


@pytest.mark.parametrize(
    ("control_plane", "flow_logs", "created"),
    [
        ({}, {}, True),
        ({"kmsKey": KEY}, {}, True),
        ({}, {"kmsKey": KEY}, True),
        ({"kmsKey": KEY}, {"kmsKey": KEY}, False),
        ({"types": ()}, "none", False),
    ],
)
def test_the_key_of_the_logs_is_created_if_any_group_uses_it(
    control_plane: dict[str, Any], flow_logs: dict[str, Any] | str, created: bool
) -> None:
    calls = keys(resolve(spec(control_plane, flow_logs)))
    assert ("logs_key" in [call.name for call in calls]) is created
