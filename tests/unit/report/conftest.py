"""Plans recorded with the real provider, as the values the reports draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from eksgen.catalog.destroy_blockers.delete_commands import OTHERS_DEPEND_ON_IT, delete_command
from eksgen.engine.addresses import parse_address
from eksgen.engine.drift.classify import read_drift
from eksgen.engine.drift.result import Actor, DriftClass, DriftFinding, DriftLevel, DriftResult
from eksgen.engine.plan.dangers import find_dangers
from eksgen.engine.plan.document import PlanDocument, read_plan_json, subject_of
from eksgen.engine.plan.read import read_plan
from eksgen.engine.plan.result import (
    Action,
    AttributeChange,
    ChangeOrigin,
    ClusterShape,
    Counts,
    IgnoredBy,
    ObjectChange,
    OrphanedObject,
    PlanResult,
    RunSubject,
)
from eksgen.engine.redact import UNKNOWN
from eksgen.engine.source_map.place import SpecPlace
from eksgen.engine.source_map.reading import load_trace
from eksgen.engine.source_map.trace import Trace

FIXTURES = Path(__file__).parent.parent / "engine" / "fixtures"


def recorded(name: str) -> tuple[PlanDocument, Trace]:
    trace = load_trace(FIXTURES / "folder", FIXTURES / "interface.json")
    return read_plan_json((FIXTURES / f"{name}.json").read_text("utf-8")), trace


@pytest.fixture
def plan() -> Callable[[str], PlanResult]:
    def read(name: str) -> PlanResult:
        found, trace = recorded(name)
        about = subject_of(found, "Terraform 1.11.4", "5.100.0", name == "create", "cluster.yaml")
        return read_plan(found, about, trace, destroy=name == "destroy")

    return read


@pytest.fixture
def stopped(plan: Callable[[str], PlanResult]) -> PlanResult:
    """A plan after an apply that was killed: some of what it is to make is in AWS already."""
    there = (
        ("module.vpc.aws_vpc.this", "vpc-0a1b2c", True),
        ('module.vpc.aws_subnet.private["us-west-2a"]', "subnet-0a", True),
        ('module.vpc.aws_subnet.private["us-west-2b"]', "subnet-0b", True),
        ("module.nodes_web.aws_eks_node_group.this", "demo:web-1a2b3c", True),
        ("module.nodes_web.aws_iam_role.this", "web-1a2b3c-node", False),
        ("module.nodes_web.aws_launch_template.this", "lt-0c", False),
    )
    found = plan("create")
    places = {change.address: change.spec for change in found.changes}

    def orphan(text: str, id: str, ours: bool) -> OrphanedObject:
        block = f'import {{\n  to = {text}\n  id = "{id}"\n}}\n'
        address = parse_address(text)
        kind = address.resource_type
        command = "" if kind in OTHERS_DEPEND_ON_IT else delete_command(kind, id, "us-west-2")
        return OrphanedObject(address, id, ours, block, places[address], command)

    return replace(found, orphans=tuple(orphan(*one) for one in there))


@pytest.fixture
def drift() -> Callable[[str], DriftResult]:
    def read(name: str) -> DriftResult:
        found, trace = recorded(name)
        return read_drift(
            found, subject_of(found, "Terraform 1.11.4", "5.100.0", False, "cluster.yaml"), trace
        )

    return read


def place(field: str, line: int, column: int = 3, *, written: bool = True) -> SpecPlace:
    return SpecPlace(tuple(field.split(".")), "clusters/prod.yaml", line, column, written, column + 4)


SUBJECT = RunSubject(
    "prod", "eu-west-1", False, "Terraform 1.11.4", "5.100.0", "clusters/prod.yaml", "111122223333"
)


@pytest.fixture
def every_danger() -> PlanResult:
    """A plan in which everything happens that is worth a look."""
    vpc, group = "module.vpc", "module.nodes_web.aws_eks_node_group.this"
    access = {"endpoint_public_access": True, "public_access_cidrs": ["0.0.0.0/0"]}
    changes = (
        ObjectChange(
            parse_address("module.eks.aws_eks_cluster.this"),
            Action.UPDATE,
            attributes=(
                AttributeChange(("version",), "1.33", "1.34", spec=place("kubernetes.version", 6, 12)),
                AttributeChange(
                    ("vpc_config", 0, "public_access_cidrs"),
                    ["203.0.113.0/24"],
                    ["0.0.0.0/0"],
                    spec=place("controlPlane.endpoint.public", 28, 14),
                ),
            ),
            values={"name": "prod", "version": "1.34", "vpc_config": [access]},
        ),
        ObjectChange(
            parse_address(f'{vpc}.aws_subnet.private["eu-west-1b"]'),
            Action.REPLACE,
            "replace_because_cannot_update",
            attributes=(
                AttributeChange(
                    ("cidr_block",), "10.0.32.0/19", "10.0.64.0/19", forces_replacement=True,
                    spec=place("network.subnets", 21),
                ),
            ),
            values={"availability_zone": "eu-west-1b"},
            replace_first="delete",
        ),
        *(
            ObjectChange(
                parse_address(f'module.nodes_old.aws_iam_role_policy_attachment.node["{n}"]'),
                Action.DELETE,
                "delete_because_no_module",
            )
            for n in ("cni", "registry", "worker")
        ),
        ObjectChange(
            parse_address(group),
            Action.UPDATE,
            attributes=(
                AttributeChange(
                    ("launch_template", 0, "version"), "3", UNKNOWN, unknown=True, origin=ChangeOrigin.DERIVED
                ),
                AttributeChange(
                    ("scaling_config", 0, "max_size"), 7, 12, origin=ChangeOrigin.CONFLICT, recorded=10,
                    spec=place("nodeGroups.web.scaling.max", 41, 12),
                ),
            ),
            values={"node_group_name": "web-1a2b3c"},
        ),
        ObjectChange(
            parse_address("module.nodes_web.aws_launch_template.this"),
            Action.UPDATE,
            attributes=(
                AttributeChange(
                    ("block_device_mappings", 0, "ebs", 0, "volume_size"), 20, 50,
                    spec=place("nodeGroups.web.disk.size", 44, 9, written=False),
                ),
            ),
            values={"name": "prod-web"},
        ),
        ObjectChange(
            parse_address("module.eks.aws_security_group.node"),
            Action.CREATE,
            values={"name": "prod-node"},
            spec=place("controlPlane", 26, 1),
            deleted_outside=True,
        ),
        ObjectChange(
            parse_address('module.vpc.aws_vpc.this'),
            Action.UPDATE,
            attributes=(
                AttributeChange(
                    ("tags", "team"), "hand", "platform", origin=ChangeOrigin.OUTSIDE, recorded="platform",
                    spec=place("metadata.tags.team", 8, 11),
                ),
            ),
            values={"cidr_block": "10.0.0.0/16"},
        ),
    )  # fmt: skip
    ordered = tuple(sorted(changes, key=lambda c: c.address.text))
    shapes = tuple(
        ClusterShape(c.address, c.action, c.deleted_outside, dict(c.values))
        for c in ordered
        if c.address.resource_type in ("aws_eks_cluster", "aws_subnet", "aws_eks_node_group", "aws_vpc")
    )
    return PlanResult(
        SUBJECT,
        Counts(create=1, update=4, replace=1, delete=3),
        ordered,
        outputs=("cluster_version",),
        places={"vpc": place("network", 16, 1), "nodes_web": place("nodeGroups.web", 40)},
        dangers=find_dangers(ordered),
        picture=shapes,
    )


@pytest.fixture
def every_finding() -> DriftResult:
    """One finding of each class."""
    cluster = parse_address("module.eks.aws_eks_cluster.this")
    group = parse_address("module.nodes_web.aws_eks_node_group.this")
    named, public = {"name": "prod"}, ("vpc_config", 0, "endpoint_public_access")
    rule = IgnoredBy("the office changes it", "net team", date(2027, 1, 31), place("drift.ignore.0", 90))
    alice = Actor("alice@example.com", "SSO AdminAccess", "2026-11-20 14:03", "UpdateClusterConfig")
    max_size = ("scaling_config", 0, "max_size")
    sized = {"node_group_name": "web-1a2b3c"}
    return DriftResult(
        SUBJECT,
        (
            DriftFinding("0a" * 6, DriftClass.CHANGED_OUTSIDE, cluster, public, False, True, False,
                    spec=place("controlPlane.endpoint", 27), values=named, level=DriftLevel.HIGH,
                    why="anybody on the internet reaches the Kubernetes API", who=alice),
            DriftFinding("1b" * 6, DriftClass.DELETED_OUTSIDE, parse_address("module.eks.aws_security_group.node"),
                    action=Action.CREATE, recorded="present", live="absent", desired="present",
                    spec=place("controlPlane", 26, 1), level=DriftLevel.MEDIUM, who=Actor()),
            DriftFinding("2c" * 6, DriftClass.CONFLICT, group, max_size, 10, 7, 12,
                    spec=place("nodeGroups.web.scaling.max", 41, 12), values=sized),
            DriftFinding("3d" * 6, DriftClass.UNMANAGED, parse_address("aws_eks_node_group.by-hand"),
                    live="present", level=DriftLevel.MEDIUM),
            DriftFinding("4e" * 6, DriftClass.PENDING, group, ("instance_types",), ["m7i.large"], ["m7i.large"],
                    ["m7i.xlarge"], forces_replacement=True, values=sized,
                    spec=place("nodeGroups.web.instanceTypes", 42, 20)),
            DriftFinding("5f" * 6, DriftClass.ADOPTED, group, ("labels", "a"), "1", "2", "2", values=sized),
            DriftFinding("6a" * 6, DriftClass.ACCEPTED, cluster, ("tags", "x"), None, "1", None, accepted=rule),
            DriftFinding("7b" * 6, DriftClass.NOISE, cluster, ("platform_version",), "eks.1", "eks.2", UNKNOWN),
        ),
    )  # fmt: skip


@pytest.fixture
def big() -> PlanResult:
    """A plan of 900 objects that is far too long for one comment."""
    changes = [
        ObjectChange(
            parse_address(f"module.nodes_g{n:03}.aws_eks_node_group.this"),
            Action.UPDATE,
            attributes=tuple(
                AttributeChange(
                    ("labels", f"label-{i}"),
                    "before " * 6,
                    "after " * 5 + str(n),
                    spec=place("nodeGroups", n + 1),
                )
                for i in range(8)
            ),
            values={"node_group_name": f"g{n:03}"},
        )
        for n in range(300)
    ]
    changes += [
        ObjectChange(parse_address(f"module.nodes_h{n:03}.aws_launch_template.this"), Action.CREATE)
        for n in range(500)
    ]
    changes += [
        ObjectChange(
            parse_address(f'module.vpc.aws_subnet.private["{n}"]'),
            Action.UPDATE,
            attributes=(AttributeChange(("tags", "a"), "x", "y", origin=ChangeOrigin.OUTSIDE, recorded="y"),),
        )
        for n in range(60)
    ]
    changes += [
        ObjectChange(
            parse_address(f'module.vpc.aws_route_table.private["{n}"]'),
            Action.REPLACE,
            attributes=(
                AttributeChange(
                    ("vpc_id",), "vpc-1", "vpc-2", forces_replacement=True, spec=place("network", n + 1)
                ),
            ),
            replace_first="delete",
        )
        for n in range(40)
    ]
    ordered = tuple(sorted(changes, key=lambda c: c.address.text))
    counts = Counts(create=500, update=360, replace=40)
    return PlanResult(SUBJECT, counts, ordered, dangers=find_dangers(ordered))
