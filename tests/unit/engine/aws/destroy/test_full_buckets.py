"""A bucket with something in it is named with the command that empties it."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from eksgen.engine.aws.destroy import full_buckets
from eksgen.engine.aws.destroy.full_buckets import find_full_buckets

from ..fake_aws import FakeApi, recorded

BUCKET = "shop-lb-site-logs-111122223333-1a2b3c4d"


def found(monkeypatch: pytest.MonkeyPatch, answer: Any, **fields: Any) -> Any:
    api = FakeApi(list_object_versions=answer)
    monkeypatch.setattr(full_buckets, "client", lambda *_: api)
    workspace: Any = None
    return find_full_buckets(workspace, recorded(("aws_s3_bucket", {"bucket": BUCKET, **fields})))


@pytest.mark.parametrize("answer", [{"Versions": [{"Key": "a"}]}, {"DeleteMarkers": [{"Key": "a"}]}])
def test_versions_and_markers_of_deleted_objects_are_content(
    monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    (bucket,), remarks = found(monkeypatch, answer)
    assert remarks == ()
    assert (str(bucket), bucket.blocks) == (f"content of bucket {BUCKET}", "DeleteBucket")
    (command,) = bucket.commands
    assert command.startswith(f"aws s3api delete-objects --bucket {BUCKET} --region eu-west-1 --delete ")
    assert "[Versions[].{Key:Key,VersionId:VersionId},DeleteMarkers[]" in command


def test_an_empty_bucket_and_one_that_terraform_empties_are_not_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert found(monkeypatch, {}) == ((), ())
    assert found(monkeypatch, {"Versions": [{"Key": "a"}]}, force_destroy=True) == ((), ())


def test_a_bucket_that_cannot_be_read_is_a_remark(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: Any) -> Any:
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "ListObjectVersions")

    objects, (remark,) = found(monkeypatch, refused)
    assert objects == ()
    assert BUCKET in remark
