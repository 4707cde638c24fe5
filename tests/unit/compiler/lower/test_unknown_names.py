"""Names that AWS may know and the catalog does not reach Terraform unchanged."""

from __future__ import annotations

from datetime import date

import pytest

from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.resolve.as_yaml import resolved_yaml

ALLOW = "# eksgen: allow(not-in-catalog) because it is new"
SPEC = f"""\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: us-west-2}}
kubernetes:
  version: "1.39" {ALLOW}
network:
  endpoints: [bedrock-runtime] {ALLOW}
access: {{admins: ["arn:aws:iam::111122223333:role/Admin"]}}
addons:
  acme_agent: {{}} {ALLOW}
controlPlane: {{endpoint: {{from: [10.0.0.0/8]}}}}
nodeGroups:
  web:
    instanceTypes: [m10g.large] {ALLOW}
    capacity: spot
"""


def test_they_are_warnings_that_can_be_allowed() -> None:
    checked = check_text(SPEC.encode(), "a.yaml", today=date(2029, 1, 1))
    assert [finding.code for finding in checked.findings] == ["one-spot-type"]
    warned = check_text(SPEC.replace(ALLOW, "").encode(), "a.yaml", today=date(2029, 1, 1))
    assert [f.code for f in warned.findings].count("not-in-catalog") == 4
    assert not warned.failed


@pytest.mark.parametrize(
    "text",
    [
        '"1.39"',
        '"m10g.large"',
        '"AL2023_ARM_64_STANDARD"',
        '"com.amazonaws.us-west-2.bedrock-runtime"',
        '"acme_agent"',
    ],
)
def test_they_are_compiled(text: str) -> None:
    checked = check_text(SPEC.encode(), "a.yaml")
    assert text in compile_spec(checked).files["main.tf"].decode()
    assert checked.spec is not None
    assert checked.tree is not None
    assert resolved_yaml(checked.spec, checked.tree)
