"""Two specs against each other: what differs, what comes of it, and where it is written."""

from __future__ import annotations

from datetime import date
from functools import reduce
from pathlib import Path

import pytest

from eksgen.compiler.diagnostics import dotted
from eksgen.compiler.diff.compare import Comparison, compare_specs
from eksgen.compiler.diff.module_calls import CallChangeKind
from eksgen.compiler.pipeline import Compilation, check_text, compile_spec

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"
FULL = (EXAMPLES / "full.yaml").read_text("utf-8")
QUICK = (EXAMPLES / "quickstart.yaml").read_text("utf-8")
DAY = date(2026, 10, 2)


def compiled(text: str, file: str) -> Compilation:
    checked = check_text(text.encode(), file, today=DAY)
    assert not checked.failed, [f.message for f in checked.findings]
    return compile_spec(checked)


def edited(*changes: tuple[str, str], text: str = FULL) -> Comparison:
    """The text against itself with these changes."""
    after = text
    for old, new in changes:
        assert after.count(old) == 1, old
        after = after.replace(old, new)
    return compare_specs(compiled(text, "old.yaml"), compiled(after, "new.yaml"))


def line_of(start: str) -> int:
    """The first line of the full example that starts like this."""
    return next(number for number, line in enumerate(FULL.splitlines(), 1) if line.startswith(start))


def told(found: Comparison) -> list[str]:
    return [f"{one.effect.value}: {one.message}" for one in found.consequences]


@pytest.mark.parametrize("name", ["china", "full", "private", "production", "quickstart"])
def test_a_spec_does_not_differ_from_itself(name: str) -> None:
    text = (EXAMPLES / f"{name}.yaml").read_text("utf-8")
    found = compare_specs(compiled(text, "a.yaml"), compiled(text, "b.yaml"))
    assert (found.same, found.edits, found.calls, found.consequences) == (True, (), (), ())


def test_layout_comments_and_written_defaults_are_no_difference() -> None:
    found = edited(("  web: {}", "  # two nodes\n  web:\n    ssm: true"), text=QUICK)
    assert found.same


def test_an_edit_knows_both_values_both_places_and_what_it_touches() -> None:
    (edit,) = edited(("scaling: {min: 2, max: 10,", "scaling: {min: 2, max: 12,")).edits
    assert dotted(edit.path) == "nodeGroups.web.scaling.max"
    assert edit.before is not None
    assert edit.after is not None
    assert (edit.before.value, edit.after.value) == (10, 12)
    places = edit.before.place.span, edit.after.place.span
    line = line_of("    scaling: {min: 2, max: 10,")
    assert [(p.file, p.line, p.column) for p in places] == [("old.yaml", line, 28), ("new.yaml", line, 28)]
    assert edit.calls == ("nodes_web",)


def test_a_value_that_is_given_up_falls_back_to_its_default() -> None:
    (edit,) = edited(("    ssm: false\n", "")).edits
    assert dotted(edit.path) == "nodeGroups.web.ssm"
    assert edit.after is not None
    assert (edit.after.value, edit.after.place.written) == (True, False)
    assert edit.after.place.span.line == line_of("  web:"), "the group is the nearest thing that is written"


def test_what_follows_from_an_edit_is_no_edit() -> None:
    found = edited(("us-west-2\n", "us-west-2\nnetwork: {zones: 2}\n"), text=QUICK)
    assert [dotted(edit.path) for edit in found.edits] == ["network.zones"]
    assert {"vpc", "eks", "nodes_web"} <= set(found.edits[0].calls)


def test_a_default_of_all_groups_is_told_once() -> None:
    found = edited(("nodeDefaults:\n  imds: {hopLimit: 1}", "nodeDefaults:\n  imds: {hopLimit: 3}"))
    assert [(dotted(e.path), e.calls) for e in found.edits] == [
        ("nodeDefaults.imds.hopLimit", ("nodes_batch", "nodes_own", "nodes_rocket", "nodes_training"))
    ]


