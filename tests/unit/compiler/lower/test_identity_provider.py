"""The call of module `identity_provider`: EKS makes no Fargate profile while it associates a provider."""

from __future__ import annotations

import json
from typing import Any

import hcl2
import pytest

from eksgen.compiler.emit.modules import FOLDER
from eksgen.compiler.lower import lower
from eksgen.compiler.pipeline import check_text
from eksgen.compiler.resolve import resolve
from eksgen.compiler.values import ModuleCall, Ref

ADMINS = ["arn:aws:iam::111122223333:role/Admin"]
OIDC = {"name": "corp", "issuer": "https://login.example.com", "clientId": "k8s"}
FARGATE = {"batch": {"selectors": [{"namespace": "batch"}]}}


def calls(oidc: dict[str, Any] | None = OIDC, **parts: Any) -> dict[str, ModuleCall]:
    access = {"admins": ADMINS, **({"oidc": oidc} if oidc else {})}
    spec = {
        "apiVersion": "eksgen/v1alpha1",
        "kind": "Cluster",
        "metadata": {"name": "demo", "region": "us-west-2"},
        "kubernetes": {"version": "1.36"},
        "access": access,
        "nodeGroups": {"web": {}},
        **parts,
    }
    checked = check_text(json.dumps(spec).encode(), "a.yaml")
    assert checked.spec is not None, checked.findings
    return {call.name: call for call in lower(resolve(checked.spec))}


@pytest.mark.parametrize(
    ("parts", "after"), [({"fargateProfiles": FARGATE}, (Ref("fargate", "ready"),)), ({}, ())]
)
def test_the_provider_waits_for_the_fargate_profiles(parts: dict[str, Any], after: tuple[Ref, ...]) -> None:
    assert calls(**parts)["identity_provider"].arguments["after"] == after


def test_nothing_waits_for_the_provider() -> None:
    """What is created before its old object is deleted would force the same on the provider."""
    others = [call for name, call in calls(fargateProfiles=FARGATE).items() if name != "identity_provider"]
    assert "identity_provider" not in repr([call.arguments for call in others])
    (file,) = (FOLDER / "identity_provider").glob("main.tf")
    ((_, body),) = hcl2.loads(file.read_text("utf-8"))["resource"][0][
        '"aws_eks_identity_provider_config"'
    ].items()
    assert "lifecycle" not in body
    assert body["depends_on"] == ["${var.after}"]


def test_a_cluster_has_no_provider_that_nobody_asked_for() -> None:
    assert "identity_provider" not in calls(None)
