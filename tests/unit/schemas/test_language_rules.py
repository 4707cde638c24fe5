"""The rules of the language, held against every field of the models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from eksgen.schemas.cluster import ClusterSpec
from eksgen.schemas.reflection.walk import alternatives, fields
from eksgen.schemas.values import KmsKey, Present

TRUE_OR_FALSE = {
    "controlPlane.endpoint.private": "beside `public`, which has more values than on and off",
    "karpenter.nodePools.*.disk.encrypted": "a property of the disk, not a part",
    "loadBalancers.*.crossZone": "on or off by default, as AWS decides for the type",
    "loadBalancers.*.preserveClientIp": "a property of the targets, not a part",
    "nodeGroups.*.disk.encrypted": "a property of the disk, not a part",
    "nodeGroups.*.disk.extra.encrypted": "a property of the disk, not a part",
    "nodeGroups.*.ssm": "a property of the role, not a part",
    "registries.*.immutableTags": "a property of the repository, not a part",
    "registries.*.scanOnPush": "a property of the repository, as ECR names it",
    "terraform.backend.s3.lockfile": "an argument of Terraform's backend",
}
"""Fields that are true by default, as the reference of the language writes them."""

FALSE_OR_TRUE = {
    "audit.trail.multiRegion": "a property of the trail, as CloudTrail names it",
    "controlPlane.endpoint.public": "a list of ranges has a third meaning",
    "controlPlane.logs.keepOnDestroy": "a property of the log group, not a part",
    "nodeGroups.*.disk.extra.keepOnTermination": "a property of the disk, not a part",
    "nodeGroups.*.scaling.autoscaled": "a property of the size, not a part",
    "nodeGroups.*.update.force": "a property of the update, not a part",
}
"""Fields that are false by default, besides those of add-ons."""
OF_ADDONS = {"preserve", "prefixDelegation", "externalSnat"}
"""What is left behind, and settings of the VPC CNI as the reference of the language writes them."""

NAMES_OF_OTHERS = {
    "apiVersion": "the version of the language",
    "kind": "a kind, as Kubernetes writes kinds",
    "controlPlane.logs.types": "log types of EKS",
    "controlPlane.components.scheduler.nodeResourcesFit.scoringStrategy.type": "strategies of Kubernetes",
    "controlPlane.components.scheduler.nodeResourcesFit.scoringStrategy.resources.name": "resources of nodes",
    "rbacRoleMappings.role": "roles of Argo CD, as EKS writes them",
    "rbacRoleMappings.identities.type": "types of identities, as EKS writes them",
    "nodeGroups.*.repair.overrides.action": "repair actions of EKS",
    "nodeGroups.*.metrics": "metrics of EC2 Auto Scaling",
    "nodeGroups.*.suspendProcesses": "processes of EC2 Auto Scaling",
    "service.externalTrafficPolicy": "policies of a Service of Kubernetes",
    "taints.effect": "taint effects of Kubernetes",
    "statements.effect": "effects of IAM",
}
"""Fields whose values are names of Kubernetes or AWS."""

KEYS_THAT_EXIST = {"terraform.backend.s3.kmsKey": "the bucket exists before eksgen runs, and so does its key"}


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in an annotation, below unions, maps and lists."""
    for found in alternatives(annotation):
        if isinstance(found, type) and issubclass(found, BaseModel):
            yield found
        elif get_origin(found) in (dict, tuple):
            yield from (model for part in get_args(found) for model in models(part))


def language(
    model: type[BaseModel] = ClusterSpec, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, FieldInfo]]:
    """Every field that compiles, by its dotted path; `*` is a name of the user."""
    for key, info in fields(model).items():
        if info.annotation is type(None):
            continue
        at = (*path, key)
        yield ".".join(at), info
        below = ("*",) if get_origin(next(alternatives(info.annotation), None)) is dict else ()
        for inner in models(info.annotation):
            yield from language(inner, (*at, *below))


def with_default(value: bool) -> set[str]:
    return {path for path, info in FIELDS.items() if info.get_default(call_default_factory=True) is value}


def leaf(info: FieldInfo) -> set[Any]:
    return set(alternatives(info.annotation)) - {type(None)}


FIELDS = {path.replace("nodeDefaults.", "nodeGroups.*."): info for path, info in language()}
ALL = sorted(FIELDS)


def words(info: FieldInfo) -> list[str]:
    return [str(word) for part in literals(info.annotation) for word in get_args(part)]


def literals(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Literal:
        yield annotation
    for part in get_args(annotation) if get_origin(annotation) is not Literal else ():
        yield from literals(part)


def test_the_walk_reaches_every_part() -> None:
    assert len(ALL) > 100
    expected = {"network.flowLogs.kmsKey", "nodeGroups.*.disk.kmsKey", "addons.coredns.configuration"}
    assert expected <= set(ALL)


@pytest.mark.parametrize("path", ALL)
def test_no_field_is_called_enabled(path: str) -> None:
    assert "enabled" not in path.lower()


def test_what_is_true_by_default_is_on_the_list() -> None:
    """The word `none` turns off a feature that is on by default."""
    assert with_default(True) <= set(TRUE_OR_FALSE)
    assert set(TRUE_OR_FALSE) <= set(ALL)


def test_what_is_false_by_default_is_on_the_list() -> None:
    """What is off by default is turned on by its presence."""
    false = {path for path in with_default(False) if not path.startswith("addons.")}
    assert false <= set(FALSE_OR_TRUE)
    assert set(FALSE_OR_TRUE) <= set(ALL)
    assert {path.rpartition(".")[2] for path in with_default(False) - false} == OF_ADDONS


@pytest.mark.parametrize("path", [path for path in ALL if Present in leaf(FIELDS[path])])
def test_what_is_turned_on_by_presence_is_off_by_default(path: str) -> None:
    assert FIELDS[path].default is None


@pytest.mark.parametrize("path", [path for path in ALL if words(FIELDS[path])])
def test_our_own_words_are_kebab_case(path: str) -> None:
    if not any(path.endswith(name) for name in NAMES_OF_OTHERS):
        strange = [word for word in words(FIELDS[path]) if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", word)]
        assert not strange


@pytest.mark.parametrize("path", [path for path in ALL if re.search("kms|encryption$", path.lower())])
def test_a_key_is_of_the_one_type(path: str) -> None:
    if path not in KEYS_THAT_EXIST:
        assert {"managed", "aws"} <= set(words(FIELDS[path]))
        assert set(alternatives(FIELDS[path].annotation)) - {type(None)} == set(alternatives(KmsKey))


@pytest.mark.parametrize("path", ALL)
def test_a_key_is_camel_case(path: str) -> None:
    name = path.rpartition(".")[2]
    assert re.fullmatch("[a-z][0-9A-Za-z]*", name) or (path.count(".") == 1 and path.startswith("addons."))
