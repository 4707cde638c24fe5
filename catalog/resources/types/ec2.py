"""EC2: networks, security groups, launch templates, Auto Scaling groups.

Sources, read 2026-11: EKS best practices, "Protecting the infrastructure" (IMDSv2, hop limit, least
privilege); terraform-aws-eks PR 3729 (desired_capacity_type).
"""

from __future__ import annotations

from ..resource_type import (
    EVERYONE,
    EXTRA,
    GENERAL,
    MISSING,
    ON,
    WIDER,
    Attribute,
    Noun,
    ResourceType,
    high_severity,
    medium_severity,
)
from ..risk import Risk

_WORLD = high_severity(Risk.OPEN_NETWORK, "the whole internet is let in", EVERYONE)

_TRAFFIC = (
    medium_severity("traffic that the spec allows is cut", MISSING),
    high_severity(Risk.REACH, "traffic is let through that the spec does not allow", WIDER),
    medium_severity("less traffic is let through than the spec allows"),
)

_GATEWAY = (medium_severity("traffic has no route, or another route"),)

_DESTINATIONS = ("destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id")

_ROUTES = (
    medium_severity("traffic has no route any more", MISSING),
    high_severity(Risk.REACH, "traffic takes another route"),
)

_RULES = (
    Attribute(
        "ingress", (_WORLD, high_severity(Risk.REACH, "traffic is let in that the spec does not allow"))
    ),
    Attribute(
        "egress", (medium_severity("traffic is let out that the spec does not allow", risk=Risk.REACH),)
    ),
)
"""The rules of a security group that has none by the spec."""

