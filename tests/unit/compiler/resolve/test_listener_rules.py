"""Rules of listeners keep their priority when others come and go, and the most specific one is tried first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksgen.catalog.limits import RULE_PRIORITIES
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.resolve.listener_rules import conditions, priority, values, wildcards
from eksgen.schemas.listeners import ListenerRule

TARGETS = ({"port": 30080},)


def rule(**fields: Any) -> ListenerRule:
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
    return ListenerRule.model_validate({**values, "targets": TARGETS})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"host": "a.example.com"}, {"host": "*.example.com"}),
        ({"host": "*.example.com"}, {"path": "/"}),
        ({"host": "a.example.com", "path": "/"}, {"host": "a.example.com", "path": "/*"}),
        ({"path": "/api/v1/*"}, {"path": "/api/*"}),
        ({"path": "/api/*"}, {"path": "/*"}),
        ({"path": "/*"}, {"header": {"X-Canary": "a"}}),
        ({"path": "/a", "header": {"X-Canary": "a"}}, {"path": "/a"}),
        ({"path": "/a/b/c/d/e/f/g/h/i/*"}, {"path": "/a/*"}),
        ({"path": ["/a", "/b/c/*"]}, {"path": ["/a/b/*", "/c/*"]}),
    ],
)
def test_the_more_specific_rule_is_tried_first(first: Any, second: Any) -> None:
    assert priority(rule(**first)) < priority(rule(**second))


def test_a_written_priority_counts() -> None:
    assert priority(rule(host="a.example.com", priority=50000)) == 50000


def test_order_case_of_hosts_and_repeated_values_do_not_count() -> None:
    one = rule(host=["A.example.com", "b.example.com"], path="/x")
    other = rule(host=["b.example.com", "a.example.com", "b.example.com"], path=["/x"])
    assert conditions(one) == conditions(other)
    assert priority(one) == priority(other)
    assert values(one) == ("a.example.com", "b.example.com", "/x")


def test_wildcards_of_all_conditions_are_counted() -> None:
    assert wildcards(rule(host="*.example.com", path="/?/*", header={"X-Canary": "a*"})) == 4


LABEL = st.from_regex(r"[a-z*?]{1,5}", fullmatch=True)


@given(st.lists(LABEL, max_size=3), st.lists(LABEL, max_size=12), st.booleans())
def test_every_rule_has_a_priority_that_aws_accepts(hosts: list[str], parts: list[str], header: bool) -> None:
    fields: dict[str, Any] = {"header": {"X-A": "b"}} if header else {}
    if hosts:
        fields["host"] = [f"{host}.example.com" for host in hosts]
    if parts:
        fields["path"] = f"/{'/'.join(parts)}"
    lowest, highest = RULE_PRIORITIES
    assert lowest <= priority(rule(**fields)) <= highest


SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: demo, region: us-west-2}
kubernetes: {version: "1.35"}
access: {admins: [arn:aws:iam::111122223333:role/Admin]}
nodeGroups: {web: {}, api: {}}
loadBalancers:
  site:
    type: application
    targets: {nodeGroups: [web]}
    listeners:
      - port: 80
        protocol: http
        targetPort: 30080
        rules:
          - {host: a.example.com, targets: [{port: 30081}, {port: 30082, weight: 2}]}
          - {host: b.example.com, targets: [{port: 30081}]}
          - {host: c.example.com, targets: [{service: shop/c, port: http}]}
"""
MORE = "          - {host: d.example.com, targets: [{nodeGroups: [api], port: 30081}]}\n"


def arguments(text: str) -> dict[str, Any]:
    compilation = compile_spec(check_text(text.encode(), "cluster.yaml"))
    (balancer,) = compilation.cluster.load_balancers
    return {
        "rules": {(rule.listener, rule.priority): rule.targets for rule in balancer.rules},
        "groups": {group.key: group.name for group in balancer.target_groups},
    }


def test_one_more_rule_changes_no_other_rule_and_no_other_target_group() -> None:
    before, after = arguments(SPEC), arguments(SPEC + MORE)
    assert before["rules"].items() < after["rules"].items()
    assert before["groups"].items() < after["groups"].items()
    assert after["groups"].keys() - before["groups"].keys() == {"http/30081/api"}


def test_rules_that_send_requests_to_one_place_share_a_target_group() -> None:
    assert list(arguments(SPEC)["groups"]) == [
        "80",
        "http/30081/web",
        "http/30082/web",
        "http/shop/c/http",
    ]


def test_names_of_target_groups_are_different_and_at_most_32_characters() -> None:
    names = arguments(SPEC.replace("name: demo", f"name: {'n' * 100}"))["groups"].values()
    assert len(set(names)) == len(names)
    assert all(len(name) <= 32 for name in names)
