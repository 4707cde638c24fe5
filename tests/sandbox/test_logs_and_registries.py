"""Registries, the audit trail and logs, from apply to destroy in the sandbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import yaml

from eksgen.catalog.logs.container_insights import log_group_prefix, log_groups
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.sandbox.leftovers import leftovers
from tests.growing import GROWTHS

from .applied_example import AppliedExample
from .aws_command import run_aws_command
from .conftest import EXAMPLES, Project

ACCOUNT = "100000000091"
MEDIA = "application/vnd.docker.distribution.manifest.v2+json"
IMAGE = json.dumps(
    {
        "schemaVersion": 2,
        "mediaType": MEDIA,
        "config": {"digest": f"sha256:{'a' * 64}", "size": 1},
        "layers": [],
    }
)
EVERYBODY = {"Sid": "x", "Effect": "Allow", "Principal": "*", "Action": "ecr:*"}


def summary(findings: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(finding["kind"], finding["address"]) for finding in findings}


def planned(project: Project, *growths: str) -> dict[str, set[str]]:
    """Return the addresses in a plan of a project that has grown, by action."""
    text = project.spec.read_text("utf-8")
    document = yaml.safe_load(text)
    for growth in growths:
        before = compile_spec(check_text(yaml.safe_dump(document).encode(), "cluster.yaml"))
        document = GROWTHS[growth](document, before)
    project.spec.write_text(yaml.safe_dump(document), "utf-8")
    plan = json.loads(project.eksgen("plan", "--format", "json"))
    project.spec.write_text(text, "utf-8")
    actions: dict[str, set[str]] = {}
    for change in plan["changes"]:
        actions.setdefault(change["action"], set()).add(change["address"])
    return actions


class TestRegistries(AppliedExample):
    name = "registries"

    def test_one_more_registry_touches_no_other(self, project: Project) -> None:
        assert planned(project, "registry") == {
            "create": {
                f'module.registry.aws_ecr_{name}.this["added/registry"]'
                for name in ("lifecycle_policy", "repository", "repository_policy")
            }
        }

    def test_a_policy_that_somebody_adds_is_unmanaged(self, project: Project) -> None:
        ecr = project.client("ecr")
        policy = json.dumps({"Version": "2012-10-17", "Statement": [EVERYBODY]})
        ecr.set_repository_policy(repositoryName="tools", policyText=policy)
        findings = project.counted_findings(code=3)
        ecr.delete_repository_policy(repositoryName="tools")
        assert summary(findings) == {("unmanaged", "aws_ecr_repository_policy[tools]")}
        assert findings[0]["level"] == "high"

    def test_tags_that_somebody_makes_mutable_are_drift_at_their_line(self, project: Project) -> None:
        ecr = project.client("ecr")
        ecr.put_image_tag_mutability(repositoryName="shop/jobs", imageTagMutability="MUTABLE")
        (finding,) = project.counted_findings(code=3)
        assert finding["spec"]["field"] == "registries.shop/jobs.immutableTags"
        project.eksgen("apply", "--yes")
        assert project.counted_findings(code=0) == []

    def test_a_registry_with_images_is_neither_replaced_nor_destroyed(self, project: Project) -> None:
        project.client("ecr").put_image(repositoryName="shop/jobs", imageManifest=IMAGE, imageTag="v1")
        text = project.spec.read_text("utf-8")
        project.spec.write_text(text.replace("kmsKey: managed", "kmsKey: aws"), "utf-8")
        planned = project.eksgen("plan")
        _, applied = project.run("apply", project.spec.name, "--yes", code=1)
        project.spec.write_text(text, "utf-8")
        _, destroyed = project.run("destroy", project.spec.name, "--yes", code=1)
        for stderr in (applied, destroyed):
            assert "error[destroy-blocked]" in stderr
            assert "registry shop/jobs (has images) blocks DeleteRepository" in stderr
        assert "the apply would stop half way: 1 object that it deletes is not empty" in " ".join(
            planned.split()
        )
        project.client("ecr").batch_delete_image(repositoryName="shop/jobs", imageIds=[{"imageTag": "v1"}])
        assert project.counted_findings(code=0) == []


class TestLoggingAudit(AppliedExample):
    name = "logging-audit"

    def test_one_more_group_with_a_subscription_touches_no_other(self, project: Project) -> None:
        assert planned(project, "log group", "subscription") == {
            "create": {
                'module.log_groups.aws_cloudwatch_log_group.this["added"]',
                'module.log_groups.aws_cloudwatch_log_subscription_filter.this["added"]',
                'module.log_groups.aws_iam_role.subscription["added"]',
                'module.log_groups.aws_iam_role_policy.subscription["added"]',
            }
        }

    def test_a_trail_that_somebody_stops_is_drift_and_is_started_again(self, project: Project) -> None:
        trails = project.client("cloudtrail")
        trails.stop_logging(Name="ledger-eu-west-1-audit")
        (finding,) = project.counted_findings(code=3)
        assert (finding["kind"], finding["level"]) == ("changed-outside", "high")
        project.eksgen("apply", "--yes")
        assert trails.get_trail_status(Name="ledger-eu-west-1-audit")["IsLogging"]

    def test_a_subscription_that_somebody_adds_is_unmanaged(self, project: Project) -> None:
        logs, group = project.client("logs"), "/aws/eks/ledger/cluster"
        stream = f"arn:aws:kinesis:{project.region}:{project.account}:stream/denied"
        role = f"arn:aws:iam::{project.account}:role/spy"
        logs.put_subscription_filter(
            logGroupName=group, filterName="spy", filterPattern="", destinationArn=stream, roleArn=role
        )
        findings = project.counted_findings(code=3)
        logs.delete_subscription_filter(logGroupName=group, filterName="spy")
        assert summary(findings) == {("unmanaged", f"aws_cloudwatch_log_subscription_filter[{group}#spy]")}

    def test_a_bucket_with_log_files_is_not_destroyed(self, project: Project) -> None:
        with a_file_in_the_bucket(project):
            _, stderr = project.run("destroy", project.spec.name, "--yes", code=1)
        assert "error[destroy-blocked]" in stderr
        assert "(has files) blocks DeleteBucket" in stderr
        assert "aws cloudtrail stop-logging --name ledger-eu-west-1-audit --region eu-west-1" in stderr
        assert project.counted_findings(code=0) == []


class TestMonitoring(AppliedExample):
    name = "monitoring"

    def test_every_group_that_the_agent_fills_has_a_retention_and_a_key(self, project: Project) -> None:
        logs = project.client("logs")
        groups = logs.describe_log_groups(logGroupNamePrefix=log_group_prefix("watch"))["logGroups"]
        assert {group["logGroupName"] for group in groups} == set(log_groups("watch"))
        assert all(group["retentionInDays"] <= 30 and group["kmsKeyId"] for group in groups)

    def test_the_agent_has_a_role_of_its_own(self, project: Project) -> None:
        found = project.client("eks").list_pod_identity_associations(clusterName="watch")["associations"]
        assert ("amazon-cloudwatch", "cloudwatch-agent") in {
            (each["namespace"], each["serviceAccount"]) for each in found
        }


@contextmanager
def a_file_in_the_bucket(project: Project) -> Iterator[None]:
    """Put a file into the bucket of the trail, whose policy the local S3 applies to everybody; remove it then."""
    s3, name = project.client("s3"), f"eks-audit-{project.account}-{project.region}-ledger"
    policy = s3.get_bucket_policy(Bucket=name)["Policy"]
    s3.delete_bucket_policy(Bucket=name)
    version = s3.put_object(Bucket=name, Key="AWSLogs/file", Body=b"events")["VersionId"]
    yield
    s3.delete_object(Bucket=name, Key="AWSLogs/file", VersionId=version)
    s3.put_bucket_policy(Bucket=name, Policy=policy)


@pytest.fixture(scope="module")
def kept(new_project: Callable[..., Project]) -> Project:
    """Return the project of a spec whose log group stays after a destroy."""
    text = (EXAMPLES / "quickstart.yaml").read_text("utf-8")
    logs = "controlPlane:\n  logs: {keepOnDestroy: true, kmsKey: aws}\n"
    return new_project("kept-logs", ACCOUNT, spec=text.replace("controlPlane:\n", logs, 1))


def test_a_log_group_that_is_kept_is_taken_over_by_the_next_cluster(kept: Project) -> None:
    group = f"arn:aws:logs:{kept.region}:{ACCOUNT}:log-group:/aws/eks/quickstart/cluster"
    kept.eksgen("apply", "--yes")
    out, err = kept.run("destroy", kept.spec.name, "--yes")
    assert "stays, as `keepOnDestroy` says" in " ".join(f"{out} {err}".split())
    assert [arn.removesuffix(":*") for arn in leftovers(kept.sandbox, ACCOUNT, kept.region)] == [group]
    _, refused = kept.run("apply", kept.spec.name, "--yes", code=1)
    assert "error[orphans]" in refused
    assert "--import-orphans" in refused
    kept.eksgen("apply", "--yes", "--import-orphans")
    assert kept.counted_findings(code=0) == []
    kept.eksgen("destroy", "--yes")
    command = "aws logs delete-log-group --log-group-name /aws/eks/quickstart/cluster"
    run_aws_command(kept.client, command)
    assert leftovers(kept.sandbox, ACCOUNT, kept.region) == ()
