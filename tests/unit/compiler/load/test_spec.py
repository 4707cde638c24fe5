"""Loading a spec: what is checked although some values are invalid."""

from __future__ import annotations

from eksgen.compiler.pipeline import check_text

SPEC = b"""apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.34"}
access:
  admins: [arn:aws:iam::111122223333:role/Admin]
nodeGroups:
  web: {}
"""


def test_invalid_values_do_not_hide_findings_of_rules_about_other_values() -> None:
    text = (
        SPEC.replace(b'"1.34"', b"1.30")
        + b"logs: {retentionDays: 45}\nnetwork: {cidr: 10.0.0.1/16, zones: 9}\n"
    )
    codes = sorted(finding.code for finding in check_text(text, "a.yaml").findings)
    assert codes == ["invalid-cidr", "invalid-retention", "out-of-range", "wrong-type"]
