"""What an update makes of a spec, its lock and what AWS offers."""

from __future__ import annotations

import random

from eksgen.compiler.lock.read import parse_lock
from eksgen.compiler.lock.write import write_lock_text
from eksgen.compiler.pipeline import check_text
from eksgen.engine.versions.moves import Move, State, open_groups, update_lock
from eksgen.engine.versions.offers import AddonOffer, Offers
from eksgen.schemas.cluster import ClusterSpec
from eksgen.schemas.lock import Lock, LockedProvider

BASE = """apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: a, region: us-west-2}
kubernetes: {version: "1.35"}
access: {admins: [arn:aws:iam::111122223333:role/a]}
"""
GROUPS = "nodeGroups: {web: {}, edge: {os: bottlerocket}, own: {ami: ami-0123456789abcdef0}, win: {os: windows-2022-core}}\n"
HASH = "h1:" + "a" * 43 + "="
PROVIDER = LockedProvider(version="6.62.0", hashes=(HASH,))
NAMES = ("aws-ebs-csi-driver", "coredns", "eks-pod-identity-agent", "kube-proxy", "vpc-cni")


def spec(more: str = GROUPS) -> ClusterSpec:
    checked = check_text((BASE + more).encode(), "a.yaml")
    assert checked.spec is not None, checked.findings
    return checked.spec


def offers(kubernetes: str = "1.35", patch: int = 1) -> Offers:
    minor = kubernetes.partition(".")[2]
    versions = {name: (AddonOffer(f"v1.20.{patch}-eksbuild.1"),) for name in NAMES}
    versions["kube-proxy"] = (AddonOffer(f"v1.{minor}.{patch}-eksbuild.1"),)
    releases = {"web": f"{kubernetes}.2-2026112{patch}", "edge": f"1.5{patch}.0-7a4c9d3e"}
    return Offers(kubernetes, versions, releases)


def rows(moves: tuple[Move, ...], kind: str) -> dict[str, str]:
    return {move.name: move.state.value for move in moves if move.kind == kind}


def test_a_first_lock_pins_every_addon_every_image_of_eks_and_the_provider() -> None:
    update = update_lock(spec(), None, offers(), PROVIDER)
    assert update.changed
    assert sorted(update.lock.addons) == ["coredns", "ebs-csi", "kube-proxy", "pod-identity-agent", "vpc-cni"]
    assert update.lock.node_groups == {"edge": "1.51.0-7a4c9d3e", "web": "1.35.2-20261121"}
    assert update.lock.provider == PROVIDER
    assert rows(update.moves, "node group") == {"edge": "moves", "web": "moves", "win": "open"}


def test_a_second_update_moves_nothing_and_leaves_the_bytes() -> None:
    first = update_lock(spec(), None, offers(), PROVIDER).lock
    again = update_lock(spec(), first, offers(), PROVIDER)
    assert not again.changed
    assert write_lock_text(again.lock) == write_lock_text(first)
    assert {move.state for move in again.moves} == {State.STAYS, State.OPEN}


def test_newer_versions_move_only_what_is_newer() -> None:
    first = update_lock(spec(), None, offers(), PROVIDER).lock
    update = update_lock(spec(), first, offers(patch=2), PROVIDER)
    assert set(rows(update.moves, "add-on").values()) == {"moves"}
    assert rows(update.moves, "provider") == {"hashicorp/aws": "stays"}
    assert not [move for move in update.moves if move.kind == "Kubernetes"]


def test_a_version_that_the_spec_pins_is_listed_and_not_locked() -> None:
    pinned = (
        "addons: {coredns: {version: v1.9.0-eksbuild.1}}\nnodeGroups: {web: {release: 1.35.1-20261101}}\n"
    )
    update = update_lock(spec(pinned), None, offers(), None)
    assert "coredns" not in update.lock.addons
    assert update.lock.node_groups == {}
    found = [move for move in update.moves if move.state is State.PINNED]
    assert [(move.name, move.new, move.note) for move in found] == [
        ("coredns", "v1.9.0-eksbuild.1", "pinned in the spec; EKS does not offer it for Kubernetes 1.35"),
        ("web", "1.35.1-20261101", "pinned in the spec"),
    ]


