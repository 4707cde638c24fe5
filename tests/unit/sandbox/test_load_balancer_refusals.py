"""What Elastic Load Balancing and AWS WAF refuse, the sandbox refuses, too."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.sandbox.given.request import provide
from eksgen.sandbox.server_file import Sandbox
from tests.unit.sandbox.conftest import ACCOUNT, REGION, Client

ACL = f"arn:aws:wafv2:{REGION}:{ACCOUNT}:regional/webacl/shop/11111111-2222-3333-4444-555555555555"
WRITER = "arn:aws:iam::156460612806:root"
"""Who writes the access logs of application load balancers in this region."""

_numbers = itertools.count()


class Elb:
    """What these tests make in the local AWS."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.api = client("elbv2")

    def balancer(self, kind: str, zones: int = 2) -> str:
        ec2, number = self.client("ec2"), next(_numbers)
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [
            ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"{REGION}{zone}")
            for n, zone in enumerate("ab"[:zones])
        ]
        ids = [subnet["Subnet"]["SubnetId"] for subnet in subnets]
        made = self.api.create_load_balancer(Name=f"{kind}-{number}", Type=kind, Subnets=ids)
        return str(made["LoadBalancers"][0]["LoadBalancerArn"])

    def target_group(self) -> str:
        vpc = self.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        name = f"group-{next(_numbers)}"
        made = self.api.create_target_group(Name=name, Protocol="TCP", Port=80, VpcId=vpc)
        return str(made["TargetGroups"][0]["TargetGroupArn"])

    def listener(self) -> str:
        made = self.api.create_listener(
            LoadBalancerArn=self.balancer("application"), Protocol="HTTP", Port=80, DefaultActions=[ANSWER]
        )
        return str(made["Listeners"][0]["ListenerArn"])

    def rule(self, listener: str, *paths: str, priority: int = 1) -> Any:
        conditions = [{"Field": "path-pattern", "PathPatternConfig": {"Values": list(paths)}}]
        return self.api.create_rule(
            ListenerArn=listener, Conditions=conditions, Priority=priority, Actions=[ANSWER]
        )


ANSWER = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}


@pytest.fixture
def elb(client: Client) -> Elb:
    return Elb(client)


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(ClientError) as caught:
        call()
    return str(caught.value.response["Error"]["Code"])


def test_an_application_load_balancer_stands_in_two_zones(elb: Elb) -> None:
    assert refused(lambda: elb.balancer("application", zones=1)) == "ValidationError"
    assert elb.balancer("network", zones=1)


def test_a_rule_has_five_values_and_five_wildcards_at_most(elb: Elb) -> None:
    place = elb.listener()
    assert refused(lambda: elb.rule(place, "/1", "/2", "/3", "/4", "/5", "/6")) == "ValidationError"
    assert refused(lambda: elb.rule(place, "/*/*/*", "/*/*/*")) == "ValidationError"
    made = elb.rule(place, "/1", "/2", "/3", "/4", "/*")["Rules"][0]["RuleArn"]
    assert refused(lambda: elb.rule(place, "/a")) == "PriorityInUse"
    assert refused(lambda: elb.rule(place, "/b", priority=50001)) == "ValidationError"
    conditions = [{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/?/?/?/?/?/?"]}}]
    assert refused(lambda: elb.api.modify_rule(RuleArn=made, Conditions=conditions)) == "ValidationError"


def test_the_hundred_and_first_rule_is_refused(elb: Elb) -> None:
    place = elb.listener()
    for number in range(100):
        elb.rule(place, f"/{number}", priority=number + 1)
    assert refused(lambda: elb.rule(place, "/more", priority=101)) == "TooManyRules"


def test_the_host_is_no_header(elb: Elb) -> None:
    place = elb.listener()

    def rule(header: str, priority: int) -> Any:
        config = {"HttpHeaderName": header, "Values": ["a.example.com"]}
        conditions = [{"Field": "http-header", "HttpHeaderConfig": config}]
        return elb.api.create_rule(
            ListenerArn=place, Conditions=conditions, Priority=priority, Actions=[ANSWER]
        )

    assert refused(lambda: rule("Host", 1)) == "ValidationError"
    assert rule("X-Forwarded-Host", 2)


def test_an_application_load_balancer_has_a_hundred_target_groups(elb: Elb, client: Client) -> None:
    place = elb.listener()
    vpc = client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]

    def group(number: int) -> str:
        name = f"of-many-{next(_numbers)}-{number}"
        made = elb.api.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=vpc)
        return str(made["TargetGroups"][0]["TargetGroupArn"])

    def rule(groups: list[str], priority: int) -> Any:
        targets = [{"TargetGroupArn": arn, "Weight": 1} for arn in groups]
        return elb.api.create_rule(
            ListenerArn=place,
            Conditions=[{"Field": "path-pattern", "Values": [f"/{priority}"]}],
            Priority=priority,
            Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": targets}}],
        )

    arns = [group(number) for number in range(101)]
    for first in range(0, 100, 5):
        rule(arns[first : first + 5], first + 1)
    assert rule(arns[:5], 200), "target groups that it has already count once"
    assert refused(lambda: rule(arns[100:], 201)) == "TooManyUniqueTargetGroupsPerLoadBalancer"


