"""A feature that is off has the value that AWS returns for it, so that the next plan is empty."""

from __future__ import annotations

import pytest

from eksgen.catalog.load_balancers.kinds import KINDS
from eksgen.compiler.pipeline import check_text, compile_spec

TEXT = """
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: us-west-2}}
kubernetes: {{version: "1.34"}}
access: {{admins: [arn:aws:iam::111122223333:role/Admin]}}
nodeGroups: {{web: {{}}}}
loadBalancers:
  lb: {{type: {type}, draining: {draining}, targets: {{nodeGroups: [web]}}, listeners: [{listener}]}}
"""
LISTENERS = {"application": "{protocol: http, port: 80, targetPort: 30080}"}
LISTENER = "{protocol: tcp, port: 80, targetPort: 30080}"


@pytest.mark.parametrize("type", sorted(KINDS))
@pytest.mark.parametrize("draining", ["none", "{}", "{timeout: 1}", "{timeout: 3600}"])
def test_draining_has_a_timeout_that_aws_accepts(type: str, draining: str) -> None:
    text = TEXT.format(type=type, draining=draining, listener=LISTENERS.get(type, LISTENER))
    main = compile_spec(check_text(text.encode(), "cluster.yaml")).files["main.tf"].decode()
    block = main[main.index("draining = {") :].partition("}")[0]
    assert ("enabled = true" in block) == (draining != "none")
    seconds = int(block.partition("timeout = ")[2])
    assert max(KINDS[type].draining.low, 1) <= seconds <= KINDS[type].draining.high
    assert draining != "none" or seconds == KINDS[type].draining.default
