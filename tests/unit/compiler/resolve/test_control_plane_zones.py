"""`controlPlane.zones`: the network gets and loses zones, the control plane keeps its own."""

from __future__ import annotations

from eksgen.compiler.pipeline import check_text, compile_spec

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: us-west-2}}
kubernetes: {{version: "1.35"}}
access: {{admins: [arn:aws:iam::111122223333:role/Admin]}}
network: {{zones: [{network}]}}
controlPlane: {{zones: [{plane}]}}
nodeGroups: {{web: {{}}}}
"""
A, B, C = "us-west-2a", "us-west-2b", "us-west-2c"


def spec(network: tuple[str, ...], plane: tuple[str, ...]) -> bytes:
    return SPEC.format(network=", ".join(network), plane=", ".join(plane)).encode()


def call(text: bytes, name: str) -> str:
    """Return a module call in main.tf."""
    checked = check_text(text, "cluster.yaml")
    assert not checked.failed, [finding.message for finding in checked.findings]
    main = compile_spec(checked).files["main.tf"].decode()
    return next(part for part in main.split("\nmodule ") if part.startswith(f'"{name}"'))


def test_the_zones_of_the_network_leave_those_of_the_control_plane_alone() -> None:
    two, three = spec((A, B), (A, B)), spec((A, B, C), (A, B))
    assert call(two, "eks") == call(three, "eks")
    assert "us-west-2c" in call(three, "vpc")
    assert call(spec((B, C), (A, B)), "eks") == call(two, "eks"), "a zone that the network gave up"


def test_without_the_field_the_zones_are_those_of_the_network() -> None:
    written = spec((A, B, C), (A, B, C))
    default = written.replace(b"controlPlane: {zones: [us-west-2a, us-west-2b, us-west-2c]}\n", b"")
    assert default != written
    assert call(default, "eks") == call(written, "eks")


def test_the_zones_are_checked_like_those_of_the_network() -> None:
    checked = check_text(spec((A, B), (A, A, "us-west-2x")), "cluster.yaml")
    assert [(f.code, f.primary.span.line) for f in checked.findings] == [
        ("duplicate-zone", 7),
        ("unknown-zone", 7),
    ]


def test_a_listed_subnet_of_the_control_plane_follows_its_zones() -> None:
    subnets = b"network: {subnets: {intra: {us-west-2a: 10.20.200.0/26, us-west-2b: 10.20.200.64/26}}, "
    text = spec((A, B, C), (A, B)).replace(b"network: {", subnets)
    assert "10.20.200.64/26" in call(text, "vpc")