def test_a_new_thing_is_one_edit_with_what_is_written_of_it() -> None:
    found = edited(("  web: {}", "  web: {}\n  jobs: {capacity: spot}"), text=QUICK)
    assert [(dotted(e.path), e.before, e.after and e.after.value, e.calls) for e in found.edits] == [
        ("nodeGroups.jobs", None, {"capacity": "spot"}, ("nodes_jobs",))
    ]
    assert [(c.name, c.kind) for c in found.calls] == [("nodes_jobs", CallChangeKind.ADDED)]
    assert told(found) == []


def test_rows_of_a_list_are_paired_by_what_tells_them_apart() -> None:
    first = '    taints: [{key: first, effect: NoExecute}, {key: nvidia.com/gpu, value: "false", '
    found = edited(('    taints: [{key: nvidia.com/gpu, value: "true", ', first))
    assert [(dotted(e.path), e.before is None) for e in found.edits] == [
        ("nodeGroups.batch.taints[0]", True),
        ("nodeGroups.batch.taints[1].value", False),
    ]


def test_a_cluster_that_was_not_there_is_all_new() -> None:
    found = compare_specs(None, compiled(QUICK, "new.yaml"))
    assert {call.kind for call in found.calls} == {CallChangeKind.ADDED}
    assert all(edit.before is None for edit in found.edits)
    assert told(found) == []


def test_a_renamed_group_is_told_as_what_terraform_does_with_it() -> None:
    found = edited(("  batch:\n", "  heavy:\n"), ("[batch, web]", "[heavy, web]"))
    assert [(c.name, c.previous, c.kind) for c in found.calls if c.module == "nodes"] == [
        ("nodes_heavy", "nodes_batch", CallChangeKind.RENAMED)
    ]
    assert told(found) == ["replace: node group batch is now called heavy and is replaced, the new one first"]


