"""What the helps of whole specs say: that each is there, and that it works when it is followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pydantic import BaseModel

from eksgen.catalog.addons.addons import ADDONS
from eksgen.compiler.diagnostics import Diagnostic, Severity
from eksgen.compiler.fixes import changed
from eksgen.compiler.load.wrong_values import invalid_choice
from eksgen.compiler.pipeline import check_text
from eksgen.compiler.source.extends import Library
from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.scalars import flow_text
from eksgen.compiler.source.tree import to_plain
from eksgen.schemas.cluster import ClusterSpec
from eksgen.schemas.reflection.walk import keys_of, literals_at, model_at

BASE = {
    "apiVersion": "apiVersion: eksgen/v1alpha1",
    "kind": "kind: Cluster",
    "metadata": "metadata: {name: demo, region: us-west-2}",
    "kubernetes": 'kubernetes: {version: "1.36"}',
    "access": "access: {admins: [arn:aws:iam::111122223333:role/Admin]}",
    "nodeGroups": "nodeGroups: {web: {}}",
}


def spec(text: str) -> str:
    """Return the base spec with these parts, one on a line, in place of its own."""
    own = {line.partition(":")[0]: line for line in text.splitlines()}
    return "\n".join({**BASE, **own}.values())


def findings(text: str) -> tuple[Diagnostic, ...]:
    return check_text(spec(text).encode(), "cluster.yaml").findings


def of(code: str, text: str) -> Diagnostic:
    (finding,) = [finding for finding in findings(text) if finding.code == code]
    return finding


def after(text: str, finding: Diagnostic) -> str:
    """Return the spec with the first fix of a finding."""
    root = parse_yaml(spec(text).encode(), "cluster.yaml")[0]
    assert root is not None
    return flow_text(to_plain(changed(root, finding.fixes[:1])))


def camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(word.title() for word in rest)


NAMES = [addon.name for addon in ADDONS if not addon.own_policy]
STYLES: list[Callable[[str], str]] = [camel, lambda name: name.replace("-", "_").upper()]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("style", STYLES)
def test_an_addon_in_another_spelling_is_renamed(name: str, style: Callable[[str], str]) -> None:
    if style(name) == name:
        return
    text = f"addons: {{{style(name)}: {{}}}}"
    finding = of("unknown-addon", text)
    assert finding.primary.span.column == 10
    assert finding.helps == (f"write `{name}`",)
    assert f"{{{name}: " in after(text, finding)


def test_an_addon_that_is_written_too_is_not_suggested() -> None:
    assert of("unknown-addon", "addons: {coredns: {}, coreDNS: {}}").fixes == ()


@pytest.mark.parametrize(
    ("name", "known"), [("cloudwatch", "cloudwatch-observability"), ("s3-csi", "mountpoint-s3-csi")]
)
def test_a_part_of_the_name_of_an_addon_names_it(name: str, known: str) -> None:
    assert f"it knows `{known}`" in of("not-in-catalog", f"addons: {{{name}: {{}}}}").notes[0]


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("network: {subnets: {private: true}}", "for example `private: {prefix: 19}`"),
        ("terraform: {backend: {s3: true}}", "for example `s3: {bucket: acme-terraform-state}`"),
        (
            "access: true",
            "for example `access: {admins: [arn:aws:iam::111122223333:role/PlatformAdmin]}`",
        ),
        ("network: {flowLogs: true}", "write `flowLogs: {}`"),
        ("network: {nat: false}", "write `nat: none`"),
        ("network: {subnets: {public: false}}", "write `public: none`"),
        ("network: {nat: HighlyAvailable}", "write `per-zone`"),
        ("network: {nat: Single}", "write `single`"),
        ("network: {nat: Disable, endpoints: [private-cluster]}", "write `none`"),
        ("network: {endpoints: none}", "write `endpoints: []`"),
        ("network: {subnets: {public: 24}}", "write `public: {prefix: 24}`"),
        ("network: {subnets: {private: {prefix: /20}}}", "write `20`"),
        ("nodeGroups: {web: {iam: {policies: none}}}", "write `policies: []`"),
        ("nodeGroups: {web: {labels: [a=b]}}", "write `labels: {a: b}`"),
        ("nodeGroups: {web: {scaling: 3}}", "write `scaling: {desired: 3}`"),
        ("nodeGroups: {web: {scaling: {min: 2.0}}}", "write `2`"),
        ("nodeGroups: {web: {disk: {size: 100GB}}}", "write `100`"),
        (
            "nodeGroups: {web: {instanceType: [m7i.large, m6i.large]}}",
            "write `instanceTypes: [m7i.large, m6i.large]`",
        ),
        (
            "nodeGroups: {b: {}, web: {taints: {dedicated: 'web:NoSchedule'}}}",
            "write `taints: [{key: dedicated, value: web, effect: NoSchedule}]`",
        ),
        (
            "nodeGroups: {b: {}, web: {taints: ['a=b:NoExecute']}}",
            "write `{key: a, value: b, effect: NoExecute}`",
        ),
        ("metadata: {name: demo, region: us-west-2, tags: [{key: a, value: b}]}", "write `tags: {a: b}`"),
        (
            "metadata: {name: demo, region: us-west-2, accountId: 111122223333}",
            'write `"111122223333"`, in quotes',
        ),
        ("kubernetes: {version: 1.30}", 'write `"1.30"`, in quotes'),
        ("terraform: {version: 1.10}", 'write `">= 1.10"`, in quotes'),
        ("controlPlane: {logs: [audit, api]}", "write `logs: {types: [audit, api]}`"),
        ("controlPlane: {logs: none}", "write `logs: {types: []}`"),
        (
            "controlPlane: {role: arn:aws:iam::111122223333:role/x}",
            "write `role: {role: arn:aws:iam::111122223333:role/x}`",
        ),
        ("controlPlane: {endpoint: private}", "write `endpoint: {private: true}`"),
        ("controlPlane: {endpoint: {public: 203.0.113.7}}", "write `public: [203.0.113.7/32]`"),
        (
            "addons: {metrics-server: v0.7.2-eksbuild.1}",
            "write `metrics-server: {version: v0.7.2-eksbuild.1}`",
        ),
        ("addons: {kube-proxy: latest}", "write `kube-proxy: {}`"),
        ("network:", "write `network: {}` to use its defaults"),
        ("kubernetes: {version: }", 'for example `version: "1.37"`'),
        ("network: {endpoints: }", "write `endpoints: []` for none"),
        ("network: {cidr: }", "for example `cidr: 10.20.0.0/16`"),
        ("nodeGroups: {web: {labels: }}", "write `labels: {}` for none"),
    ],
)
def test_a_value_in_another_shape_is_rewritten(text: str, help: str) -> None:
    (finding,) = findings(text)
    assert finding.helps[0] == help
    assert after(text, finding)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("nodeGroups: {web: {tenancy: true}}", "valid values: default, dedicated"),
        ("addons: {ebs-csi: {defaultStorageClass: true}}", "valid values: gp3, none"),
        ("addons: {ebs-csi: {resolveConflicts: true}}", "valid values: overwrite, none, preserve"),
        ("addons: {kube-proxy: newest}", "valid values: none, or a mapping with version, "),
        ("controlPlane: {secretsEncryption: alias/foo}", "aws, or a KMS key ARN."),
        ("controlPlane: {secretsEncryption: true}", "aws, or a KMS key ARN."),
        ("controlPlane: {secretsEncryption: none}", "aws, or a KMS key ARN."),
    ],
)
def test_without_a_right_suggestion_there_is_what_is_valid(text: str, note: str) -> None:
    (finding,) = findings(text)
    assert any(note in line for line in finding.notes)
    assert finding.helps == ()


def literals(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the paths of the fields that have words, of one node group and load balancer."""
    for key in keys_of(model):
        here = (*path, key)
        names = ("web",) if key in ("nodeGroups", "loadBalancers") else ()
        if literals_at(ClusterSpec, here):
            yield here
        below = model_at(ClusterSpec, (*here, *names))
        if below:
            yield from literals(below, (*here, *names))