EC2: tuple[ResourceType, ...] = (
    ResourceType(
        "aws_autoscaling_attachment",
        Noun("target attachment", "target attachments", ("autoscaling_group_name",)),
        severity=GENERAL,
    ),
    ResourceType(
        "aws_autoscaling_group",
        Noun("Auto Scaling group", "Auto Scaling groups"),
        severity=(high_severity(Risk.LOSS, "the nodes of the group are gone", MISSING),),
        # The provider waits for instances after it has created the group; the next plan goes on from there
        # (hashicorp/aws 5.100, service/autoscaling/group.go; read 2026-11-29).
        kept_while=frozenset(),
        subject=True,
        attributes=(
            Attribute("desired_capacity", changed_by="an autoscaler moves it"),
            Attribute("desired_capacity_type", changed_by="EC2 fills it in"),
            *(
                Attribute(name, changed_by="its attachments are objects of their own")
                for name in ("load_balancers", "target_group_arns", "traffic_source")
            ),
            Attribute("predicted_capacity", changed_by="EC2 Auto Scaling forecasts it"),
            Attribute("warm_pool_size", changed_by="EC2 Auto Scaling fills the warm pool"),
            Attribute("min_size", (medium_severity("it decides how many nodes there are"),)),
            Attribute("max_size", (medium_severity("it decides how many nodes there are"),)),
            Attribute("suspended_processes", (medium_severity("the group no longer does what it should"),)),
            Attribute(
                "vpc_zone_identifier", (high_severity(Risk.REACH, "new nodes start in other subnets"),)
            ),
            *(
                Attribute(
                    path,
                    (high_severity(Risk.CODE, "new nodes start from another launch template"),),
                    rolls_nodes=True,
                )
                for path in (
                    "launch_template.id",
                    "launch_template.name",
                    "launch_template.version",
                    "mixed_instances_policy.launch_template.launch_template_specification",
                )
            ),
        ),
    ),
    ResourceType(
        "aws_autoscaling_group_tag",
        Noun("tag of an Auto Scaling group", "tags of an Auto Scaling group", ()),
        severity=(medium_severity("the Cluster Autoscaler no longer finds the group, or knows its nodes"),),
    ),
    ResourceType(
        "aws_default_security_group",
        Noun("default security group (emptied)", "default security groups", ()),
        severity=_TRAFFIC,
        attributes=_RULES,
    ),
    ResourceType(
        "aws_ec2_tag",
        Noun("tag", "tags", ("key",)),
        severity=(
            medium_severity("controllers no longer find what they look for", MISSING),
            medium_severity("controllers find something else"),
        ),
    ),
    ResourceType(
        "aws_egress_only_internet_gateway",
        Noun("egress-only internet gateway", "egress-only internet gateways", ()),
        severity=_GATEWAY,
    ),
    ResourceType(
        "aws_eip",
        Noun("Elastic IP", "Elastic IPs", (), joined=" in "),
        severity=GENERAL,
        attributes=tuple(
            Attribute(name, changed_by="a NAT gateway uses the address")
            for name in ("association_id", "network_interface", "private_dns", "private_ip")
        ),
    ),
    ResourceType(
        "aws_internet_gateway",
        Noun("internet gateway", "internet gateways", ()),
        severity=_GATEWAY,
    ),
    ResourceType(
        "aws_key_pair",
        Noun("key pair", "key pairs", ("key_name",)),
        severity=(high_severity(Risk.CODE, "somebody else may log in to new nodes"),),
    ),
    ResourceType(
        "aws_launch_template",
        Noun("launch template", "launch templates"),
        severity=GENERAL,
        attributes=(
            Attribute(
                "block_device_mappings.ebs.encrypted",
                (high_severity(Risk.DATA, "it decides whether disks of new nodes are encrypted"),),
            ),
            Attribute(
                "block_device_mappings.ebs.kms_key_id",
                (high_severity(Risk.DATA, "disks of new nodes are encrypted with another key"),),
            ),
            Attribute(
                "network_interfaces.associate_public_ip_address",
                (high_severity(Risk.REACH, "new nodes get a public address", ON),),
            ),
            Attribute(
                "network_interfaces.security_groups",
                (high_severity(Risk.REACH, "security groups decide who reaches new nodes"),),
            ),
            Attribute(
                "vpc_security_group_ids",
                (high_severity(Risk.REACH, "security groups decide who reaches new nodes"),),
            ),
            Attribute(
                "metadata_options", (high_severity(Risk.RIGHTS, "pods may come to the rights of their node"),)
            ),
            Attribute("user_data", (high_severity(Risk.CODE, "it runs as root on new nodes"),)),
            Attribute("image_id", (high_severity(Risk.CODE, "new nodes run another image"),)),
            Attribute(
                "iam_instance_profile", (high_severity(Risk.RIGHTS, "new nodes act with other rights"),)
            ),
            Attribute("key_name", (high_severity(Risk.CODE, "somebody may log in to new nodes"),)),
            Attribute("latest_version", changed_by="a new version of the template was made"),
            Attribute("default_version", changed_by="a new version of the template was made"),
        ),
    ),
    ResourceType(
        "aws_nat_gateway",
        Noun("NAT gateway", "NAT gateways", (), joined=" in "),
        severity=_GATEWAY,
    ),
    ResourceType(
        "aws_placement_group",
        Noun("placement group", "placement groups"),
        severity=GENERAL,
    ),
    ResourceType(
        "aws_route",
        Noun("route", "routes", _DESTINATIONS, joined=" to "),
        severity=_ROUTES,
        attributes=(
            Attribute("state", changed_by="EC2 reports whether the target of the route exists"),
            *(
                Attribute(name, changed_by="it follows the target of the route")
                for name in ("instance_id", "instance_owner_id", "network_interface_id", "origin")
            ),
        ),
    ),
    ResourceType(
        "aws_route_table",
        Noun("route table", "route tables", ()),
        severity=GENERAL,
        attributes=(
            Attribute(
                "route",
                (high_severity(Risk.REACH, "traffic takes a route that is not in the spec", EXTRA),),
                changed_by="its routes are objects of their own",
            ),
            Attribute("propagating_vgws", (high_severity(Risk.REACH, "a VPN gateway adds routes"),)),
        ),
    ),
    ResourceType(
        "aws_route_table_association",
        Noun("route table association", "route table associations", ()),
        severity=_ROUTES,
        in_each_tier=True,
    ),
    ResourceType(
        "aws_security_group",
        Noun("security group", "security groups"),
        severity=GENERAL,
        attributes=(
            Attribute(
                "ingress",
                (_WORLD, high_severity(Risk.REACH, "traffic is let in that the spec does not allow", EXTRA)),
                changed_by="its rules are objects of their own",
            ),
            Attribute(
                "egress",
                (medium_severity("traffic is let out that the spec does not allow", EXTRA, Risk.REACH),),
                changed_by="its rules are objects of their own",
            ),
        ),
    ),
    ResourceType(
        "aws_vpc_ipv4_cidr_block_association",
        Noun("range of the VPC", "ranges of the VPC", ("cidr_block",), joined=" "),
        severity=GENERAL,
    ),
    ResourceType(
        "aws_subnet",
        Noun("subnet", "subnets", ("availability_zone",), joined=" in "),
        severity=GENERAL,
        attributes=(
            Attribute(
                "map_public_ip_on_launch",
                (high_severity(Risk.REACH, "what starts there gets a public address", ON),),
            ),
        ),
        in_each_tier=True,
    ),
    ResourceType(
        "aws_vpc",
        Noun("VPC", "VPCs", ("cidr_block",)),
        severity=GENERAL,
        protected=True,
        # What the provider sets after CreateVpc (DNS settings) it also reads, so the next plan completes it
        # in place (hashicorp/aws 5.100, service/ec2/vpc_.go; read 2026-11).
        kept_while=frozenset(),
        attributes=(
            Attribute(
                "dhcp_options_id",
                (high_severity(Risk.REACH, "it decides which DNS servers answer the nodes"),),
            ),
            Attribute(
                "main_route_table_id",
                (high_severity(Risk.REACH, "subnets without a table of their own follow it"),),
            ),
        ),
    ),
    ResourceType(
        "aws_vpc_endpoint",
        Noun("VPC endpoint", "VPC endpoints", (), joined=" for "),
        severity=GENERAL,
        attributes=(
            Attribute(
                "policy", (high_severity(Risk.REACH, "it decides what may be reached through the endpoint"),)
            ),
            Attribute(
                "security_group_ids", (high_severity(Risk.REACH, "security groups decide who reaches it"),)
            ),
            *(
                Attribute(name, changed_by="EC2 runs the endpoint")
                for name in ("cidr_blocks", "dns_entry", "network_interface_ids", "state")
            ),
        ),
    ),
    ResourceType(
        "aws_vpc_security_group_egress_rule",
        Noun("security group rule", "security group rules", ()),
        severity=_TRAFFIC,
    ),
    ResourceType(
        "aws_vpc_security_group_ingress_rule",
        Noun("security group rule", "security group rules", ()),
        severity=(_WORLD, *_TRAFFIC),
    ),
)

OUTBOUND_ADDRESS = "where this address was allowed, the nodes behind it no longer are"
"""What follows from the deletion of a NAT gateway's address."""