CASES = {
    "version": (
        [('version: "1.35"', 'version: "1.36"'), ("release: 1.35.2-20261101", "release: 1.36.2-20261101")],
        [
            "version-step: the control plane goes from Kubernetes 1.35 to 1.36: in place, about 10 minutes; "
            "EKS can roll it back only within 7 days",
            "node-roll: node group batch rolls: every node is drained and replaced",
            "node-roll: node group rocket rolls: every node is drained and replaced",
            "node-roll: node group training rolls: every node is drained and replaced",
            "node-roll: node group web rolls: every node is drained and replaced",
        ],
    ),
    "version-back": (
        [('version: "1.35"', 'version: "1.34"'), ("release: 1.35.2-20261101", "release: 1.34.2-20261101")],
        [
            "version-step: the control plane goes from Kubernetes 1.35 to 1.34: a rollback, which EKS "
            "allows only within 7 days of the upgrade and after the nodes are rolled back",
            "node-roll: node group batch rolls: every node is drained and replaced",
            "node-roll: node group rocket rolls: every node is drained and replaced",
            "node-roll: node group training rolls: every node is drained and replaced",
            "node-roll: node group web rolls: every node is drained and replaced",
        ],
    ),
    "types": (
        [("[m7i.large, m6i.large]", "[m7i.xlarge]")],
        ["replace: node group web is replaced, the new one first"],
    ),
    "tags": (
        [("cost-center: shop", "cost-center: web")],
        [
            "node-roll: node group web rolls: every node is drained and replaced, "
            "because nodes get new tags from a new launch template version only"
        ],
    ),
    "scaling": ([("max: 10", "max: 12")], []),
    "labels": ([("labels: {role: web}", "labels: {role: shop}")], []),
    "service-range": (
        [("serviceCidr: 172.20.0.0/16", "serviceCidr: 172.21.0.0/16")],
        ["refused: EKS cannot change the service range of a cluster: 172.20.0.0/16 to 172.21.0.0/16"],
    ),
    "public-subnets": (
        [("public: {prefix: 22}", "public: {prefix: 23}")],
        [
            *(
                f"refused: EC2 cannot change the range of public subnet us-west-2{zone}: {before} to {after}"
                for zone, before, after in (
                    ("a", "10.20.192.0/22", "10.20.192.0/23"),
                    ("b", "10.20.196.0/22", "10.20.194.0/23"),
                    ("c", "10.20.200.0/22", "10.20.196.0/23"),
                )
            ),
        ],
    ),
    "versions-skipped": (
        [('version: "1.35"', 'version: "1.33"'), ("release: 1.35.2-20261101", "release: 1.33.2-20261101")],
        [
            "refused: Kubernetes goes back from 1.35 to 1.33, more than one version",
            "node-roll: node group batch rolls: every node is drained and replaced",
            "node-roll: node group rocket rolls: every node is drained and replaced",
            "node-roll: node group training rolls: every node is drained and replaced",
            "node-roll: node group web rolls: every node is drained and replaced",
        ],
    ),
    "endpoint": (
        [("public: [203.0.113.0/24]", "public: [203.0.113.128/25, 198.51.100.0/24]")],
        ["endpoint: the Kubernetes API opens to 198.51.100.0/24"],
    ),
    "endpoint-narrowed": ([("public: [203.0.113.0/24]", "public: [203.0.113.0/25]")], []),
    "endpoint-world": (
        [("public: [203.0.113.0/24]", "public: true")],
        ["endpoint: the Kubernetes API opens to the whole internet"],
    ),
    "encryption-off": (
        [("secretsEncryption: managed", "secretsEncryption: aws")],
        [
            "refused: EKS cannot turn off the encryption of Kubernetes secrets with a KMS key",
            "destroy: the key of the Kubernetes secrets is deleted in 30 days, and what it encrypted can "
            "no longer be read",
        ],
    ),
    "admin-gone": (
        [("    - arn:aws:iam::111122223333:user/ops/break-glass\n", "")],
        ["access: arn:aws:iam::111122223333:user/ops/break-glass is no longer an administrator"],
    ),
    "logs": (
        [("types: [api, audit, authenticator, controllerManager, scheduler]", "types: [api, scheduler]")],
        [
            "protection: the control plane no longer writes these logs: audit, authenticator, controllerManager"
        ],
    ),
    "retention": (
        [("retentionDays: 365", "retentionDays: 30")],
        ["protection: log group control-plane keeps its logs only 30 days"],
    ),
    "retention-longer": ([("retentionDays: 365", "retentionDays: 400")], []),
    "control-plane-role": (
        [("roleName: full-control-plane", "roleName: other")],
        ["replace: the EKS cluster is replaced with everything in it"],
    ),
    "node-role": (
        [("roleName: full-web", "roleName: other")],
        ["replace: node group web is replaced, the new one first"],
    ),
    "path-of-roles": (
        [("  path: /eks/\n", "  path: /other/\n")],
        [
            *(
                f"replace: node group {name} is replaced, the new one first"
                for name in ("own", "rocket", "training", "web")
            ),
            "replace: the role of the controller is replaced, the old one goes first",
            "replace: the role of the nodes is replaced, the old one goes first",
            "replace: the role of the trail is replaced, the old one goes first",
        ],
    ),
    "role-that-exists": (
        [("iam: {role: arn:aws:iam::111122223333:role/batch-nodes}", "iam: {}")],
        ["replace: node group batch is replaced, the new one first"],
    ),
    "statements": ([("actions: [kms:CreateGrant]", "actions: [kms:Decrypt]")], []),
    "protection": (
        [("  preventDestroy: {}\n", "")],
        ["protection: the cluster, its network and its keys can be destroyed again"],
    ),
    "add-on": (
        [("  metrics-server: {version: v0.8.0-eksbuild.3}\n", "")],
        ["destroy: add-on metrics-server is deleted"],
    ),
    "listener": (
        [("port: 443\n        protocol: tls", "port: 8443\n        protocol: tls")],
        ["destroy: the listener on port 443 is deleted", "destroy: target group 443 is deleted"],
    ),
    "target-port": (
        [("targetPort: 30443", "targetPort: 30444")],
        ["replace: target group 443 is replaced, the new one first"],
    ),
    "scheme": (
        [("scheme: internal", "scheme: internet-facing")],
        [
            "replace: load balancer legacy is replaced, the old one goes first",
        ],
    ),
    "state": (
        [("key: clusters/full.tfstate", "key: clusters/other.tfstate")],
        ["moved: the state has another location: move it first, or everything is created a second time"],
    ),
    "constraint": ([('awsProvider: ">= 5.95, < 7"', 'awsProvider: ">= 6.0, < 7"')], []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_comes_of_a_change_is_said_before_any_plan(case: str) -> None:
    changes, expected = CASES[case]
    found = edited(*changes)
    assert told(found) == expected
    assert found.edits


def test_a_consequence_points_at_the_field_that_forces_it() -> None:
    found = edited(("[m7i.large, m6i.large]", "[m7i.xlarge]"))
    side = found.consequences[0].side
    assert side is not None
    assert (dotted(side.path), side.place.span.file) == ("nodeGroups.web.instanceTypes", "new.yaml")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [("us-west-2", "us-east-2", "region"), ('"111122223333"', '"999988887777"', "account")],
)
def test_a_cluster_elsewhere_leaves_all_objects_behind(old: str, new: str, place: str) -> None:
    text = QUICK.replace("  name:", '  accountId: "111122223333"\n  name:')
    found = edited((old, new), text=text)
    assert told(found) == [f"moved: another {place}: everything that exists in the old one is left there"]


def test_a_bucket_in_another_region_is_no_move_of_the_cluster() -> None:
    found = edited(("region: us-west-2\n      lockfile", "region: us-east-2\n      lockfile"))
    assert told(found) == [
        "moved: the state has another location: move it first, or everything is created a second time"
    ]


def test_another_range_of_the_network_is_told_once_and_with_a_way_out() -> None:
    found = edited(("us-west-2\n", "us-west-2\nnetwork: {cidr: 10.9.0.0/16}\n"), text=QUICK)
    assert told(found)[0] == "refused: EC2 cannot change the range of a VPC: 10.20.0.0/16 to 10.9.0.0/16"
    assert not any("subnet" in text for text in told(found))


def test_other_zones_of_the_network_are_refused_for_the_control_plane() -> None:
    found = edited(("us-west-2\n", "us-west-2\nnetwork: {zones: 2}\n"), text=QUICK)
    assert told(found)[0] == (
        "refused: EKS cannot change the zones of the control plane: "
        "us-west-2a, us-west-2b, us-west-2c to us-west-2a, us-west-2b"
    )


def test_a_protected_load_balancer_is_not_removed() -> None:
    start = FULL.index("  edge:\n    type: network")
    end = FULL.index("  shop:\n    type: application")
    found = edited((FULL[start:end], ""))
    assert told(found)[0] == "refused: load balancer edge cannot be deleted: it has deletion protection"


def test_an_edit_beside_others_is_never_said_to_do_nothing() -> None:
    new = QUICK.replace("us-west-2\n", "us-west-2\nnetwork: {zones: 2, nat: per-zone}\n")
    found = compare_specs(compiled(QUICK, "old.yaml"), compiled(new, "new.yaml"))
    calls = {dotted(edit.path): set(edit.calls) for edit in found.edits}
    assert {"vpc", "eks", "nodes_web"} <= calls["network.zones"]


CNI = "nodeGroups:", "addons: {vpc-cni: {prefixDelegation: true, warmTargets: {ip: 4}}}\nnodeGroups:"
POLICY = '"1.35"', '"1.35"\n  networkPolicy: vpc-cni'


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        (
            [CNI, POLICY],
            {"addons.vpc-cni.prefixDelegation", "addons.vpc-cni.warmTargets", "kubernetes.networkPolicy"},
        ),
        (
            [("prefixDelegation: true", "prefixDelegation: false"), POLICY],
            {"addons.vpc-cni.prefixDelegation", "kubernetes.networkPolicy"},
        ),
        (
            [
                ("prefixDelegation: true", "prefixDelegation: false, configuration: {env: {LOG: x}}"),
                ("ip: 4", "ip: 5"),
                POLICY,
            ],
            {
                "addons.vpc-cni.prefixDelegation",
                "addons.vpc-cni.configuration.env",
                "addons.vpc-cni.warmTargets.ip",
                "kubernetes.networkPolicy",
            },
        ),
    ],
)
def test_every_edit_behind_one_argument_is_said_to_change_it(
    changes: list[tuple[str, str]], fields: set[str]
) -> None:
    before = QUICK if changes[0] == CNI else QUICK.replace(*CNI)
    after = reduce(lambda text, change: text.replace(*change), changes, before)
    for sides in ((before, after), (after, before)):
        found = compare_specs(*(compiled(text, "cluster.yaml") for text in sides))
        assert {dotted(edit.path) for edit in found.edits if "addons_before_nodes" in edit.calls} == fields
        assert all(edit.calls for edit in found.edits)


