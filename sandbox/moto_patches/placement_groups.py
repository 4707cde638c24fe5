"""EC2 placement groups, which moto does not have: create, describe, delete.

Source: EC2 API reference, CreatePlacementGroup and DescribePlacementGroups (read 2026-11-29).
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.responses import EC2Response
from moto.moto_api._internal import mock_random
from moto.utilities.utils import get_partition

from .patch import Function, Patch


def _groups(response: Any) -> dict[str, dict[str, Any]]:
    """Return the groups of the account and region by name."""
    groups: dict[str, dict[str, Any]] = vars(response.ec2_backend).setdefault("eksgen_placement_groups", {})
    return groups


def _create(_: None) -> Function:
    def operation(self: Any) -> ActionResult:
        name = self._get_param("GroupName")
        if name in _groups(self):
            raise EC2ClientError(
                "InvalidPlacementGroup.Duplicate", f"The placement group '{name}' already exists."
            )
        id_, region = f"pg-{mock_random.get_random_hex(17)}", self.ec2_backend.region_name
        arn = f"arn:{get_partition(region)}:ec2:{region}:{self.current_account}:placement-group/{name}"
        group = {"GroupName": name, "GroupId": id_, "GroupArn": arn, "State": "available"}
        group |= {"Strategy": self._get_param("Strategy", "cluster")}
        _groups(self)[name] = group
        self.ec2_backend.tags[id_].update(
            self._parse_tag_specification("placement-group").get("placement-group", {})
        )
        return ActionResult({"PlacementGroup": _described(self, group)})

    return operation


def _described(response: Any, group: dict[str, Any]) -> dict[str, Any]:
    tags = response.ec2_backend.tags.get(group["GroupId"], {})
    return {**group, "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def _describe(_: None) -> Function:
    def operation(self: Any) -> ActionResult:
        names = set(self._get_param("GroupNames", []))
        filtered = [f["Values"] for f in self._get_param("Filters", []) if f["Name"] == "group-name"]
        if names - _groups(self).keys():
            raise EC2ClientError(
                "InvalidPlacementGroup.Unknown",
                f"The Placement Group '{min(names - _groups(self).keys())}' is unknown.",
            )
        chosen = [
            group
            for name, group in _groups(self).items()
            if (not names or name in names) and all(name in values for values in filtered)
        ]
        return ActionResult({"PlacementGroups": [_described(self, group) for group in chosen]})

    return operation


def _delete(_: None) -> Function:
    def operation(self: Any) -> ActionResult:
        name = self._get_param("GroupName")
        if _groups(self).pop(name, None) is None:
            raise EC2ClientError("InvalidPlacementGroup.Unknown", f"The Placement Group '{name}' is unknown.")
        return ActionResult({})

    return operation


PATCHES = (
    Patch(EC2Response, "create_placement_group", _create),
    Patch(EC2Response, "describe_placement_groups", _describe),
    Patch(EC2Response, "delete_placement_group", _delete),
)
