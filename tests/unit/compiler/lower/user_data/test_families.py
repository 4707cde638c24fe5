"""User data of every family in every scenario, held against files and read by the parsers of their formats."""

from __future__ import annotations

import email
import re
import tomllib
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from eksgen.compiler.lower.user_data import user_data
from eksgen.compiler.lower.user_data.facts import NodeFacts
from eksgen.compiler.values import Joined, Ref, Value
from eksgen.schemas.compute.bootstrap import Bootstrap
from eksgen.schemas.nodes import Taint

GOLDEN = Path(__file__).resolve().parents[4] / "user_data"
LABELS = {"role": "web", "example.com/tier": "front"}
TAINTS = (
    Taint(key="dedicated", value="web", effect="NoSchedule"),
    Taint(key="example.com/spot", effect="NoExecute"),
    Taint(key="dedicated", value="web", effect="NoExecute"),
)
COMMANDS = {"preCommands": ("echo before",), "postCommands": ("echo after",)}
KUBELET = {"kubelet": {"systemReserved": {"cpu": "100m"}, "clusterDNS": ("169.254.20.10",)}}
ROCKET = {"bottlerocket": {"motd": "hi", "kubernetes": {"system-reserved": {"cpu": "10m"}}}}
CONTAINERD = {"containerd": '[debug]\nlevel = "info"\n'}
SCENARIOS: dict[str, dict[str, Any]] = {
    "plain": {},
    "max-pods": {"max_pods": 50},
    "labels-and-taints": {"labels": LABELS, "taints": TAINTS},
    "kubelet": {"bootstrap": {"al2023": {**KUBELET, **CONTAINERD}, "bottlerocket": ROCKET}},
    "commands": {"bootstrap": {"al2023": COMMANDS, "windows": {"preCommands": ("Write-Host before",)}}},
    "local-storage": {"bootstrap": {"al2023": {"localStorage": "raid0"}, "bottlerocket": {"localStorage": "raid0"}}},
    "login": {"login": True},
    "own-image": {"joins": True},
    "self-managed": {"joins": True, "max_pods": 50, "labels": LABELS, "taints": TAINTS, "login": True},
    "own-image-ipv6": {"joins": True, "service_cidr": None, "max_pods": 110},
    "own-image-with-all": {
        "joins": True,
        "max_pods": 50,
        "labels": LABELS,
        "taints": TAINTS,
        "bootstrap": {
            "al2023": {**COMMANDS, **KUBELET, "localStorage": "mount"},
            "bottlerocket": ROCKET,
            "windows": {"preCommands": ("Write-Host before",), "postCommands": ("Write-Host after",)},
        },
    },
}  # fmt: skip
FAMILIES = {"al2023": "al2023", "bottlerocket": "bottlerocket", "windows": "windows-2022-core"}

_CLUSTER = ["name", "apiServerEndpoint", "certificateAuthority", "cidr"]
# Written after doc/api.md of nodeadm (awslabs/amazon-eks-ami, read 2026-11-29).
NODE_CONFIG = {
    "type": "object",
    "additionalProperties": False,
    "required": ["apiVersion", "kind", "spec"],
    "properties": {
        "apiVersion": {"const": "node.eks.aws/v1alpha1"},
        "kind": {"const": "NodeConfig"},
        "spec": {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "properties": {
                "cluster": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": _CLUSTER,
                    "properties": {key: {"type": "string"} for key in _CLUSTER},
                },
                "containerd": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"config": {"type": "string"}},
                },
                "instance": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "localStorage": {
                            "type": "object",
                            "additionalProperties": False,
                            "properties": {"strategy": {"enum": ["RAID0", "RAID10", "Mount"]}},
                        }
                    },
                },
                "kubelet": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "config": {"type": "object"},
                        "flags": {"type": "array", "items": {"type": "string"}},
                    },
                },
            },
        },
    },
}
IPV6 = {"service_cidr": "fd30:1c53:5f8a::/108", "dns_address": "fd30:1c53:5f8a::a"}
ENDPOINT, AUTHORITY = "https://ABC.gr7.us-west-2.eks.amazonaws.com", "TUlJRA=="


def facts(family: str, **changes: Any) -> NodeFacts:
    bootstrap = changes.pop("bootstrap", {}).get(family, {})
    values: dict[str, Any] = {"labels": {}, "taints": (), "max_pods": None, "joins": False, **changes}
    services = values.pop("service_cidr", "172.20.0.0/16")
    return NodeFacts("demo", services, bootstrap=Bootstrap.model_validate(bootstrap), **values)