@pytest.mark.parametrize(
    "settings",
    [
        "os: bottlerocket, accelerator: nvidia, instanceTypes: [g6.xlarge]",
        "bootstrap: {preCommands: [echo]}, maxPods: 20",
        "kind: self-managed, bootstrap: {preCommands: [echo]}, maxPods: 20, labels: {a: b}, "
        "taints: [{key: a, effect: PreferNoSchedule}]",
    ],
)
def test_every_edit_of_a_group_beside_others_is_said_to_change_it(settings: str) -> None:
    found = edited(("  web: {}", f"  web: {{{settings}}}"), text=QUICK)
    assert len(found.edits) > 1
    assert not [dotted(edit.path) for edit in found.edits if "nodes_web" not in edit.calls]


def test_an_edit_that_says_the_same_in_other_words_does_nothing() -> None:
    new = QUICK.replace("us-west-2\n", "us-west-2\nnetwork: {zones: 3}\n")
    found = compare_specs(compiled(QUICK, "old.yaml"), compiled(new, "new.yaml"))
    assert [(dotted(edit.path), edit.calls) for edit in found.edits] == [("network.zones", ())]
    assert not found.calls


def test_every_other_edit_of_the_full_example_is_seen_by_terraform() -> None:
    found = compare_specs(compiled(QUICK, "old.yaml"), compiled(FULL, "new.yaml"))
    assert len(found.edits) > 40
    assert {edit.path[0] for edit in found.edits if not edit.calls} == {"drift"}