def test_a_network_load_balancer_never_gets_its_first_security_group(elb: Elb) -> None:
    arn = elb.balancer("network")
    groups = ["sg-0123456789abcdef0"]
    call = lambda: elb.api.set_security_groups(LoadBalancerArn=arn, SecurityGroups=groups)  # noqa: E731
    assert refused(call) == "InvalidConfigurationRequest"


def test_a_bucket_whose_policy_names_another_writer_takes_no_logs(elb: Elb, client: Client) -> None:
    arn, s3 = elb.balancer("application"), client("s3")
    s3.create_bucket(Bucket="logs-of-tests", CreateBucketConfiguration={"LocationConstraint": REGION})

    def log(bucket: str = "logs-of-tests") -> Any:
        values = {"access_logs.s3.enabled": "true", "access_logs.s3.bucket": bucket}
        attributes = [{"Key": key, "Value": value} for key, value in values.items()]
        return elb.api.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=attributes)

    def let(principal: dict[str, str]) -> None:
        statement = {"Effect": "Allow", "Action": "s3:PutObject", "Principal": principal}
        s3.put_bucket_policy(Bucket="logs-of-tests", Policy=json.dumps({"Statement": [statement]}))

    assert refused(log) == "InvalidConfigurationRequest"
    let({"Service": "delivery.logs.amazonaws.com"})
    assert refused(log) == "InvalidConfigurationRequest", "that is the writer of network load balancers"
    let({"AWS": WRITER})
    assert log()
    assert log("a-bucket-of-the-real-account")


def test_a_web_acl_protects_application_load_balancers_only(elb: Elb, client: Client) -> None:
    waf, network = client("wafv2"), elb.balancer("network")
    call = lambda: waf.associate_web_acl(WebACLArn=ACL, ResourceArn=network)  # noqa: E731
    assert refused(call) == "WAFInvalidParameterException"
    application = elb.balancer("application")
    waf.associate_web_acl(WebACLArn=ACL, ResourceArn=application)
    assert waf.get_web_acl_for_resource(ResourceArn=application)["WebACL"]["ARN"] == ACL


SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: eu-west-1}
kubernetes: {version: "1.35"}
access: {admins: [arn:aws:iam::222233334444:role/Admin]}
nodeGroups: {web: {}}
loadBalancers:
  one:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
    dns: {zone: Z0123456789, name: one.shop.example.com}
  two:
    type: network
    targets: {nodeGroups: [web]}
    listeners: [{port: 80, protocol: tcp, targetPort: 30080}]
    dns: {zone: Z0123456789, name: two.example.com}
"""


def test_a_zone_that_a_spec_names_has_the_domain_of_all_its_records(
    local_aws: Sandbox, client: Client
) -> None:
    for text in (SPEC, SPEC.replace("example.com", "example.org")):
        provide(local_aws, compile_spec(check_text(text.encode(), "cluster.yaml")).cluster)
    zone = client("route53").get_hosted_zone(Id="Z0123456789")["HostedZone"]
    assert zone["Name"] == "example.com."


def certificate(number: int) -> str:
    return f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/0f4c1b7e-0000-4000-8000-00000000000{number}"


@pytest.mark.parametrize(
    ("kind", "secure", "plain"), [("application", "HTTPS", "HTTP"), ("network", "TLS", "TCP")]
)
def test_a_listener_that_changes_keeps_its_certificates_while_it_is_encrypted(
    elb: Elb, kind: str, secure: str, plain: str
) -> None:
    answer = (
        [ANSWER] if kind == "application" else [{"Type": "forward", "TargetGroupArn": elb.target_group()}]
    )
    made = elb.api.create_listener(
        LoadBalancerArn=elb.balancer(kind),
        Protocol=secure,
        Port=443,
        Certificates=[{"CertificateArn": certificate(1)}],
        DefaultActions=answer,
    )
    arn = made["Listeners"][0]["ListenerArn"]
    elb.api.add_listener_certificates(ListenerArn=arn, Certificates=[{"CertificateArn": certificate(2)}])

    def listed() -> list[str]:
        found = elb.api.describe_listener_certificates(ListenerArn=arn)["Certificates"]
        return [item["CertificateArn"] for item in found]

    own = [{"CertificateArn": certificate(3)}]
    elb.api.modify_listener(ListenerArn=arn, Protocol=secure, Certificates=own, DefaultActions=answer)
    assert listed() == [certificate(3), certificate(2)]
    elb.api.modify_listener(ListenerArn=arn, Protocol=plain, DefaultActions=answer)
    assert listed() == []
