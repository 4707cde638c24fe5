"""Load balancers of every type with all their parts, from apply to destroy in the sandbox."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from eksgen.compiler.pipeline import check_text, compile_spec
from tests.growing import GROWTHS

from .applied_example import AppliedExample
from .conftest import Project

NEW = re.compile(r"8099|/added|rules?\.|rule\[|30097|30099")
"""Addresses of a listener on port 8099, and of a rule."""


def balancer(project: Project, name: str) -> str:
    found = project.client("elbv2").describe_load_balancers(Names=[f"shop-lb-{name}"])["LoadBalancers"]
    return str(found[0]["LoadBalancerArn"])


def rules(project: Project) -> list[dict[str, Any]]:
    elbv2 = project.client("elbv2")
    listeners = elbv2.describe_listeners(LoadBalancerArn=balancer(project, "site"))["Listeners"]
    arn = next(listener["ListenerArn"] for listener in listeners if listener["Port"] == 443)
    found: list[dict[str, Any]] = elbv2.describe_rules(ListenerArn=arn)["Rules"]
    return found


WEB_ACL = "regional/webacl/shop/11111111-2222-3333-4444-555555555555"


def last_call(project: Project, name: str, newest: int = 0) -> Any:
    """Return when the newest call of an operation was made, or another one, counted from the newest."""
    attribute = {"AttributeKey": "EventName", "AttributeValue": name}
    events = project.client("cloudtrail").lookup_events(LookupAttributes=[attribute])["Events"]
    return events[newest]["EventTime"]


class TestLoadBalancers(AppliedExample):
    name = "load-balancers"

    def test_bindings_name_target_groups_that_exist(self, project: Project) -> None:
        file = project.work_folder / "manifests" / "target-group-bindings.yaml"
        bindings: list[Any] = list(yaml.safe_load_all(file.read_text("utf-8")))
        names = [binding["spec"]["targetGroupName"] for binding in bindings]
        groups = project.client("elbv2").describe_target_groups(Names=names)["TargetGroups"]
        assert [group["TargetType"] for group in groups] == ["ip", "ip"]

    @pytest.mark.parametrize("growth", ["rule", "application listener", "network listener"])
    def test_one_more_rule_or_listener_comes_with_its_own_objects_only(
        self, project: Project, growth: str
    ) -> None:
        text = project.spec.read_text("utf-8")
        before = compile_spec(check_text(text.encode(), "cluster.yaml"))
        project.spec.write_text(yaml.safe_dump(GROWTHS[growth](yaml.safe_load(text), before)), "utf-8")
        plan = json.loads(project.eksgen("plan", "--format", "json"))
        project.spec.write_text(text, "utf-8")
        assert {change["action"] for change in plan["changes"]} == {"create"}
        assert [change["address"] for change in plan["changes"] if not NEW.search(change["address"])] == []

    def test_another_target_port_takes_requests_once_it_has_instances(self, project: Project) -> None:
        before = project.spec.read_text("utf-8")
        project.spec.write_text(before.replace("targetPort: 30443", "targetPort: 31443"), "utf-8")
        project.eksgen("apply", "--yes")
        attached = last_call(project, "AttachLoadBalancerTargetGroups")
        detached = last_call(project, "DetachLoadBalancerTargetGroups", newest=-1)
        assert attached < last_call(project, "ModifyListener") < detached
        assert project.counted_findings(code=0) == []

    def test_a_web_acl_that_is_associated_first_needs_no_change(self, project: Project) -> None:
        text, own = project.spec.read_text("utf-8"), f"arn:aws:wafv2:us-west-2:{project.account}:{WEB_ACL}"
        assert own in text
        other = own.replace("/shop/", "/next/")
        project.client("wafv2").associate_web_acl(WebACLArn=other, ResourceArn=balancer(project, "site"))
        project.spec.write_text(text.replace(own, other), "utf-8")
        plan = json.loads(project.eksgen("plan", "--format", "json"))
        project.spec.write_text(text, "utf-8")
        project.client("wafv2").associate_web_acl(WebACLArn=own, ResourceArn=balancer(project, "site"))
        assert not any(plan["counts"].values())

    def test_rules_forget_stickiness(self, project: Project) -> None:
        text = project.spec.read_text("utf-8")
        without = text.replace("    stickiness: {cookie: session, duration: 3600}\n", "")
        project.spec.write_text(without, "utf-8")
        project.eksgen("apply", "--yes")
        forwards = [rule["Actions"][0].get("ForwardConfig", {}) for rule in rules(project)]
        several = [forward for forward in forwards if len(forward.get("TargetGroups", [])) > 1]
        assert [forward["TargetGroupStickinessConfig"]["Enabled"] for forward in several] == [False]
        assert project.counted_findings(code=0) == []

    def test_a_rule_and_a_web_acl_that_are_gone_are_drift_that_an_apply_reverts(
        self, project: Project
    ) -> None:
        canary = next(rule for rule in rules(project) if rule["Priority"] == "10")
        project.client("elbv2").delete_rule(RuleArn=canary["RuleArn"])
        project.client("wafv2").disassociate_web_acl(ResourceArn=balancer(project, "site"))
        findings = project.counted_findings(code=3)
        assert {(finding["kind"], finding["level"]) for finding in findings} == {("deleted-outside", "high")}
        lines = project.spec.read_text("utf-8").split("\n")
        places = sorted(lines[finding["spec"]["line"] - 1].strip()[:8] for finding in findings)
        assert places == ["- header", "site:"]
        project.eksgen("apply", "--yes")
        assert project.counted_findings(code=0) == []

    def test_a_destroy_is_refused_while_there_are_logs_in_a_bucket(self, project: Project) -> None:
        s3 = project.client("s3")
        bucket = next(b["Name"] for b in s3.list_buckets()["Buckets"] if "-site-logs-" in b["Name"])
        version = s3.put_object(Bucket=bucket, Key="site/AWSLogs/log.gz", Body=b"log")["VersionId"]
        _, err = project.run("destroy", project.spec.name, "--yes", code=1)
        s3.delete_object(Bucket=bucket, Key="site/AWSLogs/log.gz", VersionId=version)
        assert f"bucket {bucket} (has files)" in " ".join(err.split())
        assert "aws s3api delete-objects" in err

    def test_records_lead_to_the_load_balancers(self, project: Project) -> None:
        sets = project.client("route53").list_resource_record_sets(HostedZoneId="Z0123456789ABCDEFGHIJ")
        led = {r["Name"]: r["AliasTarget"]["DNSName"] for r in sets["ResourceRecordSets"] if r["Type"] == "A"}
        assert set(led) == {"edge.example.com.", "legacy.example.com.", "www.example.com."}
        assert led["edge.example.com."].startswith("shop-lb-edge-")

    @pytest.mark.parametrize(("name", "writer"), [("site", "arn:aws:iam::797873946194:root"), ("edge", "")])
    def test_the_policy_of_a_log_bucket_names_who_writes(
        self, project: Project, name: str, writer: str
    ) -> None:
        s3 = project.client("s3")
        bucket = next(b["Name"] for b in s3.list_buckets()["Buckets"] if f"-{name}-logs-" in b["Name"])
        statements = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
        principals = [s["Principal"] for s in statements if s["Effect"] == "Allow"]
        delivery = {"Service": "delivery.logs.amazonaws.com"}
        assert principals == ([{"AWS": writer}] if writer else [delivery, delivery])


class TestLoadBalancersOfKubernetes(AppliedExample):
    name = "load-balancers-kubernetes"

    def test_terraform_makes_the_bucket_that_the_service_names(self, project: Project) -> None:
        file = project.work_folder / "manifests" / "services.yaml"
        objects: list[Any] = list(yaml.safe_load_all(file.read_text("utf-8")))
        edge = next(item["metadata"] for item in objects if item["metadata"]["name"] == "edge")
        written = edge["annotations"]["service.beta.kubernetes.io/aws-load-balancer-attributes"]
        bucket = dict(part.split("=") for part in written.split(","))["access_logs.s3.bucket"]
        assert bucket in [found["Name"] for found in project.client("s3").list_buckets()["Buckets"]]
        assert project.client("elbv2").describe_load_balancers()["LoadBalancers"] == []

    def test_the_service_names_subnets_that_exist(self, project: Project) -> None:
        file = project.work_folder / "manifests" / "services.yaml"
        objects: list[Any] = list(yaml.safe_load_all(file.read_text("utf-8")))
        resolver = next(item["metadata"] for item in objects if item["metadata"]["name"] == "resolver")
        names = resolver["annotations"]["service.beta.kubernetes.io/aws-load-balancer-subnets"].split(",")
        filters = [{"Name": "tag:Name", "Values": names}]
        assert len(project.client("ec2").describe_subnets(Filters=filters)["Subnets"]) == len(names) == 2