def test_a_first_backend_and_a_dropped_account_are_told_first() -> None:
    backend = "nodeGroups:", "terraform: {backend: {local: {path: ../../x.tfstate}}}\nnodeGroups:"
    moved = "moved: the state has another location: move it first, or everything is created a second time"
    assert told(edited(backend, text=QUICK)) == [moved]
    text = QUICK.replace("  name:", '  accountId: "111122223333"\n  name:')
    dropped = "moved: the account is no longer fixed: credentials of any account are accepted"
    assert told(edited(('  accountId: "111122223333"\n', ""), text=text)) == [dropped]


S3, CLOUD = "s3: {bucket: acme-state}", "cloud: {organization: acme}"
MOVED = "moved: the state has another location: move it first, or everything is created a second time"


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (S3, CLOUD, "terraform.backend.cloud.organization"),
        (CLOUD, S3, "terraform.backend.s3.bucket"),
        (CLOUD, "cloud: {organization: other}", "terraform.backend.cloud.organization"),
        (CLOUD, "cloud: {organization: acme, workspace: prod}", "terraform.backend.cloud.workspace"),
        (CLOUD, "cloud: {organization: acme, hostname: tfe.example.com}", "terraform.backend.cloud.hostname"),
        (CLOUD, "cloud: {organization: acme, project: platform}", ""),
        (CLOUD, "cloud: {organization: acme, workspace: 'eks-{name}', hostname: app.terraform.io}", ""),
    ],
)
def test_a_state_that_moves_into_out_of_or_inside_hcp_terraform_comes_first(
    before: str, after: str, moved: str
) -> None:
    text = QUICK.replace("nodeGroups:", f"terraform: {{backend: {{{before}}}}}\nnodeGroups:")
    found = edited((before, after), text=text)
    assert told(found) == ([MOVED] if moved else [])
    assert [dotted(c.side.path) for c in found.consequences if c.side] == ([moved] if moved else [])


