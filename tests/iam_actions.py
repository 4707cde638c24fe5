"""The IAM action that an operation of an API needs, and whether policies allow it.

Sources, read 2026-11-30: S3 user guide, "Required permissions for Amazon S3 API operations"; IAM user guide,
"IAM JSON policy elements" (`*` and `?`; actions in any case) and "Policy evaluation logic".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

_OTHER_NAMES = {
    "s3:CopyObject": "s3:PutObject",
    "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
    "s3:DeleteBucketOwnershipControls": "s3:PutBucketOwnershipControls",
    "s3:DeleteBucketTagging": "s3:PutBucketTagging",
    "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:GetBucketAccelerateConfiguration": "s3:GetAccelerateConfiguration",
    "s3:GetBucketCors": "s3:GetBucketCORS",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycle": "s3:GetLifecycleConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
    "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:ListObjects": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:PutBucketLifecycle": "s3:PutLifecycleConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "sts:GetCallerIdentity": "",
}
"""Operations whose action has another name; "" for those that need none."""


def action_of(call: str) -> str:
    """Return the action that a call such as `s3:HeadBucket` needs, or "" for one that is always allowed."""
    return _OTHER_NAMES.get(call, call)


def not_allowed(calls: Iterable[str], documents: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the calls that no statement allows for any resource."""
    allowed = [action for document in documents for s in document["Statement"] for action in s["Action"]]
    needed = {call: action_of(call) for call in calls}
    return [
        call
        for call, action in needed.items()
        if action and not any(_matches(pattern.lower(), action.lower()) for pattern in allowed)
    ]


def allows(documents: Iterable[Mapping[str, Any]], action: str, resource: str) -> bool:
    """Return whether a statement allows an action for a resource; conditions are not looked at."""
    return any(
        any(_matches(pattern.lower(), action.lower()) for pattern in statement["Action"])
        and any(_matches(pattern, resource) for pattern in statement["Resource"])
        for document in documents
        for statement in document["Statement"]
    )


def _matches(pattern: str, text: str) -> bool:
    return _regex(pattern).fullmatch(text) is not None


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)
