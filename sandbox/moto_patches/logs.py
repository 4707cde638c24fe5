"""CloudWatch Logs: class, deletion protection and KMS key of a log group, which moto does not store."""

from __future__ import annotations

from typing import Any

from moto.logs.exceptions import ValidationException
from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

from ...catalog.immutable import RESTRICTION
from .patch import Function, Patch


def _create_log_group(create: Function) -> Function:
    """A log group keeps its class and its deletion protection."""

    def patched(self: Any) -> Any:
        response = create(self)
        group = self.logs_backend.groups[self._get_param("logGroupName")]
        group.eksgen_class = self._get_param("logGroupClass") or "STANDARD"
        group.eksgen_protected = bool(self._get_param("deletionProtectionEnabled"))
        return response

    return patched


def _describe_log_group(describe: Function) -> Function:
    def patched(self: Any) -> Any:
        return {
            **describe(self),
            "logGroupClass": getattr(self, "eksgen_class", "STANDARD"),
            "deletionProtectionEnabled": getattr(self, "eksgen_protected", False),
        }

    return patched


def _associate_kms_key(_: None) -> Function:
    """Add the operation that sets the key of a log group."""

    def operation(self: Any) -> str:
        self.logs_backend.groups[self._get_param("logGroupName")].kms_key_id = self._get_param("kmsKeyId")
        return ""

    return operation


def _disassociate_kms_key(_: None) -> Function:
    """Add the operation that removes the key of a log group."""

    def operation(self: Any) -> str:
        self.logs_backend.groups[self._get_param("logGroupName")].kms_key_id = None
        return ""

    return operation


def _delete_log_group(delete: Function) -> Function:
    """Refuse to delete a protected log group; delete the tags of a group with it."""

    def patched(self: Any) -> Any:
        group = self.logs_backend.groups.get(self._get_param("logGroupName"))
        if group is not None and getattr(group, "eksgen_protected", False):
            raise ValidationException(RESTRICTION["log-group-protection"].answer)
        response = delete(self)
        if group is not None:
            self.logs_backend.tagger.delete_all_tags_for_resource(group.arn)
        return response

    return patched


def _put_deletion_protection(_: None) -> Function:
    """Add the operation that sets the deletion protection of a log group."""

    def operation(self: Any) -> str:
        name = self._get_param("logGroupIdentifier").rsplit(":log-group:", 1)[-1].removesuffix(":*")
        protected = bool(self._get_param("deletionProtectionEnabled"))
        self.logs_backend.groups[name].eksgen_protected = protected
        return ""

    return operation


PATCHES = (
    Patch(LogsResponse, "create_log_group", _create_log_group),
    Patch(LogsResponse, "delete_log_group", _delete_log_group),
    Patch(LogsResponse, "associate_kms_key", _associate_kms_key),
    Patch(LogsResponse, "disassociate_kms_key", _disassociate_kms_key),
    Patch(LogsResponse, "put_log_group_deletion_protection", _put_deletion_protection),
    Patch(LogGroup, "to_describe_dict", _describe_log_group),
)
