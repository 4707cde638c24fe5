"""Ask AWS which versions it offers for a cluster, and what the cluster runs.

Read-only calls: eks:DescribeAddonVersions, eks:DescribeCluster, eks:ListAddons, eks:DescribeAddon,
eks:ListNodegroups, eks:DescribeNodegroup, ssm:GetParameters. Errors of AWS become an `EksgenError`: a lock
that was made of half an answer would pin nothing for the other half.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from ...compiler.errors import EksgenError
from ..versions.offers import AddonOffer, Offers, Running
from ..workdir.workspace import Workspace
from .account import calling_account
from .listing import list_all
from .session import call_aws, client

T = TypeVar("T")

_PARAMETERS_PER_CALL = 10
"""The limit of GetParameters."""
_ADDON_VERSION = re.compile(r"v[0-9]+\.[0-9]+\.[0-9]+-[0-9A-Za-z.-]{1,100}")
_RELEASE = re.compile(r"[0-9][0-9A-Za-z.-]{0,62}")


def require_account(workspace: Workspace, region: str, account: str) -> None:
    """Raise `EksgenError` if the credentials belong to another account than the spec names; "" is any."""
    calling = calling_account(workspace, region)
    if account and calling and calling != account:
        raise EksgenError(
            f"these credentials are of the account {calling}, and the cluster is in {account}",
            code="other-account",
            notes=("which versions AWS offers, and what runs, may differ from account to account",),
            helps=("use credentials of that account: AWS_PROFILE or AWS_ACCESS_KEY_ID",),
        )


def ask_offers(
    workspace: Workspace,
    region: str,
    kubernetes: str,
    addons: Mapping[str, str],
    parameters: Mapping[str, str | None],
    cluster: str,
) -> Offers:
    """Return what AWS offers for a Kubernetes version.

    `addons` are the EKS names of add-ons, `parameters` those of Systems Manager, by name in the spec;
    `cluster` is the name of the cluster, which need not exist.
    """
    eks, ssm = client(workspace, "eks", region), client(workspace, "ssm", region)
    running = must_answer("what the cluster runs", lambda: _running(eks, cluster))
    platform = running.platform if running and running.kubernetes == kubernetes else ""
    offered = {
        name: must_answer(
            f"the versions of the add-on {name}", partial(_addon, eks, name, kubernetes, platform)
        )
        for name in sorted(set(addons.values()))
    }
    names = sorted({name for name in parameters.values() if name})
    values = must_answer("the releases of images", lambda: dict(_parameters(ssm, names)))
    releases = {group: values[name] for group, name in parameters.items() if name in values}
    return Offers(kubernetes, offered, releases, running)


def ask_offered(workspace: Workspace, region: str, kubernetes: str) -> bool | None:
    """Return whether EKS offers a Kubernetes version (eks:DescribeClusterVersions); None if it is silent."""

    def ask() -> bool:
        eks = client(workspace, "eks", region)
        versions = list_all(eks, "describe_cluster_versions", "clusterVersions", clusterVersions=[kubernetes])
        return any(v.get("versionStatus") != "UNSUPPORTED" for v in versions)

    return call_aws("the versions of Kubernetes", ask, None)[0]


def must_answer(what: str, call: Callable[[], T]) -> T:
    """Return the result of a call. `EksgenError` with the reason if AWS fails or boto3 is missing."""
    answer, remarks = call_aws(what, lambda: (call(),), None)
    if answer is None:
        raise EksgenError(
            remarks[0],
            code="no-answer",
            notes=("nothing was written",),
            helps=(
                "check the credentials and their permissions: the manual names the calls (docs/versions.md)",
                "or rehearse without an account: --sandbox",
            ),
        )
    return answer[0]


def _addon(eks: Any, name: str, kubernetes: str, platform: str) -> tuple[AddonOffer, ...]:
    from botocore.exceptions import ClientError

    try:
        found = list(
            list_all(eks, "describe_addon_versions", "addons", addonName=name, kubernetesVersion=kubernetes)
        )
    except ClientError as error:
        if _code(error) in ("ResourceNotFoundException", "InvalidParameterException"):
            return ()
        raise
    versions = (version for addon in found for version in addon.get("addonVersions") or ())
    return tuple(
        AddonOffer(str(version["addonVersion"]), frozenset(version.get("architecture") or ()))
        for version in versions
        if _ADDON_VERSION.fullmatch(str(version.get("addonVersion")))
        and _compatible(version, kubernetes, platform)
    )


def _compatible(version: Mapping[str, Any], kubernetes: str, platform: str) -> bool:
    """Return whether a version of an add-on fits; a `platform` of "" is one that nobody knows yet."""
    return any(
        fits.get("clusterVersion") == kubernetes
        and (not platform or not {"*", platform}.isdisjoint(fits.get("platformVersions") or ("*",)))
        for fits in version.get("compatibilities") or ()
    )


def _parameters(ssm: Any, names: list[str]) -> Iterator[tuple[str, str]]:
    for start in range(0, len(names), _PARAMETERS_PER_CALL):
        answer = ssm.get_parameters(Names=names[start : start + _PARAMETERS_PER_CALL])
        for parameter in answer.get("Parameters") or ():
            if _RELEASE.fullmatch(str(parameter.get("Value"))):
                yield str(parameter["Name"]), str(parameter["Value"])


def _running(eks: Any, cluster: str) -> Running | None:
    from botocore.exceptions import ClientError

    try:
        found = eks.describe_cluster(name=cluster)["cluster"]
    except ClientError as error:
        if _code(error) == "ResourceNotFoundException":
            return None
        raise
    addons = {
        name: str(eks.describe_addon(clusterName=cluster, addonName=name)["addon"]["addonVersion"])
        for name in list_all(eks, "list_addons", "addons", clusterName=cluster)
    }
    groups = {
        name: str(
            eks.describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"].get("version", "")
        )
        for name in list_all(eks, "list_nodegroups", "nodegroups", clusterName=cluster)
    }
    return Running(str(found["version"]), addons, groups, str(found.get("platformVersion") or ""))


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
