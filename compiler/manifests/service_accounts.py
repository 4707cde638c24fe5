"""The ServiceAccounts that the spec asks for, with the annotation by which IRSA finds their role.

Source: EKS user guide, "Assign IAM roles to Kubernetes service accounts" (read 2026-11-30).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..resolve.identity import role_arn_of
from ..resolve.model import Cluster, ResolvedServiceAccount
from ..values import At, Manifest, Value, values_by_key

ROLE_ANNOTATION = "eks.amazonaws.com/role-arn"


def service_accounts(cluster: Cluster) -> Iterator[Manifest]:
    """Yield the manifest of the service accounts; none without `object`."""
    accounts = cluster.identity.accounts if cluster.identity else ()
    if objects := tuple(_object(cluster, account) for account in accounts if account.spec.object is not None):
        yield Manifest("service-accounts", objects)


def _object(cluster: Cluster, account: ResolvedServiceAccount) -> Mapping[str, Value]:
    namespace, name = account.key.split("/")
    metadata: dict[str, Value] = {
        "name": At(name, account.path),
        "namespace": At(namespace, account.path),
        **_labels(account),
        **_annotations(cluster, account),
    }
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata}


def _labels(account: ResolvedServiceAccount) -> dict[str, Value]:
    labels = account.spec.object.labels if account.spec.object else {}
    path = (*account.path, "object", "labels")
    return {"labels": At(values_by_key(labels, path), path)} if labels else {}


def _annotations(cluster: Cluster, account: ResolvedServiceAccount) -> dict[str, Value]:
    own, path = account.spec.object, (*account.path, "object", "annotations")
    annotations = values_by_key(own.annotations if own else {}, path)
    if account.irsa:
        annotations[ROLE_ANNOTATION] = At(role_arn_of(cluster.spec, account.key), account.path)
    return {"annotations": At(dict(sorted(annotations.items())), path)} if annotations else {}