def test_a_pinned_version_is_compared_with_the_newest_that_fits() -> None:
    def note(version: str) -> str:
        pinned = spec(f"addons: {{coredns: {{version: {version}}}}}\nnodeGroups: {{web: {{}}}}\n")
        both = (AddonOffer("v1.20.1-eksbuild.1"), AddonOffer("v1.21.0-eksbuild.1"))
        given = Offers("1.35", {**offers().addons, "coredns": both}, offers().releases)
        return next(
            move.note for move in update_lock(pinned, None, given, None).moves if move.name == "coredns"
        )

    assert note("v1.20.1-eksbuild.1") == "pinned in the spec; v1.21.0-eksbuild.1 fits"
    assert note("v1.21.0-eksbuild.1") == "pinned in the spec"


def test_what_is_not_in_the_spec_any_more_leaves_the_lock() -> None:
    held = Lock(
        kubernetes="1.35", addons={"efs-csi": "v2.0.0-eksbuild.1"}, nodeGroups={"old": "1.35.1-20261101"}
    )
    update = update_lock(spec(), held, offers(), None)
    removed = [move.name for move in update.moves if move.state is State.REMOVED]
    assert removed == ["efs-csi", "old"]
    assert not {"efs-csi", "old"} & {*update.lock.addons, *update.lock.node_groups}


def test_another_kubernetes_version_of_the_spec_is_a_row_of_its_own() -> None:
    first = update_lock(spec(), None, offers(), PROVIDER).lock
    raised = spec().model_copy(
        update={"kubernetes": spec().kubernetes.model_copy(update={"version": "1.36"})}
    )
    update = update_lock(raised, first, offers("1.36"), PROVIDER)
    assert update.moves[0] == Move("Kubernetes", "", "1.35", "1.36", State.MOVES)
    assert update.lock.kubernetes == "1.36"
    assert update.lock.addons["kube-proxy"] == "v1.36.1-eksbuild.1"
    assert update.lock.node_groups["web"].startswith("1.36.")


def test_an_addon_without_a_version_that_fits_is_blocked_with_the_reason() -> None:
    update = update_lock(spec(), None, Offers("1.35"), None)
    assert len(update.blocked) == len(NAMES)
    assert update.blocked[0].note == "EKS offers no version that fits Kubernetes 1.35"


def test_other_hashes_of_the_same_provider_are_a_move() -> None:
    held = Lock(kubernetes="1.35", provider=PROVIDER)
    more = LockedProvider(version="6.62.0", hashes=(HASH, "zh:" + "0" * 64))
    assert update_lock(spec(), held, offers(), more).moves[-1].note == "other packages"


def test_the_lock_does_not_depend_on_the_order_of_anything() -> None:
    expected = write_lock_text(update_lock(spec(), None, offers(), PROVIDER).lock)
    for seed in range(5):
        shuffled = list(offers().addons.items())
        random.Random(seed).shuffle(shuffled)
        given = Offers("1.35", dict(shuffled), dict(reversed(list(offers().releases.items()))))
        groups = list(spec().node_groups.items())
        random.Random(seed).shuffle(groups)
        other = spec().model_copy(update={"node_groups": dict(groups)})
        assert write_lock_text(update_lock(other, None, given, PROVIDER).lock) == expected


def test_a_lock_that_was_written_is_read_as_the_same_lock() -> None:
    lock = update_lock(spec(), None, offers(), PROVIDER).lock
    assert parse_lock(write_lock_text(lock).encode(), "a.lock").lock == lock


def test_images_of_the_user_and_of_windows_have_no_release_to_look_up() -> None:
    assert open_groups(spec()) == {
        "edge": "/aws/service/bottlerocket/aws-k8s-1.35/x86_64/latest/image_version",
        "web": "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/recommended/release_version",
        "win": None,
    }
