from __future__ import annotations

from pathlib import Path

import pytest

from eksgen.compiler.emit.modules import INTERFACE
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.engine.addresses import Address, parse_address
from eksgen.engine.plan.attribute_diff import AttributeDifference, first_difference
from eksgen.engine.source_map.reading import load_trace
from eksgen.engine.source_map.trace import Trace
from eksgen.engine.terraform.events import SourceRange, TerraformDiagnostic

HEAD = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.34"}
access: {admins: [arn:aws:iam::111122223333:role/Admin]}
nodeGroups:
"""


def trace_of(folder: Path, groups: str) -> Trace:
    """Return the source map of a spec with these node groups, the first of them in line 7."""
    files = compile_spec(check_text((HEAD + groups).encode(), "cluster.yaml")).files
    (folder / "eksgen.map.json").write_bytes(files["eksgen.map.json"])
    return load_trace(folder, INTERFACE)


@pytest.mark.parametrize(
    ("text", "call", "kind", "name", "key"),
    [
        ("aws_vpc.this", "", "aws_vpc", "this", None),
        ("module.vpc.aws_vpc.this", "vpc", "aws_vpc", "this", None),
        ('module.vpc.aws_subnet.private["us-west-2a"]', "vpc", "aws_subnet", "private", "us-west-2a"),
        ("module.a[0].module.b.aws_x.y[3]", "a", "aws_x", "y", 3),
        ('module.a["k.v"].aws_x.y["q\\"]."]', "a", "aws_x", "y", 'q"].'),
        ("module.nodes_my-group.aws_x.y", "nodes_my-group", "aws_x", "y", None),
        ("module.vpc", "vpc", "", "", None),
        ("", "", "", "", None),
    ],
)
def test_addresses_are_parsed(text: str, call: str, kind: str, name: str, key: str | int | None) -> None:
    assert parse_address(text) == Address(text, call, kind, name, key)


def test_a_data_source_is_recognised() -> None:
    found = parse_address("module.a.data.aws_region.here")
    assert (found.resource_type, found.name, found.data) == ("aws_region", "here", True)


def place(trace: Trace, address: str, *path: str | int) -> str:
    return str(trace.place(parse_address(address), path))


NODES = "module.nodes_web.aws_eks_node_group.this"
LOGS = 'module.log_groups.aws_cloudwatch_log_group.this["controlPlane"]'


def test_an_attribute_has_the_place_of_its_field(trace: Trace) -> None:
    expected = "cluster.yaml:41:12 nodeGroups.web.scaling.max"
    assert place(trace, NODES, "scaling_config", 0, "max_size") == expected


def test_a_variant_of_a_module_has_the_addresses_of_its_module(trace: Trace) -> None:
    assert trace.calls["nodes_web"] == "nodes_autoscaled"
    assert place(trace, NODES, "instance_types") == "cluster.yaml:42:20 nodeGroups.web.instanceTypes"


def test_an_instance_of_a_for_each_has_the_place_of_its_entry(trace: Trace) -> None:
    assert place(trace, LOGS, "retention_in_days") == "cluster.yaml:31:20 controlPlane.logs.retentionDays"
    assert place(trace, LOGS) == "cluster.yaml:30:3 controlPlane.logs"


def test_a_part_of_an_entry_has_the_place_of_the_entry(tmp_path: Path) -> None:
    """The policies of an administrator, whose ARN has slashes too."""
    admin = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/Admin"
    spec = f"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: us-west-2}}
kubernetes: {{version: "1.35"}}
access:
  admins:
    - arn:aws:iam::111122223333:role/Admin
    - {admin}
nodeGroups: {{web: {{}}}}
"""
    files = compile_spec(check_text(spec.encode(), "cluster.yaml")).files
    (tmp_path / "eksgen.map.json").write_bytes(files["eksgen.map.json"])
    trace = load_trace(tmp_path, INTERFACE)
    entry = f'module.eks.aws_eks_access_entry.this["{admin}"]'
    policy = f'module.eks.aws_eks_access_policy_association.this["{admin}/cluster-admin"]'
    assert place(trace, entry) == place(trace, policy) == "cluster.yaml:8:7 access.admins[1]"
    assert place(trace, policy, "policy_arn") == "cluster.yaml:8:7 access.admins[1]"
    other = 'module.eks.aws_eks_access_policy_association.this["arn:unknown/cluster-admin"]'
    assert place(trace, other) == "cluster.yaml:1:1 controlPlane"


