"""Spec to module calls: nothing of the spec is lost, nothing of a module is left to chance."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from eksgen.compiler.emit import modules
from eksgen.compiler.emit.root_blocks import backend, outputs, provider, versions
from eksgen.compiler.load.spec import with_node_defaults
from eksgen.compiler.lower import lower
from eksgen.compiler.manifests import manifests
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.resolve import resolve
from eksgen.compiler.source.extends import Library
from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.tree import to_plain
from eksgen.schemas.cluster import ClusterSpec

ROOT = Path(__file__).resolve().parents[4]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
GOLDEN = ROOT / "tests" / "golden"


def beside(example: Path) -> Library:
    """The files beside an example: its lock file, if it has one."""

    def read(name: str) -> bytes | None:
        file = example.parent / name
        return file.read_bytes() if file.is_file() else None

    return Library(read, lambda name: True)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_every_variable_of_a_module_is_set_and_no_other(example: Path) -> None:
    checked = check_text(example.read_bytes(), example.name)
    assert checked.spec is not None
    for call in lower(resolve(checked.spec)):
        variables = modules.interface()["modules"][call.module]["variables"]
        assert set(call.arguments) == set(variables), call.name


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_every_argument_that_is_left_open_has_a_field(example: Path) -> None:
    """Drift finds out by the map that the spec sets no value."""
    checked = check_text(example.read_bytes(), example.name)
    assert checked.spec is not None
    for call in lower(resolve(checked.spec)):
        assert None not in call.arguments.values(), call.name


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_compiles_to_its_golden_folder(example: Path, golden: Callable[[Path, str], None]) -> None:
    checked = check_text(example.read_bytes(), example.name, library=beside(example))
    assert not checked.failed
    for name, data in compile_spec(checked).files.items():
        if name == "eksgen.map.json":
            # The digests of the files change with every module; the places are what a reader looks at.
            places = {key: value for key, value in json.loads(data).items() if key != "files"}
            golden(GOLDEN / example.stem / name, json.dumps(places, indent=1, ensure_ascii=False) + "\n")
        elif not name.startswith("modules/"):
            golden(GOLDEN / example.stem / name, data.decode())


def test_log_groups_take_the_defaults_of_logs() -> None:
    spec = _full()
    spec["logs"] = {"retentionDays": 7, "kmsKey": "aws"}
    spec["controlPlane"] = {}
    spec["network"] = {}
    before = rendered(spec)
    assert rendered(_put(spec, ("logs", "retentionDays"), 14)) != before
    assert rendered(_put(spec, ("logs", "kmsKey"), "managed")) != before


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict) and value:
        for key in value:
            yield from leaves(value[key], (*path, key))
    elif isinstance(value, tuple) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path


OTHER = {
    "memory": "400Gi", "support": "standard", "nat": "single", "aggregation": "10m", "class": "standard", "mode": "api", "capacity": "spot",
    "effect": "NoExecute", "scheme": "internal", "resolveConflicts": "overwrite", "region": "us-east-1", "version": "1.33", "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
    "maxUnavailable": "50%", "subnets": "public", "serviceCidr": "172.21.0.0/16", "cidr": "10.20.0.0/17", "path": "/ready/", "value": "false", "key": "other", "role": "other", "redirect": None,
    "accountId": "444455556666", "awsProvider": ">= 5.96, < 7", "bucket": "other-bucket", "name": "other", "certificate": "arn:aws:acm:us-west-2:111122223333:certificate/0f4c1b7e-0000-4000-8000-000000000002",
}  # fmt: skip
TURNED: dict[tuple[str, str], Any] = {
    ("type", "network"): "application", ("type", "application"): "network", ("type", "classic"): "network", ("type", "gp3"): "gp2",
    ("scheme", "internal"): "internet-facing", ("capacity", "spot"): "on-demand", ("types", "api"): "audit",
    ("instanceTypes", "m7i.large"): "m5.large", ("instanceTypes", "m6i.large"): "m5.xlarge", ("instanceTypes", "g6.xlarge"): "g5.xlarge",
    ("instanceTypes", "m7i.xlarge"): "m5.large", ("instanceTypes", "m7g.xlarge"): "m6g.large", ("capacity", "on-demand"): "spot",
    ("zones", "us-west-2a"): "us-west-2d", ("zones", "us-west-2b"): "us-west-2d", ("zones", "us-west-2c"): "us-west-2d",
    ("nodeGroups", "web"): "batch", ("nodeGroups", "batch"): "web", ("us-west-2b", "10.20.32.0/19"): "10.20.96.0/19",
    ("protocol", "icmp"): "all", ("protocol", "all"): "icmp", ("ports", "30000-32767"): "30000-32000", ("tier", "private"): "public",
    ("mode", "per-zone"): "regional", ("tiers", "private"): "public", ("tiers", "intra"): "public", ("to", "cloudwatch"): "s3",
    ("os", "bottlerocket"): "bottlerocket-fips", ("strategy", "default"): "minimal", ("strategy", "spread"): "partition", ("cpuCredits", "unlimited"): "standard",
    ("localStorage", "raid0"): "raid10", ("tenancy", "dedicated"): "default", ("accelerator", "nvidia"): "neuron", ("preference", "none"): "open",
    ("ami", "ami-0123456789abcdef0"): "ami-0123456789abcdef1", ("id", "cr-0123456789abcdef0"): "cr-0123456789abcdef1", ("snapshot", "snap-0123456789abcdef0"): "snap-0123456789abcdef1",
    ("type", "io2"): "io1", ("device", "/dev/xvdf"): "/dev/xvdh", ("device", "/dev/xvdg"): "/dev/xvdi", ("instanceTypes", "p5.48xlarge"): "p5en.48xlarge", ("instanceTypes", "t3.large"): "t3.xlarge",
    ("nodePools", "general-purpose"): "system", ("provider", "iam-roles-anywhere"): "ssm",
    ("mode", "irsa"): "pod-identity", ("mode", "pod-identity"): "irsa", ("wellKnown", "external-dns"): "cert-manager", ("wellKnown", "image-builder"): "cluster-autoscaler",
    ("effect", "Allow"): "Deny", ("draining", "none"): {"timeout": 60},
    ("pullFrom", "444455556666"): "555566667777",
    ("protocol", "tls"): "tcp", ("protocol", "http"): "tcp", ("protocol", "https"): "tls", ("protocol", "tcp"): "udp", ("protocol", "udp"): "tcp", ("targetProtocol", "tcp"): "tls",
}  # fmt: skip
# What the output does not depend on while it has one possible value, or only through another field.
FIXED = {
    ("apiVersion",), ("kind",), ("kubernetes", "ipFamily"), ("nodeGroups", "web", "kind"),
    ("nodeGroups", "web", "os"), ("nodeGroups", "own", "os"), ("loadBalancers", "edge", "managedBy"), ("nodeGroups", "web", "taints"), ("nodeDefaults", "imds", "hopLimit"),
    ("audit", "trail", "events"),
}  # fmt: skip


def changed(path: tuple[Any, ...], value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if value == {}:
        return None  # a setting that is on where it is written
    if isinstance(value, int):
        return {30: 60, 60: 30, 365: 90, 90: 60}.get(value, value + 1)
    name = next(step for step in reversed(path) if isinstance(step, str))
    turned = TURNED.get((name, value)) if isinstance(value, str) else None
    if turned:
        return turned
    if str(value).startswith("arn:") and name != "certificate":
        return f"{value[:-1]}{'0' if value[-1] != '0' else '1'}"
    if value == "managed":
        return "arn:aws:kms:us-west-2:111122223333:key/0f4c1b7e-0000-4000-8000-0000000000ff"
    if name in OTHER and not (name == "version" and path[0] in ("addons", "terraform")):
        return OTHER[name]
    return altered(name, str(value))


def altered(name: str, value: str) -> str:
    """Another value of the same form."""
    if value.startswith(("sg-", "pl-", "tgw-", "eipalloc-")):
        return f"{value[:-1]}f"
    if name in ("types", "endpoints"):
        return {"types": "api", "endpoints": "sts"}[name]
    if value.startswith("10."):
        return "10.20.128.0/19"
    if value[:1].isdigit() and "/" in value:
        return "192.0.2.0/24"
    return ">= 1.11" if value.startswith(">=") else value + "x"


def rendered(spec: dict[str, Any]) -> str:
    """All module calls, root blocks and manifests of a spec, checks left aside."""
    cluster = resolve(ClusterSpec.model_validate(spec))
    blocks = [versions(cluster), provider(cluster), backend(cluster), outputs(cluster)]
    return repr(
        [(call.name, call.module, call.variant, _values(call.arguments)) for call in lower(cluster)]
    ) + repr([blocks, [[_values(item) for item in manifest.objects] for manifest in manifests(cluster)]])


def _values(value: Any) -> Any:
    from eksgen.compiler.values import At

    if isinstance(value, At):
        return _values(value.value)
    if isinstance(value, dict):
        return {key: _values(item) for key, item in value.items()}
    return tuple(map(_values, value)) if isinstance(value, tuple) else value


def _full() -> dict[str, Any]:
    root, _, _ = parse_yaml((ROOT / "examples" / "full.yaml").read_bytes(), "full.yaml")
    assert root is not None
    found: dict[str, Any] = to_plain(with_node_defaults(root))
    return found


def _put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    if isinstance(value, tuple):
        return tuple(
            _put(item, path[1:], new) if index == path[0] else item for index, item in enumerate(value)
        )
    changed_map = {key: _put(item, path[1:], new) if key == path[0] else item for key, item in value.items()}
    return {key: item for key, item in changed_map.items() if item is not None}


@pytest.mark.parametrize("path", sorted(leaves(_full()), key=str), ids=lambda path: ".".join(map(str, path)))
def test_every_field_of_the_spec_reaches_the_output(path: tuple[Any, ...]) -> None:
    if path in FIXED or path[0] == "drift":
        return  # `drift` is for the comparison with the cloud, and reaches the source map alone
    spec = _full()
    value: Any = spec
    for step in path:
        value = value[step]
    before = rendered(copy.deepcopy(spec))
    assert rendered(_put(spec, path, changed(path, value))) != before, json.dumps(list(path))