@pytest.mark.parametrize("field", ["profile: other", "assumeRole: arn:aws:iam::111122223333:role/Other"])
def test_other_credentials_come_first_whether_added_or_removed(field: str) -> None:
    used = "moved: AWS is called with other credentials: another profile or role"
    change = "nodeGroups:", f"terraform: {{{field}}}\nnodeGroups:"
    assert told(edited(change, text=QUICK)) == [used]
    assert told(edited(change[::-1], text=QUICK.replace(*change))) == [used]


@pytest.mark.parametrize("field", ["profile: other", "role: arn:aws:iam::444455556666:role/Other"])
def test_other_credentials_of_the_state_come_first(field: str) -> None:
    read = "moved: the state is read and written with other credentials: another profile or role"
    text = QUICK.replace("nodeGroups:", "terraform: {backend: {s3: {bucket: acme-state}}}\nnodeGroups:")
    assert told(edited(("acme-state}", f"acme-state, {field}}}"), text=text)) == [read]


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        ("zones: [us-west-2a, us-west-2b]", "zones: [us-west-2b, us-west-2c]", "us-west-2a"),
        ("zones: [us-west-2b, us-west-2c]", "zones: [us-west-2a, us-west-2b, us-west-2c]", "us-west-2b"),
        ("nat: per-zone", "nat: single", "us-west-2b, us-west-2c"),
        ("nat: single", "nat: none, endpoints: [private-cluster]", "us-west-2a"),
        ("nat: single", "nat: per-zone", ""),
        ("zones: [us-west-2a, us-west-2b]", "zones: [us-west-2a, us-west-2c]", ""),
    ],
)
def test_a_nat_gateway_that_goes_loses_its_address(before: str, after: str, gone: str) -> None:
    text = QUICK + f"network: {{{before}}}\n"
    messages = [message for message in told(edited((before, after), text=text)) if "NAT" in message]
    expected = f"destroy: the NAT gateway in {gone} is deleted with its address: "
    assert [message.startswith(expected) for message in messages] == ([True] if gone else [])


def test_a_group_with_its_former_name_is_the_group_it_was() -> None:
    found = edited(("  web: {}", "  front: {renamedFrom: web}"), text=QUICK)
    assert [(call.name, call.kind) for call in found.calls if call.module == "nodes"] == []
    assert told(found) == []


def test_another_pool_changes_kubernetes_objects_and_nothing_else() -> None:
    found = edited(("limits: {cpu: 200,", "limits: {cpu: 300,"))
    assert [(dotted(edit.path), set(edit.calls)) for edit in found.edits] == [
        ("karpenter.nodePools.burst.limits.cpu", {"manifests"})
    ]
    assert told(found) == []


CONTROL_PLANE = (EXAMPLES / "control-plane.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "  zonalShift: {}\n",
            "refused: EKS keeps zonal shift as it is unless the spec says what it should be",
        ),
        (
            "  deletionProtection: {}\n",
            "kept: EKS keeps `controlPlane.deletionProtection` as it is; write `deletionProtection: none` to turn "
            "it off",
        ),
    ],
)
def test_a_setting_that_is_left_out_is_kept(line: str, expected: str) -> None:
    assert told(edited((line, ""), text=CONTROL_PLANE)) == [expected]


def test_a_setting_that_is_written_back_is_changed() -> None:
    off = edited(("  deletionProtection: {}\n", "  deletionProtection: none\n"), text=CONTROL_PLANE)
    assert told(off) == ["protection: the control plane can be deleted again"]
    smaller = edited(("scalingTier: tier-xl", "scalingTier: tier-2xl"), text=CONTROL_PLANE)
    assert told(smaller) == []


def test_all_settings_of_components_are_kept_with_one_message() -> None:
    start, end = CONTROL_PLANE.index("  components:"), CONTROL_PLANE.index("access:")
    without = compare_specs(
        compiled(CONTROL_PLANE, "old.yaml"), compiled(CONTROL_PLANE[:start] + CONTROL_PLANE[end:], "new.yaml")
    )
    message = (
        "EKS keeps `controlPlane.components` as it is; write `components: {}` to have its defaults again"
    )
    assert told(without) == [f"kept: {message}"]