@pytest.mark.parametrize("path", list(literals(ClusterSpec)), ids=".".join)
def test_every_valid_value_is_listed(path: tuple[str, ...]) -> None:
    root = parse_yaml(nested(path, "no such word").encode(), "c.yaml")[0]
    assert root is not None
    note = invalid_choice(root, path).notes[0]
    assert all(word in note for word in literals_at(ClusterSpec, path))


def nested(path: tuple[str, ...], text: str) -> str:
    for step in reversed(path):
        text = f"{{{step}: {text}}}"
    return text


def codes(text: str) -> list[str]:
    return sorted(finding.code for finding in findings(text))


def test_what_has_no_value_does_not_hide_the_rest() -> None:
    text = "network: {cidr: , zones: [us-west-2a, ~], nats: 1}\nkubernetes: {version: , support: x}"
    assert codes(text) == ["invalid-choice", "null-value", "null-value", "null-value", "unknown-field"]


def test_an_addon_that_is_written_twice_does_not_hide_the_rest() -> None:
    assert codes("addons: {ebs-csi: {}, aws-ebs-csi-driver: {}}\nnetwork: {nats: 1}") == [
        "duplicate-addon",
        "unknown-field",
    ]


def test_version_and_kind_of_the_file_are_reported_together() -> None:
    assert codes("apiVersion: v1\nkind: Pod") == ["invalid-choice", "unsupported-api-version"]


def test_a_null_of_the_defaults_is_reported_once() -> None:
    assert codes("nodeDefaults: {os: , disk: {size: }}\nnodeGroups: {a: {}, b: {}}") == ["null-value"] * 2