def test_a_key_of_a_map_has_its_own_place(trace: Trace) -> None:
    assert place(trace, "module.vpc.aws_vpc.this", "tags", "team") == "cluster.yaml:6:16 metadata.tags.team"


def test_a_key_that_is_not_in_the_spec_has_the_place_of_the_map(trace: Trace) -> None:
    assert place(trace, "module.vpc.aws_vpc.this", "tags", "extra") == "cluster.yaml:6:3 metadata.tags"


def test_a_tag_inside_a_block_has_the_place_of_the_tag_not_of_the_name_beside_it(tmp_path: Path) -> None:
    trace = trace_of(
        tmp_path,
        """\
  web:
    instanceName: shop
    tags: {team: shop}
""",
    )
    template = "module.nodes_web.aws_launch_template.this"
    difference = AttributeDifference(
        ("tag_specifications",),
        [{"resource_type": "instance", "tags": {"Name": "shop", "team": "old"}}],
        [{"resource_type": "instance", "tags": {"Name": "shop", "team": "shop"}}],
    )
    path = first_difference(difference)
    assert path == ("tag_specifications", 0, "tags", "team")
    assert place(trace, template, *path) == "cluster.yaml:9:18 nodeGroups.web.tags.team"
    name = (*path[:-1], "Name")
    assert place(trace, template, *name) == "cluster.yaml:8:19 nodeGroups.web.instanceName"


def test_an_attribute_of_two_arguments_has_the_place_of_the_one_with_its_name(tmp_path: Path) -> None:
    trace = trace_of(
        tmp_path,
        """\
  web: {capacity: spot, instanceTypes: [m7i.large, m6i.large]}
""",
    )
    assert place(trace, NODES, "instance_types") == "cluster.yaml:7:25 nodeGroups.web.instanceTypes"
    assert place(trace, NODES, "capacity_type") == "cluster.yaml:7:19 nodeGroups.web.capacity"


def test_an_attribute_without_an_argument_has_the_place_of_its_object(trace: Trace) -> None:
    assert place(trace, NODES, "status") == "cluster.yaml:40:3 nodeGroups.web"
    assert not trace.has_argument(parse_address(NODES), ("status",))


def test_an_unknown_module_has_no_place(trace: Trace) -> None:
    assert trace.place(parse_address("module.other.aws_x.y"), ("a",)) is None


def test_a_diagnostic_at_a_generated_line_moves_to_the_spec(trace: Trace) -> None:
    said = TerraformDiagnostic(
        "error", "Invalid value for variable", "too  big", range=SourceRange("main.tf", 43, 3, 9)
    )
    found = trace.diagnostic(said)
    assert found is not None
    assert (found.primary.span.file, found.primary.span.line, found.primary.span.column) == (
        "cluster.yaml",
        41,
        12,
    )
    assert found.message == "invalid value for variable"
    assert found.notes == ("too big", "reported for main.tf:43")


def test_a_line_without_an_entry_has_the_place_of_the_argument_before(trace: Trace) -> None:
    found = trace.line("main.tf", 42)
    assert found is not None
    assert found.path == ("nodeGroups", "web", "instanceTypes")


def test_a_diagnostic_about_an_object_moves_to_the_objects_field(trace: Trace) -> None:
    found = trace.diagnostic(TerraformDiagnostic("error", "creating EKS Node Group: denied", "", NODES))
    assert found is not None
    assert found.primary.span.line == 40
    assert f"reported for {NODES}" in found.notes


def test_a_diagnostic_about_something_else_has_no_place(trace: Trace) -> None:
    assert trace.diagnostic(TerraformDiagnostic("error", "No valid credential sources found")) is None


def test_a_folder_without_a_valid_map_has_no_places(tmp_path: Path) -> None:
    (tmp_path / "eksgen.map.json").write_text("[1, 2]")
    found = load_trace(tmp_path, None)
    assert found.place(parse_address(NODES), ("a",)) is None
