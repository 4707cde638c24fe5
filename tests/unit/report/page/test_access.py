"""Who may do what: people, nodes, users of the OIDC provider and service accounts, in every format."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from eksgen.compiler.pipeline import check_text
from eksgen.report.human.access import draw_access
from eksgen.report.json.access import access_json
from eksgen.report.markdown.access import access_markdown
from eksgen.report.page.access import AccessPage, access_page
from eksgen.report.terminal import Style

ROOT = Path(__file__).resolve().parents[4]
ROLE = "arn:aws:iam::111122223333:role"


def page_of(example: str) -> AccessPage:
    checked = check_text((ROOT / "examples" / f"{example}.yaml").read_bytes(), "cluster.yaml")
    assert checked.spec is not None
    assert checked.tree is not None
    return access_page(checked.spec, checked.tree)


def told(page: AccessPage) -> list[tuple[str, str, list[str]]]:
    return [
        (subject.name.removeprefix(ROLE), subject.made_by, [one.name for one in subject.permissions])
        for subject in page.subjects
    ]


def test_a_group_leads_to_the_roles_that_are_bound_to_it() -> None:
    page = page_of("multi-team-access")
    assert told(page) == [
        ("/PlatformAdmin", "spec", ["AmazonEKSClusterAdminPolicy"]),
        ("/security/Auditor", "spec", ["AmazonEKSViewPolicy"]),
        ("/BuildMachine", "spec", ["ec2-linux"]),
        ("/ShopPipeline", "spec", ["AmazonEKSEditPolicy"]),
        ("/teams/Shop", "spec", ["AmazonEKSViewPolicy", "shop-debugger", "node-reader"]),
        ("/teams-us-west-2-node-web", "eks", ["ec2-linux"]),
        ("shop/ci", "spec", ["shop-debugger"]),
    ]
    debugger = page.subjects[4].permissions[1]
    assert (debugger.namespaces, debugger.through) == (("shop", "shop-staging"), "group shop-developers")
    assert [rule.role for rule in page.rules] == ["node-reader", "shop-debugger", "shop-debugger"]


def test_users_of_the_oidc_provider_are_listed_by_group_and_name() -> None:
    page = page_of("oidc")
    assert [(subject.kind, subject.name) for subject in page.subjects[2:]] == [
        ("OIDC group", "company:engineers"),
        ("OIDC group", "company:on-call"),
        ("OIDC user", "company:alice@example.com"),
    ]


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        ("automode", [("eks", "ec2")]),
        ("fargate", [("eks", "fargate-linux")]),
        ("hybrid", [("part", "hybrid-linux")]),
        ("karpenter", [("eks", "ec2-linux"), ("part", "ec2-linux")]),
        ("windows", [("eks", "ec2-linux"), ("eks", "ec2-windows")]),
        ("self-managed", [("part", "ec2-linux")]),
    ],
)
def test_the_entries_of_nodes_say_who_makes_them(example: str, expected: list[tuple[str, str]]) -> None:
    nodes = [subject for subject in page_of(example).subjects if subject.kind == "nodes"]
    assert {(node.made_by, node.permissions[-1].name) for node in nodes} >= set(expected)


@pytest.mark.parametrize("example", ["multi-team-access", "oidc", "full", "karpenter"])
def test_every_format_has_every_subject(example: str) -> None:
    page = page_of(example)
    schema = json.loads((ROOT / "report" / "schemas" / "access.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(access_json(page))
    jsonschema.Draft202012Validator(schema).validate(document)
    human, markdown = draw_access(page, Style(width=60)), access_markdown(page)
    assert all(len(line) <= 60 or " " not in line.strip()[4:] for line in human.splitlines())
    for subject in page.subjects:
        assert subject.name in human
        assert subject.name in markdown
    assert [subject["name"] for subject in document["subjects"]] == [
        subject.name for subject in page.subjects
    ]
