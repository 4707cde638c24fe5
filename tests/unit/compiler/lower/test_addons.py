"""The calls of module `addons`: each add-on by itself, in an order that is real."""

from __future__ import annotations

from typing import Any

import hcl2
import pytest

from eksgen.compiler.diff.compare import compare_specs
from eksgen.compiler.emit.modules import FOLDER
from eksgen.compiler.pipeline import Compilation, check_text, compile_spec

SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {{name: demo, region: us-west-2}}
kubernetes: {{version: "1.36"}}
access: {{admins: ["arn:aws:iam::111122223333:role/Admin"]}}
nodeGroups: {{web: {{}}}}
addons: {{{addons}}}
"""


def compiled(addons: str) -> Compilation:
    checked = check_text(SPEC.format(addons=addons).encode(), "a.yaml")
    assert not checked.failed, checked.findings
    return compile_spec(checked)


def calls(addons: str) -> dict[str, Any]:
    return {call.name: call for call in compiled(addons).calls if call.module == "addons"}


def changed(before: str, after: str) -> set[str]:
    """Return the first three steps of every argument that differs, with the name of the call."""
    found = compare_specs(compiled(before), compiled(after))
    return {".".join((call.name, *argument.at[:2])) for call in found.calls for argument in call.arguments}


@pytest.mark.parametrize(
    ("addon", "place"),
    [
        ("metrics-server: {}", "addons_after_nodes.addons.metrics-server"),
        ("efs-csi: {}", "addons_after_nodes.addons.efs-csi"),
        ("adot: {}", "addons_after_nodes.addons.adot"),
        ("acme_agent: {}", "addons_after_nodes.addons.acme_agent"),
    ],
)
def test_an_add_on_that_comes_or_goes_touches_only_its_own_resources(addon: str, place: str) -> None:
    others = "cert-manager: {}"
    assert changed(others, f"{others}, {addon}") == changed(f"{others}, {addon}", others) == {place}


def test_the_setting_of_one_add_on_touches_no_other() -> None:
    assert changed("", "vpc-cni: {prefixDelegation: true}") == {"addons_before_nodes.addons.vpc-cni"}
    assert changed("", "kube-proxy: {mode: nftables}") == {"addons_before_nodes.addons.kube-proxy"}


def test_add_ons_that_need_another_wait_for_it() -> None:
    addons = calls("adot: {}, cert-manager: {}, privateca-connector: {}")["addons_after_nodes"].arguments[
        "addons"
    ]
    waiting = {name for name, addon in addons.items() if addon.value["waits"]}
    assert waiting == {"adot", "privateca-connector"}


def test_what_waits_is_made_after_the_others_of_its_call() -> None:
    resources = hcl2.loads((FOLDER / "addons" / "main.tf").read_text("utf-8"))["resource"]
    addons = {
        name.strip('"'): body
        for block in resources
        for kind, named in block.items()
        if kind.strip('"') == "aws_eks_addon"
        for name, body in named.items()
    }
    assert "aws_eks_addon.this" in str(addons["waiting"]["depends_on"])
    assert "aws_eks_addon" not in str(addons["this"]["depends_on"])


def test_the_nodes_wait_for_the_network_and_the_other_add_ons_for_the_nodes() -> None:
    text = compiled("").files["main.tf"].decode()
    group = text[text.index('module "nodes_web"') : text.index('module "addons_after_nodes"')]
    assert "module.addons_before_nodes.ready" in group
    assert "module.nodes_web.ready" in text[text.index('module "addons_after_nodes"') :]


def test_a_namespace_needs_the_override_and_a_newer_provider_and_only_its_own_call() -> None:
    found = calls("cert-manager: {namespace: certs}, metrics-server: {}")
    assert found["addons_after_nodes"].variant == ("namespaces",)
    assert found["addons_before_nodes"].variant == ()
    files = compiled("cert-manager: {namespace: certs}").files
    assert "namespace_config" in files["modules/addons_namespaces/namespaces_override.tf"].decode()
    assert 'version = ">= 6.42, < 7"' in files["versions.tf"].decode()
    assert 'version = ">= 5.95, < 7"' in compiled("cert-manager: {}").files["versions.tf"].decode()


def test_a_namespace_with_provider_5_is_refused_with_the_line_to_change() -> None:
    text = SPEC.format(addons="cert-manager: {namespace: certs}") + 'terraform: {awsProvider: "~> 5.100"}\n'
    (finding,) = (
        f for f in check_text(text.encode(), "a.yaml").findings if f.code == "impossible-constraint"
    )
    assert finding.primary.span.line == 8
    assert finding.helps == ('write `awsProvider: ">= 6.42, < 7"`, or a part of this range',)
    assert "`addons.cert-manager.namespace`" in finding.notes[0]


def test_a_comparison_says_which_add_ons_keep_their_configuration() -> None:
    configured = "{configuration: {replicas: 2}}"
    found = compare_specs(compiled(f"metrics-server: {configured}"), compiled("metrics-server: {}"))
    (kept,) = found.consequences
    assert kept.effect.value == "kept"
    assert kept.message.startswith("EKS keeps the configuration of add-on metrics-server")
    emptied = compare_specs(compiled("coredns: {configuration: {replicaCount: 3}}"), compiled("coredns: {}"))
    assert emptied.consequences == ()


GROUPS = """
controlPlane: {{logs: {{types: []}}}}
logs: {{groups: {{own: {{name: /own}}, metrics: {{name: /aws/containerinsights/demo/performance}}}}}}
"""


@pytest.mark.parametrize(
    ("name", "groups"), [("cloudwatch-observability", ["metrics"]), ("metrics-server", [])]
)
def test_the_log_groups_that_an_agent_fills_exist_before_it(name: str, groups: list[str]) -> None:
    """The agent makes a group that does not exist, and the one of the spec could not be made any more."""
    text = (SPEC + GROUPS).format(addons=f"{name}: {{}}")
    checked = check_text(text.encode(), "a.yaml")
    call = next(c for c in compile_spec(checked).calls if c.name == "addons_after_nodes")
    after: Any = call.arguments["after"]
    assert [ref.keys[0] for ref in after if ref.call == "log_groups"] == groups
