"""The TargetGroupBindings that tell the AWS Load Balancer Controller which pods belong in which target group.

A target group is found by its name, which the compiler decides. Its security group rules are Terraform's, so
the controller adds none. Source: AWS Load Balancer Controller, "TargetGroupBinding" (read 2026-11-30;
`targetGroupName` is there from version 2.11).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..resolve.model import Cluster, ResolvedTargetGroup
from ..values import At, Manifest, Value


def target_group_bindings(cluster: Cluster) -> Iterator[Manifest]:
    """Yield the manifest of the bindings; none if all targets are instances."""
    objects = tuple(
        _binding(cluster, group)
        for balancer in cluster.load_balancers
        for group in balancer.target_groups
        if group.service
    )
    if objects:
        yield Manifest("target-group-bindings", objects)


def _binding(cluster: Cluster, group: ResolvedTargetGroup) -> dict[str, Value]:
    namespace, service = group.service or ("", "")
    # A Service and its port stand together, in the targets of the load balancer or of a rule.
    path = group.path if "rules" in group.path else (*group.path[:2], "targets")
    return {
        "apiVersion": "elbv2.k8s.aws/v1beta1",
        "kind": "TargetGroupBinding",
        # Names of target groups may have capital letters, and differ in their last eight characters.
        "metadata": {
            "name": At(group.name.lower(), group.path),
            "namespace": At(namespace, (*path, "service")),
        },
        "spec": {
            "serviceRef": {
                "name": At(service, (*path, "service")),
                "port": At(group.service_port, (*path, "port")),
            },
            "targetGroupName": group.name,
            "targetType": "ip",
            "ipAddressType": At(cluster.spec.kubernetes.ip_family, ("kubernetes", "ipFamily")),
        },
    }