def test_the_way_out_of_the_control_plane_is_never_given_back() -> None:
    back = edited(("egress: own", "egress: aws"), text=CONTROL_PLANE)
    assert told(back) == ["refused: EKS cannot change the way out of the control plane from own to aws"]


TEAMS = (EXAMPLES / "multi-team-access.yaml").read_text("utf-8")
AUDITOR = "arn:aws:iam::111122223333:role/security/Auditor"
PIPELINE = "arn:aws:iam::111122223333:role/ShopPipeline"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "role/PlatformAdmin]",
            f"role/PlatformAdmin, {AUDITOR}2]",
            [f"access: {AUDITOR}2 becomes an administrator"],
        ),
        (
            "[{name: AmazonEKSViewPolicy}]",
            "[{name: AmazonEKSClusterAdminPolicy}]",
            [f"access: {AUDITOR} becomes an administrator"],
        ),
        (
            f"principal: {AUDITOR}",
            f"principal: {AUDITOR}2",
            [
                f"access: {AUDITOR} may no longer use the Kubernetes API",
                f"access: {AUDITOR}2 now holds AmazonEKSViewPolicy in the whole cluster",
            ],
        ),
        (
            "BuildMachine\n",
            "BuildMachine2\n",
            [
                "access: arn:aws:iam::111122223333:role/BuildMachine may no longer use the Kubernetes API",
                "access: arn:aws:iam::111122223333:role/BuildMachine2 may use the Kubernetes API",
            ],
        ),
        (
            '{name: AmazonEKSEditPolicy, namespaces: [shop, "shop-*"]}',
            "{name: AmazonEKSEditPolicy}",
            [f"access: {PIPELINE} now holds AmazonEKSEditPolicy in the whole cluster"],
        ),
        (
            '[shop, "shop-*"]',
            '[shop-a, shop, web, "shop-*", api]',
            [f"access: {PIPELINE} now holds AmazonEKSEditPolicy also in namespaces api, web"],
        ),
        ('[shop, "shop-*"]', "[shop]", []),
        (
            "[{name: AmazonEKSEditPolicy,",
            "[{name: AmazonEKSSecretReaderPolicy, namespaces: [shop]}, {name: AmazonEKSEditPolicy,",
            [f"access: {PIPELINE} now holds AmazonEKSSecretReaderPolicy in namespace shop"],
        ),
        ("[{name: AmazonEKSViewPolicy}]", "[{name: AmazonEKSViewPolicy, namespaces: [shop]}]", []),
        ("    auditors: #", "    readers: #", []),
    ],
)
def test_who_gains_and_who_loses_access(old: str, new: str, expected: list[str]) -> None:
    assert sorted(told(edited((old, new), text=TEAMS))) == expected


def test_an_administrator_that_gets_less_gains_nothing() -> None:
    admin = TEAMS.replace("[{name: AmazonEKSViewPolicy}]", "[{name: AmazonEKSClusterAdminPolicy}]")
    less = edited(("AmazonEKSClusterAdminPolicy", "AmazonEKSViewPolicy"), text=admin)
    assert told(less) == [f"access: {AUDITOR} is no longer an administrator"]


def test_wider_access_points_at_the_policy() -> None:
    found = edited((', namespaces: [shop, "shop-*"]', ""), text=TEAMS)
    side = found.consequences[0].side
    assert side is not None
    assert dotted(side.path) == "access.entries.deployer.policies[0].namespaces"


def test_a_user_name_that_is_left_out_is_kept() -> None:
    found = edited(("      username: shop:{{SessionName}}\n", ""), text=TEAMS)
    principal = "arn:aws:iam::111122223333:role/teams/Shop"
    message = f"EKS keeps the user name of {principal}; write another `username`, or remove the entry and add it again"
    assert told(found) == [f"kept: {message}"]
