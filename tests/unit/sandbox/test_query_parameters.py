"""Query requests are recorded in the form of CloudTrail."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest

from eksgen.sandbox.query_parameters import recorded_parameters


@pytest.mark.parametrize(
    ("service", "body", "expected"),
    [
        ("iam", "Action=AttachRolePolicy&Version=1&RoleName=node&PolicyArn=a", {"roleName": "node", "policyArn": "a"}),
        ("iam", "Action=TagRole&RoleName=node&Tags.member.1.Key=a&Tags.member.1.Value=",
         {"roleName": "node", "tags": [{"key": "a", "value": ""}]}),
        ("ec2", "Action=CreateTags&ResourceId.1=vpc-1&Tag.1.Key=a&Tag.1.Value=b",
         {"resourcesSet": {"items": [{"resourceId": "vpc-1"}]}, "tagSet": {"items": [{"key": "a", "value": "b"}]}}),
        ("ec2", "Action=AuthorizeSecurityGroupIngress&GroupId=sg-1&IpPermissions.1.IpProtocol=tcp"
         "&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0%2F0",
         {"groupId": "sg-1", "ipPermissions": {"items": [
             {"ipProtocol": "tcp", "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}]}}),
        ("ec2", "Action=ModifyVpcAttribute&VpcId=vpc-1&EnableDnsSupport.Value=true",
         {"vpcId": "vpc-1", "enableDnsSupport": {"value": "true"}}),
        ("ec2", "Action=DeleteFlowLogs&FlowLogId.1=fl-1", {"DeleteFlowLogsRequest": {"FlowLogId": {"tag": 1, "content": "fl-1"}}}),
        ("ec2", "Action=ModifyVpcEndpoint&VpcEndpointId=vpce-1&AddRouteTableId.1=rtb-1&AddRouteTableId.2=rtb-2",
         {"ModifyVpcEndpointRequest": {"VpcEndpointId": "vpce-1", "AddRouteTableId": [
             {"tag": 1, "content": "rtb-1"}, {"tag": 2, "content": "rtb-2"}]}}),
        ("ec2", "Action=ModifySecurityGroupRules&GroupId=sg-1&SecurityGroupRule.1.SecurityGroupRuleId=sgr-1"
         "&SecurityGroupRule.1.SecurityGroupRule.IpProtocol=tcp",
         {"ModifySecurityGroupRulesRequest": {"GroupId": "sg-1", "SecurityGroupRule": {
             "tag": 1, "SecurityGroupRuleId": "sgr-1", "SecurityGroupRule": {"IpProtocol": "tcp"}}}}),
        ("elasticloadbalancing", "Action=RemoveTags&ResourceArns.member.1=a&ResourceArns.member.2=b",
         {"resourceArns": ["a", "b"]}),
    ],
)  # fmt: skip
def test_fields_become_nested_parameters(service: str, body: str, expected: dict[str, Any]) -> None:
    assert recorded_parameters(service, parse_qsl(body, keep_blank_values=True)) == expected
