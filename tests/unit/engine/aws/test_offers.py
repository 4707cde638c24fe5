"""What AWS is asked about versions, and what becomes of its answers and refusals."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from eksgen.compiler.errors import EksgenError
from eksgen.engine.aws import account, insights, offers
from eksgen.engine.aws.insights import ask_insights
from eksgen.engine.aws.offers import ask_offered, ask_offers, require_account
from eksgen.engine.terraform.binary import BinaryKind, TerraformBinary
from eksgen.engine.terraform.providers import Providers
from eksgen.engine.versions.offers import AddonOffer
from eksgen.engine.versions.readiness import Insight
from eksgen.engine.workdir.workspace import Workspace

from .fake_aws import REGION, FakeApi

TIME = datetime(2026, 11, 29, 3, 30, tzinfo=UTC)
WORKSPACE = Workspace(
    Path("/nowhere"), TerraformBinary(("terraform",), BinaryKind.TERRAFORM, "1.11.4"), Providers(None, "", None), {}
)  # fmt: skip
PARAMETER = (
    "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/release_version"
)


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "Operation")


def raising(error: Exception) -> Any:
    def call(**_: Any) -> Any:
        raise error

    return call


def version(name: str, *clusters: str, **more: Any) -> dict[str, Any]:
    return {"addonVersion": name, "compatibilities": [{"clusterVersion": one} for one in clusters], **more}


NO_CLUSTER = {"describe_cluster": raising(refused("ResourceNotFoundException"))}


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Any:
    def set_answers(**responses: Any) -> FakeApi:
        api = FakeApi(**responses)
        for module in (offers, account, insights):
            monkeypatch.setattr(module, "client", lambda *_: api)
        return api

    return set_answers


def ask(parameters: dict[str, str | None] | None = None) -> Any:
    return ask_offers(WORKSPACE, REGION, "1.35", {"coredns": "coredns"}, parameters or {}, "prod")


def test_only_versions_of_the_right_form_for_this_kubernetes_version_are_offers(answers: Any) -> None:
    found = [
        version("v1.12.4-eksbuild.1", "1.34", "1.35", architecture=["amd64"]),
        version("v1.11.4-eksbuild.1", "1.34"),
        version("latest", "1.35"),
        version("v1.13.0-eksbuild.1", "1.35"),
    ]
    answers(describe_addon_versions={"addons": [{"addonVersions": found}]}, **NO_CLUSTER)
    result = ask()
    assert result.addons == {
        "coredns": (
            AddonOffer("v1.12.4-eksbuild.1", frozenset({"amd64"})),
            AddonOffer("v1.13.0-eksbuild.1"),
        )
    }
    assert result.running is None


@pytest.mark.parametrize(
    ("kubernetes", "platform", "fitting"),
    [
        ("1.35", "eks.3", ["v1.11.0-eksbuild.1", "v1.12.0-eksbuild.1", "v1.13.0-eksbuild.1"]),
        ("1.35", "eks.2", ["v1.11.0-eksbuild.1", "v1.12.0-eksbuild.1"]),
        ("1.34", "eks.2", ["v1.11.0-eksbuild.1", "v1.12.0-eksbuild.1", "v1.13.0-eksbuild.1"]),
    ],
)
def test_a_version_must_fit_the_platform_version_of_a_cluster_that_stays_on_its_kubernetes_version(
    answers: Any, kubernetes: str, platform: str, fitting: list[str]
) -> None:
    platforms: dict[str, Any] = {
        "v1.11.0-eksbuild.1": {},
        "v1.12.0-eksbuild.1": {"platformVersions": ["*"]},
        "v1.13.0-eksbuild.1": {"platformVersions": ["eks.3", "eks.4"]},
    }
    versions = [
        {"addonVersion": name, "compatibilities": [{"clusterVersion": "1.35", **more}]}
        for name, more in platforms.items()
    ]
    answers(
        describe_addon_versions={"addons": [{"addonVersions": versions}]},
        describe_cluster={"cluster": {"version": kubernetes, "platformVersion": platform}},
        list_addons={"addons": []},
        list_nodegroups={"nodegroups": []},
    )
    assert [offer.version for offer in ask().addons["coredns"]] == fitting


def test_an_addon_that_eks_does_not_know_has_no_offers(answers: Any) -> None:
    answers(describe_addon_versions=raising(refused("ResourceNotFoundException")), **NO_CLUSTER)
    assert ask().addons == {"coredns": ()}


def test_releases_are_asked_ten_at_a_time_and_a_strange_value_is_left_out(answers: Any) -> None:
    asked = []

    def get_parameters(Names: list[str]) -> dict[str, Any]:  # noqa: N803  (the name in the API)
        asked.append(len(Names))
        return {"Parameters": [{"Name": name, "Value": "1.35.2-20261120"} for name in Names if "bad" not in name]
                + [{"Name": name, "Value": "<script>"} for name in Names if "bad" in name]}  # fmt: skip

    answers(describe_addon_versions={"addons": []}, get_parameters=get_parameters, **NO_CLUSTER)
    groups = {f"g{n}": f"{PARAMETER}{n}" for n in range(12)} | {"bad": "/bad", "win": None}
    releases = ask(groups).releases
    assert asked == [10, 3]
    assert sorted(releases) == sorted(f"g{n}" for n in range(12))


def test_what_the_cluster_runs_is_read(answers: Any) -> None:
    answers(
        describe_addon_versions={"addons": []},
        describe_cluster={"cluster": {"version": "1.34"}},
        list_addons={"addons": ["vpc-cni"]},
        describe_addon={"addon": {"addonVersion": "v1.20.4-eksbuild.1"}},
        list_nodegroups={"nodegroups": ["web"]},
        describe_nodegroup={"nodegroup": {"version": "1.33"}},
    )
    running = ask().running
    assert (running.kubernetes, running.addons, running.node_groups) == (
        "1.34",
        {"vpc-cni": "v1.20.4-eksbuild.1"},
        {"web": "1.33"},
    )


@pytest.mark.parametrize("operation", ["describe_addon_versions", "get_parameters", "describe_cluster"])
@pytest.mark.parametrize("error", [refused("AccessDeniedException"), NoCredentialsError()])
def test_a_refused_question_stops_the_command_because_half_a_lock_is_none(
    answers: Any, operation: str, error: Exception
) -> None:
    good = {"describe_addon_versions": {"addons": []}, "get_parameters": {}, **NO_CLUSTER}
    answers(**{**good, operation: raising(error)})
    with pytest.raises(EksgenError) as caught:
        ask({"web": PARAMETER})
    assert caught.value.code == "no-answer"
    assert "could not look up" in caught.value.message


def test_credentials_of_another_account_are_refused(answers: Any) -> None:
    answers(get_caller_identity={"Account": "999999999999"})
    require_account(WORKSPACE, REGION, "999999999999")
    require_account(WORKSPACE, REGION, "")
    with pytest.raises(EksgenError) as caught:
        require_account(WORKSPACE, REGION, "111122223333")
    assert caught.value.code == "other-account"


def test_eks_says_whether_it_offers_a_kubernetes_version(answers: Any) -> None:
    answers(describe_cluster_versions={"clusterVersions": [{"versionStatus": "STANDARD_SUPPORT"}]})
    assert ask_offered(WORKSPACE, REGION, "1.36") is True
    answers(describe_cluster_versions={"clusterVersions": [{"versionStatus": "UNSUPPORTED"}]})
    assert ask_offered(WORKSPACE, REGION, "1.36") is False
    answers(describe_cluster_versions=raising(refused("AccessDeniedException")))
    assert ask_offered(WORKSPACE, REGION, "1.36") is None


def test_insights_that_do_not_pass_are_described(answers: Any) -> None:
    usage = {
        "usage": "/apis/old/v1",
        "replacedWith": "/apis/new/v1",
        "clientStats": [{"userAgent": "controller"}],
    }
    detail = {
        "recommendation": "update it",
        "resources": [{"arn": "arn:aws:eks:x"}, {"kubernetesResourceUri": "/api/v1"}],
        "categorySpecificSummary": {
            "deprecationDetails": [usage],
            "addonCompatibilityDetails": [{"name": "coredns", "compatibleVersions": ["v1.12.4-eksbuild.1"]}],
        },
    }
    summaries = [
        {"id": "1", "name": "fine", "insightStatus": {"status": "PASSING", "reason": "ok"}},
        {
            "id": "2",
            "name": "bad",
            "insightStatus": {"status": "ERROR", "reason": "old"},
            "lastRefreshTime": TIME,
        },
    ]
    api = answers(list_insights={"insights": summaries}, describe_insight={"insight": detail})
    found, remarks = ask_insights(WORKSPACE, REGION, "prod", "1.36")
    assert remarks == ()
    assert found == (
        Insight("fine", "PASSING", "ok"),
        Insight(
            "bad",
            "ERROR",
            "old",
            (
                "/apis/old/v1 is used by controller, use /apis/new/v1",
                "coredns: these versions fit: v1.12.4-eksbuild.1",
                "arn:aws:eks:x",
                "/api/v1",
                "update it",
            ),
            TIME,
        ),
    )
    assert api.calls == ["list_insights", "describe_insight"]


def test_insights_that_nobody_may_read_are_a_remark(answers: Any) -> None:
    answers(list_insights=raising(refused("AccessDeniedException")))
    found, remarks = ask_insights(WORKSPACE, REGION, "prod", "1.36")
    assert found == ()
    assert "the upgrade insights" in remarks[0]
