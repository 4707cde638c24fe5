"""Registries with images and buckets with files are named before a plan deletes them."""

from __future__ import annotations

from typing import Any

import pytest

from eksgen.engine.aws.destroy import full_containers
from eksgen.engine.aws.destroy.blocking_object import BlockingObject
from eksgen.engine.aws.destroy.full_containers import find_full, full_error

from ..fake_aws import FakeApi, recorded

REPOSITORY = ("aws_ecr_repository", {"name": "shop/web", "force_delete": False})
BUCKET = ("aws_s3_bucket", {"bucket": "logs", "force_destroy": False})
TRAIL = ("aws_cloudtrail", {"name": "audit", "s3_bucket_name": "logs"})


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return the answers of AWS, to be filled by a test."""
    answers: dict[str, Any] = {"images": {"imageIds": []}, "files": {}}
    clients = {
        "ecr": FakeApi(list_images=lambda **_: answers["images"]),
        "s3": FakeApi(list_object_versions=lambda **_: answers["files"]),
    }
    monkeypatch.setattr(full_containers, "client", lambda _workspace, service, _region: clients[service])
    return answers


def found(*objects: tuple[str, dict[str, Any]]) -> tuple[BlockingObject, ...]:
    workspace: Any = None
    full, remarks = find_full(workspace, recorded(*objects))
    assert remarks == ()
    return full


def test_what_is_empty_does_not_block(aws: dict[str, Any]) -> None:
    assert found(REPOSITORY, BUCKET) == ()


def test_a_registry_with_images_comes_with_the_command_that_deletes_both(aws: dict[str, Any]) -> None:
    aws["images"] = {"imageIds": [{"imageDigest": "sha256:1"}]}
    (item,) = found(REPOSITORY, BUCKET)
    assert (str(item), item.blocks) == ("registry shop/web (has images)", "DeleteRepository")
    command = "aws ecr delete-repository --repository-name shop/web --region eu-west-1 --force"
    assert item.commands == (command,)
    assert found(("aws_ecr_repository", {"name": "shop/web", "force_delete": True})) == ()


@pytest.mark.parametrize("kind", ["Versions", "DeleteMarkers"])
def test_a_bucket_with_files_or_old_versions_comes_with_the_trail_to_stop(
    aws: dict[str, Any], kind: str
) -> None:
    aws["files"] = {kind: [{"Key": "a"}]}
    (item,) = found(BUCKET, TRAIL, ("aws_cloudtrail", {"name": "other", "s3_bucket_name": "others"}))
    assert (str(item), item.blocks) == ("bucket logs (has files)", "DeleteBucket")
    stop, empty = item.commands
    assert stop == "aws cloudtrail stop-logging --name audit --region eu-west-1"
    assert empty.startswith("aws s3api delete-objects --bucket logs --region eu-west-1 --delete ")
    assert "1,000 versions" in item.note


LB = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop-lb-site/0123456789abcdef"
OFF = {"bucket": "logs", "enabled": False}
ON = {"bucket": "logs", "enabled": True}
OTHER = {"bucket": "others", "enabled": True}
STOP_LB = f"aws elbv2 modify-load-balancer-attributes --load-balancer-arn {LB} --attributes Key=access_logs.s3.enabled,Value=false --region eu-west-1"
STOP_ELB = "aws elb modify-load-balancer-attributes --load-balancer-name legacy --load-balancer-attributes 'AccessLog={Enabled=false}' --region eu-west-1"


@pytest.mark.parametrize(
    ("writer", "stop"),
    [
        (("aws_lb", {"arn": LB, "access_logs": [ON]}), [STOP_LB]),
        (("aws_elb", {"name": "legacy", "access_logs": [ON]}), [STOP_ELB]),
        (("aws_lb", {"arn": LB, "access_logs": [OFF]}), []),
        (("aws_lb", {"arn": LB, "access_logs": [OTHER]}), []),
        (("aws_lb", {"arn": LB, "access_logs": None}), []),
        (("aws_elb", {"name": "legacy", "access_logs": []}), []),
    ],
)
def test_a_load_balancer_stops_logging_before_its_bucket_is_emptied(
    aws: dict[str, Any], writer: tuple[str, dict[str, Any]], stop: list[str]
) -> None:
    aws["files"] = {"Versions": [{"Key": "a"}]}
    (item,) = found(BUCKET, writer)
    assert list(item.commands[:-1]) == stop


def test_a_plan_that_is_no_destroy_is_refused_for_it(aws: dict[str, Any]) -> None:
    assert full_error(()) is None
    aws["images"] = {"imageIds": [{}]}
    error = full_error(found(REPOSITORY))
    assert error is not None
    assert error.code == "destroy-blocked"
    assert "1 object that it deletes is not empty" in str(error)
