"""The tables of addresses."""

from __future__ import annotations

from eksgen.compiler.pipeline import check_text
from eksgen.report.human.capacity import draw_capacity

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.36"}
access: {admins: ["arn:aws:iam::111122223333:role/Admin"]}
nodeGroups:
  web: {}
  new: {instanceTypes: [m10i.large, m10a.large]}
"""


def test_a_group_without_figures_is_named_with_its_types() -> None:
    checked = check_text(SPEC.encode(), "a.yaml")
    assert checked.spec is not None
    assert checked.tree is not None
    text = draw_capacity(checked.spec, checked.tree)
    assert text.endswith("\nnew is not counted: eksgen has no figures for m10i.large, m10a.large\n")
    assert "\nweb " in text
    assert "\nnew  " not in text