def text_of(lines: tuple[Value, ...]) -> str:
    """The text as Terraform puts it together, with what EKS chooses."""
    values = {"endpoint": ENDPOINT, "certificate_authority": AUTHORITY, **IPV6}

    def line(value: Value) -> str:
        if isinstance(value, Joined):
            return "".join(values[part.output] if isinstance(part, Ref) else part for part in value.parts)
        assert isinstance(value, str)
        return value

    return "\n".join(map(line, lines))


def rendered(family: str, scenario: str) -> str:
    return text_of(user_data(FAMILIES[family], facts(family, **SCENARIOS[scenario])))


# Windows cannot be in an IPv6 cluster.
CASES = [(f, s) for f in FAMILIES for s in SCENARIOS if (f, s) != ("windows", "own-image-ipv6")]


@pytest.mark.parametrize(("family", "scenario"), CASES)
def test_user_data_is_that_of_the_file(
    family: str, scenario: str, golden: Callable[[Path, str], None]
) -> None:
    golden(GOLDEN / family / f"{scenario}.txt", rendered(family, scenario))


def parts_of(text: str) -> list[tuple[str, str]]:
    """The parts of a MIME document: type and content."""
    message = email.message_from_string(text)
    assert (message.get_content_type(), message.defects) == ("multipart/mixed", [])
    parts = message.get_payload()
    assert isinstance(parts, list)
    return [(part.get_content_type(), _content(part)) for part in parts if isinstance(part, Message)]


def _content(part: Message) -> str:
    content = part.get_payload()
    assert isinstance(content, str)
    return content


def node_configs(text: str) -> list[dict[str, Any]]:
    """The NodeConfig objects of a document in the order in which nodeadm reads them, checked."""
    contents = [content for kind, content in parts_of(text) if kind == "application/node.eks.aws"]
    contents += re.findall(r"/etc/eks/nodeadm.d/eksgen.yaml <<'(\w+)'\n(.*?)\n\1", text, re.DOTALL)
    loaded = [yaml.safe_load(content if isinstance(content, str) else content[1]) for content in contents]
    for config in loaded:
        jsonschema.validate(config, NODE_CONFIG)
    return loaded


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_parts_of_amazon_linux_are_node_configs_and_scripts(scenario: str) -> None:
    text = rendered("al2023", scenario)
    if not text:
        assert scenario in {"plain", "labels-and-taints", "login"}, "EKS adds the rest"
        return
    for kind, content in parts_of(text):
        assert kind in {"application/node.eks.aws", "text/x-shellscript"}
        assert kind == "application/node.eks.aws" or content.startswith("#!/bin/bash\n")
    node_configs(text)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_eks_appends_is_not_repeated(scenario: str) -> None:
    """With an image of EKS, the last NodeConfig in the user data is that of EKS: cluster, labels, taints."""
    if SCENARIOS[scenario].get("joins"):
        return
    text = rendered("al2023", scenario)
    for kind, content in parts_of(text) if text else ():
        spec = yaml.safe_load(content)["spec"] if kind == "application/node.eks.aws" else {}
        assert "cluster" not in spec
        assert "flags" not in spec.get("kubelet", {})
        assert not {"maxPods", "clusterDNS"} & spec.get("kubelet", {}).get("config", {}).keys()
    rocket = tomllib.loads(rendered("bottlerocket", scenario)).get("settings", {}).get("kubernetes", {})
    assert not {"cluster-name", "api-server", "node-labels", "node-taints"} & rocket.keys()
    assert "Start-EKSBootstrap" not in rendered("windows", scenario)


def test_the_number_of_pods_is_read_after_that_of_eks() -> None:
    (config,) = node_configs(rendered("al2023", "max-pods"))
    assert config["spec"] == {"kubelet": {"config": {"maxPods": 50}}}
    assert "/etc/eks/nodeadm.d/eksgen.yaml" in rendered("al2023", "max-pods")
    assert tomllib.loads(rendered("bottlerocket", "max-pods")) == {
        "settings": {"kubernetes": {"max-pods": 50}}
    }


def test_nodes_with_an_image_of_their_own_find_the_cluster() -> None:
    (config,) = node_configs(rendered("al2023", "own-image"))
    assert config["spec"]["cluster"] == {
        "name": "demo", "apiServerEndpoint": ENDPOINT, "certificateAuthority": AUTHORITY, "cidr": "172.20.0.0/16",
    }  # fmt: skip
    assert tomllib.loads(rendered("bottlerocket", "own-image"))["settings"]["kubernetes"] == {
        "cluster-name": "demo", "api-server": ENDPOINT, "cluster-certificate": AUTHORITY, "cluster-dns-ip": "172.20.0.10",
    }  # fmt: skip
    assert f"-APIServerEndpoint '{ENDPOINT}' -Base64ClusterCA '{AUTHORITY}'" in rendered(
        "windows", "own-image"
    )


