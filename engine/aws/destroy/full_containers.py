"""Find the repositories and buckets that a plan deletes or replaces, and that AWS keeps because they are
full.

ECR refuses DeleteRepository while there are images (RepositoryNotEmptyException), S3 DeleteBucket while there
are files, old versions or delete markers (BucketNotEmpty). Sources, read 2026-11-30: ECR API reference,
DeleteRepository; S3 API reference, DeleteBucket; S3 user guide, "Emptying a general purpose bucket".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ....catalog.destroy_blockers.delete_commands import delete_command, empty_bucket_command, stop_command
from ....compiler.errors import EksgenError
from ....compiler.plural import plural
from ...plan.document import PlanDocument
from ...plan.result import Action, PlanResult
from ...plan.state_values import recorded_values
from ...truncate import take_some
from ...workdir.workspace import Workspace
from ..outside_state import Clients
from ..session import call_aws, client
from .blocking_object import BlockingObject, Objects

CONTAINERS = ("aws_ecr_repository", "aws_s3_bucket")
_SHOWN = 20


def destroys_containers(planned: PlanResult) -> bool:
    """Return whether a plan deletes or replaces a repository or a bucket."""
    destroyed = (c for c in planned.changes if c.action in (Action.DELETE, Action.REPLACE))
    return any(change.address.resource_type in CONTAINERS for change in destroyed)


def find_full(workspace: Workspace, document: PlanDocument) -> tuple[Objects, tuple[str, ...]]:
    """Return the full ones among the repositories and buckets that the plan deletes, and remarks about failed
    calls."""
    region = document.region
    if region is None:
        return (), ()
    clients = cache(lambda service: client(workspace, service, region))

    def find() -> Objects:
        return (*_repositories(clients, document, region), *_buckets(clients, document, region))

    return call_aws("images and files", find, ())


def _deleted(document: PlanDocument, resource_type: str) -> Iterator[Mapping[str, Any]]:
    for entry in document.entries:
        of_type = entry.address.resource_type == resource_type and not entry.address.data
        if of_type and entry.destroys and isinstance(entry.before.value, Mapping):
            yield entry.before.value


def _repositories(clients: Clients, document: PlanDocument, region: str) -> Iterator[BlockingObject]:
    for repository in _deleted(document, "aws_ecr_repository"):
        name = str(repository.get("name"))
        if not repository.get("force_delete") and _has_images(clients("ecr"), name):
            command = f"{delete_command('aws_ecr_repository', name, region)} --force"
            note = "the command deletes it with all its images"
            yield BlockingObject(
                "registry", name, "has images", blocks="DeleteRepository", commands=(command,), note=note
            )


def _has_images(ecr: Any, name: str) -> bool:
    return bool(ecr.list_images(repositoryName=name, maxResults=1).get("imageIds"))


def _buckets(clients: Clients, document: PlanDocument, region: str) -> Iterator[BlockingObject]:
    for bucket in _deleted(document, "aws_s3_bucket"):
        name = str(bucket.get("bucket"))
        if not bucket.get("force_destroy") and _has_files(clients("s3"), name):
            yield BlockingObject(
                "bucket",
                name,
                "has files",
                blocks="DeleteBucket",
                commands=(*_stop_commands(document, name, region), empty_bucket_command(name, region)),
                note="the last command deletes 1,000 versions at a time, `Empty` in the console of S3 all of "
                "them; or take it out of the state to keep it, with `terraform state rm`",
            )


def _has_files(s3: Any, name: str) -> bool:
    listed = s3.list_object_versions(Bucket=name, MaxKeys=1)
    return bool(listed.get("Versions") or listed.get("DeleteMarkers"))


def _stop_commands(document: PlanDocument, bucket: str, region: str) -> Iterator[str]:
    """Yield what keeps trails and load balancers from filling the bucket again, every 5 minutes."""
    for trail in recorded_values(document, "aws_cloudtrail"):
        if trail.get("s3_bucket_name") == bucket:
            yield stop_command("aws_cloudtrail", str(trail.get("name")), region)
    for resource_type, id_ in (("aws_lb", "arn"), ("aws_elb", "name")):
        for balancer in recorded_values(document, resource_type):
            logs = balancer.get("access_logs")
            blocks = [block for block in logs if isinstance(block, Mapping)] if isinstance(logs, list) else []
            if any(block.get("bucket") == bucket and block.get("enabled") for block in blocks):
                yield stop_command(resource_type, str(balancer.get(id_)), region)


def full_error(objects: Objects) -> EksgenError | None:
    """Return the error about a plan that is no destroy, and that AWS would refuse half way; None if there is
    no full object."""
    if not objects:
        return None
    count, verb = plural(len(objects), "object"), "is" if len(objects) == 1 else "are"
    return EksgenError(
        f"the apply would stop half way: {count} that it deletes {verb} not empty",
        code="destroy-blocked",
        notes=take_some([f"{item} blocks {item.blocks}; {item.note}" for item in objects], _SHOWN),
        helps=(
            "keep it: undo the edit of the spec",
            *(command for item in objects for command in item.commands),
            "or run these commands, empty what is to go, then plan again",
        ),
    )