def test_a_null_that_removes_nothing_names_what_the_base_has() -> None:
    base = spec("nodeGroups: {system: {}, web: {}}").encode()
    library = Library({"base.yaml": base}.get, lambda _: True)
    over = b"extends: base.yaml\nnodeGroups: {sytem: null}\n"
    (finding,) = check_text(over, "cluster.yaml", library=library).findings
    assert finding.code == "null-value"
    assert finding.notes == ("null removes what a base says, but no base has `sytem`; similar: `system`",)


@pytest.mark.parametrize(
    ("text", "help"),
    [
        (
            "vpc: {cidr: 10.30.0.0/16, clusterEndpoints: {publicAccess: true}, nat: {gateway: HighlyAvailable}}",
            "write `network: {cidr: 10.30.0.0/16, nat: per-zone}` and `controlPlane: {endpoint: {public: true}}`",
        ),
        ("cluster_endpoint_public_access: true", "write `controlPlane: {endpoint: {public: true}}`"),
        ("iam: {path: /eks/}", "write `iamDefaults: {path: /eks/}`"),
        ("iam_role_path: /eks/", "write `iamDefaults: {path: /eks/}`"),
        ("nodeGroups: {web: {diskSize: 100}}", "write `disk: {size: 100}`"),
        ("nodeGroups: {web: {desiredSize: 3}}", "write `scaling: {desired: 3}`"),
        ("nodeGroups: {web: {count: 3}}", "write `scaling: {desired: 3}`"),
        ("nodeGroups: {web: {scalingConfig: {minSize: 2}}}", "write `scaling: {min: 2}`"),
        ("controlPlane: {logging: [api]}", "write `logs: {types: [api]}`"),
        (
            "controlPlane: {publicAccessCidrs: [203.0.113.0/24]}",
            "write `endpoint: {public: [203.0.113.0/24]}`",
        ),
        ("network: {availabilityZones: [us-west-2a, us-west-2b]}", "write `zones: [us-west-2a, us-west-2b]`"),
        (
            "terraform: {backend: {s3: {bucket: acme-terraform-state, encrypt: true}}}",
            "delete `encrypt`; it is the default",
        ),
    ],
)
def test_a_field_of_another_place_or_tool_is_moved(text: str, help: str) -> None:
    finding = of("unknown-field", text)
    assert finding.helps == (help,)
    again = check_text(after(text, finding).encode(), "cluster.yaml").findings
    assert not [found for found in again if found.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("private", "private-cluster"),
        ("com.amazonaws.us-west-2.s3", "s3"),
        ("com.amazonaws.us-west-2.ecr.api", "ecr.api"),
        ("cn.com.amazonaws.cn-north-1.sts", "sts"),
        ("ecr", "ecr.api"),
    ],
)
def test_an_endpoint_by_its_service_name_or_the_start_of_its_name(name: str, meant: str) -> None:
    assert of("unknown-endpoint", f"network: {{endpoints: [{name}]}}").helps == (f"write `{meant}`",)


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ("type: nlb", "network"),
        ("type: alb", "application"),
        ("scheme: public", "internet-facing"),
        ("scheme: private", "internal"),
    ],
)
def test_words_for_load_balancers(field: str, word: str) -> None:
    target = "targets: {nodeGroups: [web]}, listeners: [{port: 80, protocol: tcp, targetPort: 30080}]"
    kind = "" if "type" in field else "type: network, "
    finding = of("invalid-choice", f"loadBalancers: {{edge: {{{kind}{field}, {target}}}}}")
    if word != "application":  # its listeners are of HTTP
        assert finding.helps == (f"write `{word}`",)


def test_each_part_of_a_block_of_another_tool_is_marked() -> None:
    text = "vpc: {cidr: 10.30.0.0/16, clusterEndpoints: {publicAccess: true}, nat: {gateway: Single}}"
    marks = {label.span.column: label.text for label in of("unknown-field", text).secondary}
    assert list(marks.values()) == ["`network.cidr`", "`controlPlane.endpoint.public`", "`network.nat`"]
    assert list(marks) == [text.index(key) + 1 for key in ("cidr", "publicAccess", "gateway")]


@pytest.mark.parametrize("line", ["kubernetes: {}", ""])
def test_a_version_beside_the_name_is_one_finding_with_that_version(line: str) -> None:
    own = 'metadata: {name: demo, region: us-west-2, version: "1.35"}'
    text = "\n".join(line_ for key, line_ in BASE.items() if key not in ("kubernetes", "metadata"))
    (finding,) = [
        found
        for found in check_text(f"{text}\n{own}\n{line}".encode(), "cluster.yaml").findings
        if found.severity is Severity.ERROR
    ]
    assert finding.code == "unknown-field"
    assert 'version: "1.35"' in finding.helps[0]


def test_a_list_in_place_of_the_settings_of_an_addon_is_no_list_of_things() -> None:
    finding = of("wrong-type", spec("addons: {coredns: {configuration: [1]}}"))
    assert not finding.notes
    assert not finding.helps