def test_labels_and_taints_are_registered_by_nodes_with_an_image_of_their_own() -> None:
    labels = "--node-labels=example.com/tier=front,role=web"
    taints = (
        "--register-with-taints=dedicated=web:NoSchedule,example.com/spot=:NoExecute,dedicated=web:NoExecute"
    )
    (config,) = node_configs(rendered("al2023", "own-image-with-all"))
    assert config["spec"]["kubelet"]["flags"] == [labels, taints]
    settings = tomllib.loads(rendered("bottlerocket", "own-image-with-all"))["settings"]["kubernetes"]
    assert settings["node-labels"] == LABELS
    assert settings["node-taints"] == {
        "dedicated": ["web:NoSchedule", "web:NoExecute"], "example.com/spot": [":NoExecute"],
    }  # fmt: skip
    assert f"-KubeletExtraArgs '{labels} {taints} --max-pods=50'" in rendered("windows", "own-image-with-all")


def test_commands_run_before_and_after_the_node_joins() -> None:
    scripts = [
        content for kind, content in parts_of(rendered("al2023", "commands")) if kind.startswith("text")
    ]
    assert scripts[0] == "#!/bin/bash\nset -ex\necho before\n"
    assert "After=nodeadm-run.service" in scripts[1]
    assert "echo after" in scripts[1]
    windows = rendered("windows", "own-image-with-all").split("\n")
    assert [windows[0], *windows[-2:]] == ["<powershell>", "</powershell>", ""]
    starts = [line.split(" ")[0] for line in windows[1:-2]]
    assert starts == ["Write-Host", "&", "Write-Host"]


def test_eks_reads_the_headers_of_bottlerocket() -> None:
    """EKS refuses table headers with quoted keys."""
    for scenario in SCENARIOS:
        headers = [line for line in rendered("bottlerocket", scenario).split("\n") if line.startswith("[")]
        assert all(re.fullmatch(r"\[[A-Za-z0-9_.-]+\]", header) for header in headers), headers


NASTY = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1)


@settings(max_examples=60)
@given(NASTY, NASTY, st.booleans())
def test_no_text_of_a_spec_leaves_its_place(key: str, text: str, joins: bool) -> None:
    """A text of the spec comes out of the parser of the format as it was."""
    bootstrap = {"kubelet": {key: text, "clusterDNS": (text,)}, "containerd": text}
    amazon = text_of(user_data("al2023", facts("al2023", joins=joins, bootstrap={"al2023": bootstrap})))
    configs = node_configs(amazon)
    merged = {name: value for config in configs for name, value in config["spec"].get("kubelet", {}).get("config", {}).items()}  # fmt: skip
    assert merged == {key: text, "clusterDNS": [text]} if key != "clusterDNS" else True
    assert configs[0]["spec"]["containerd"]["config"] == text
    rocket = {"bottlerocket": {"motd": text, key: {key: text, "list": (text,)}}}
    loaded = tomllib.loads(
        text_of(user_data("bottlerocket", facts("bottlerocket", bootstrap={"bottlerocket": rocket})))
    )
    assert loaded["settings"][key] == {key: text, "list": [text]} or key in {"list", "motd"}


@settings(max_examples=60)
@given(NASTY)
def test_no_command_ends_its_script(command: str) -> None:
    hostile = (command, "--eksgen--\nEOF\nEND_0\nContent-Type: text/plain\n\n", command)
    bootstrap = {"preCommands": hostile, "postCommands": hostile}
    text = text_of(user_data("al2023", facts("al2023", bootstrap={"al2023": bootstrap})))
    before, after = (content for _, content in parts_of(text))
    assert before == "#!/bin/bash\nset -ex\n" + "\n".join(hostile) + "\n"
    end = re.search(r"<<'(END_\w+)'", after)
    assert end is not None
    assert after.split(f"<<'{end[1]}'\n")[1].split(f"\n{end[1]}\n")[0].endswith("\n".join(hostile))


def test_words_for_the_cluster_cannot_be_written_by_a_spec() -> None:
    """The mark of the address is a hash of the settings, so that no text of them can contain it."""
    first = facts("al2023", joins=True)
    copied = facts("al2023", joins=True, bootstrap={"al2023": {"preCommands": (f"echo {first.endpoint}",)}})
    lines = user_data("al2023", copied)
    assert f"echo {first.endpoint}" in lines
