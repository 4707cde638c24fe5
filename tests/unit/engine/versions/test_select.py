"""Which version is chosen: the newest that fits, never one that EKS would refuse."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksgen.catalog.kubernetes.versions import NODE_SKEW, minor_versions_between
from eksgen.engine.versions.offers import AddonOffer, addon_order, minor_of, release_order
from eksgen.engine.versions.select import choose_addon, choose_release, release_of

BOTH = frozenset({"amd64", "arm64"})


def offers(*versions: str, architectures: frozenset[str] = BOTH) -> list[AddonOffer]:
    return [AddonOffer(version, architectures) for version in versions]


def v(minor: int, patch: int = 0, build: int = 1) -> str:
    return f"v1.{minor}.{patch}-eksbuild.{build}"


@pytest.mark.parametrize(
    ("offered", "held", "expected"),
    [
        ((v(11), v(12), v(9)), "", v(12)),
        ((v(12, 4, 2), v(12, 4, 10)), "", v(12, 4, 10)),
        ((v(11), v(12)), v(11), v(12)),
        ((v(11), v(12)), v(12), v(12)),
        (("v1.12.4-eksbuild.1", "v1.12.10-eksbuild.1"), "", "v1.12.10-eksbuild.1"),
    ],
)
def test_the_newest_version_is_chosen_by_its_numbers(
    offered: tuple[str, ...], held: str, expected: str
) -> None:
    assert choose_addon("coredns", "1.35", offers(*offered), held=held, held_for="1.35").version == expected


def test_a_version_that_eks_lists_no_more_stays_rather_than_going_back() -> None:
    choice = choose_addon("coredns", "1.35", offers(v(11)), held=v(12), held_for="1.35")
    assert choice.version == v(12)
    assert choice.reason == f"EKS does not list it any more, and the newest is {v(11)}"


def test_a_version_goes_back_if_the_lock_is_for_another_kubernetes_version_and_it_does_not_fit() -> None:
    back = choose_addon("kube-proxy", "1.34", offers(v(34), v(33)), held=v(35), held_for="1.35")
    assert back.version == v(34)


def test_kube_proxy_is_not_newer_than_the_control_plane_nor_too_old() -> None:
    assert choose_addon("kube-proxy", "1.35", offers(v(36), v(35), v(34))).version == v(35)
    assert choose_addon("kube-proxy", "1.35", offers(v(31))).version == ""
    assert choose_addon("kube-proxy", "1.35", offers(v(35)), held=v(36), held_for="1.35").version == v(35)


@pytest.mark.parametrize(
    ("held", "running", "expected"),
    [
        ("", "", v(22)),
        (v(20), "", v(21)),
        (v(21), v(20), v(21)),
        (v(20), v(21), v(22)),
        (v(22), v(20), v(21)),
    ],
)
def test_vpc_cni_goes_one_minor_version_from_what_runs(held: str, running: str, expected: str) -> None:
    offered = offers(v(19), v(20), v(21), v(22))
    choice = choose_addon("vpc-cni", "1.35", offered, held=held, held_for="1.35", running=running)
    assert choice.version == expected


def test_vpc_cni_that_is_too_far_behind_has_no_version_and_says_why() -> None:
    choice = choose_addon("vpc-cni", "1.35", offers(v(20), v(21)), running=v(17))
    assert choice.version == ""
    assert choice.reason == (
        f"EKS moves it one minor version at a time, and {v(20)}, the nearest that fits Kubernetes 1.35, is 3 "
        f"from {v(17)}"
    )


def test_a_version_must_run_on_the_architectures_of_the_nodes() -> None:
    offered = [AddonOffer(v(12), frozenset({"amd64"})), AddonOffer(v(11), BOTH), AddonOffer(v(10))]
    assert choose_addon("coredns", "1.35", offered, architectures=frozenset({"arm64"})).version == v(11)
    assert choose_addon("coredns", "1.35", offered, architectures=frozenset({"amd64"})).version == v(12)


VERSIONS = st.builds(v, st.integers(15, 40), st.integers(0, 3), st.integers(1, 12))
NAMES = st.sampled_from(["coredns", "kube-proxy", "vpc-cni"])


@given(NAMES, st.lists(VERSIONS, max_size=12), VERSIONS, st.booleans())
def test_what_is_chosen_is_offered_or_held_and_keeps_the_rules_of_eks(
    name: str, offered: list[str], held: str, exists: bool
) -> None:
    running = held if exists else ""
    choice = choose_addon(name, "1.35", offers(*offered), held=held, held_for="1.35", running=running)
    if not choice.version:
        assert choice.reason
        return
    assert choice.version in {*offered, held}
    if name == "kube-proxy":
        assert 0 <= (minor_versions_between(minor_of(choice.version), "1.35") or 0) <= NODE_SKEW
    if name == "vpc-cni":
        assert abs(minor_versions_between(minor_of(held), minor_of(choice.version)) or 0) <= 1
    if held in offered and name != "kube-proxy":
        assert addon_order(choice.version) >= addon_order(held)


@given(NAMES, st.lists(VERSIONS, min_size=1, max_size=8), VERSIONS, st.randoms())
def test_the_order_of_offers_does_not_matter_and_a_second_update_moves_nothing(
    name: str, offered: list[str], held: str, random: object
) -> None:
    shuffled = list(offered)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first = choose_addon(name, "1.35", offers(*offered), held=held, held_for="1.35")
    assert first == choose_addon(name, "1.35", offers(*shuffled), held=held, held_for="1.35")
    if first.version and name != "vpc-cni":  # which takes the next step
        again = choose_addon(name, "1.35", offers(*offered), held=first.version, held_for="1.35")
        assert again.version == first.version


@pytest.mark.parametrize(
    ("offered", "held", "expected"),
    [
        ("1.35.2-20261120", "", "1.35.2-20261120"),
        ("1.35.2-20261120", "1.35.2-20261113", "1.35.2-20261120"),
        ("1.35.2-20261120", "1.35.3-20261127", "1.35.3-20261127"),
        ("1.35.2-20261120", "1.36.2-20261127", "1.35.2-20261120"),
        ("1.50.0-7a4c9d3e", "1.51.1-2b9f0c6d", "1.51.1-2b9f0c6d"),
        ("1.51.1-2b9f0c6d", "1.50.0-7a4c9d3e", "1.51.1-2b9f0c6d"),
    ],
)
def test_a_release_of_an_image_never_goes_back_within_a_version(
    offered: str, held: str, expected: str
) -> None:
    os = "al2023" if "-2026" in offered else "bottlerocket"
    assert choose_release("1.35", offered, os, held=held).version == expected


def test_an_image_without_a_published_release_stays_open() -> None:
    choice = choose_release("1.35", "", "windows-2022-core")
    assert (choice.version, choice.reason.split(";")[0]) == ("", "AWS publishes no release of this image")


def test_the_kubernetes_version_of_a_release_is_in_its_name_except_for_bottlerocket() -> None:
    assert release_of("1.35.2-20261120", "al2023") == "1.35"
    assert release_of("1.35-2026.11.13", "windows-2022-core") == "1.35"
    assert release_of("1.50.0-12345678", "bottlerocket-fips") == ""
    assert release_order("1.51.1-1b9f0c6d", "bottlerocket") > release_order("1.50.0-99999999", "bottlerocket")
