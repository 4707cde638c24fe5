"""An entry in the text of a kubeconfig: every other byte stays, and what cannot be edited is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from eksgen.commands.outputs.kubeconfig import parse
from eksgen.commands.outputs.kubeconfig.entry import Connection, entry
from eksgen.commands.outputs.kubeconfig.merge import merged
from eksgen.commands.outputs.kubeconfig.parse import NotMergeable, root_of

ARN = "arn:aws-cn:eks:cn-north-1:111122223333:cluster/demo"
CONNECTION = Connection(ARN, "demo", "cn-north-1", "https://ABC.eks.amazonaws.com.cn", "QUJD", ARN)
ENTRY = entry(CONNECTION)

OTHER = """\
# mine
apiVersion: v1
clusters:
- cluster:
    server: "https://10.0.0.1"   # the lab
  name: lab

- name: last
  cluster: {server: https://10.0.0.2}
contexts:
  - context:
      cluster: lab
      user: me
    name: lab   # keep
current-context: lab  # today
kind: Config
preferences: {}
users:
- name: me
  user:
    token: |
      abc
"""


def test_the_rest_of_the_file_stays_byte_for_byte() -> None:
    new = merged(OTHER, ENTRY)
    kept = OTHER.replace("current-context: lab ", f"current-context: {ARN} ").splitlines()
    lines = iter(new.splitlines())
    assert all(line in lines for line in kept)
    data = yaml.safe_load(new)
    assert [item["name"] for item in data["clusters"]] == ["lab", "last", ARN]
    assert data["users"][0] == {"name": "me", "user": {"token": "abc\n"}}
    assert data["current-context"] == ARN


def test_a_second_time_changes_nothing() -> None:
    new = merged(OTHER, ENTRY)
    assert merged(new, ENTRY) == new


def test_an_entry_is_replaced_in_its_place() -> None:
    first = merged(OTHER, entry(Connection(ARN, "demo", "cn-north-1", "https://OLD", "QUJD", ARN)))
    first += "extensions: []  # the end\n"
    second = merged(first, ENTRY)
    assert second == first.replace("https://OLD", CONNECTION.endpoint)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment",
        "---\n",
        "{}",
        "apiVersion: v1\nkind: Config\n",
        'apiVersion: v1\nclusters: []\ncontexts: null\nusers:\ncurrent-context: ""\n',
        "apiVersion: v1\nclusters: # none\ncontexts: ~ # none\nusers: [ ] # none\n",
        json.dumps(
            {"kind": "Config", "clusters": [], "contexts": [{"name": "a", "context": {}}], "users": []}
        ),
        json.dumps({"kind": "Config"}),
        "users: [{name: a, user: {}}]\nkind: Config",
        "kind: Config\nusers:\n- name: a\n  user:\n    token: |-\n      abc",
        OTHER.replace("\n", "\r\n"),
        "\ufeff" + OTHER,
        f"{OTHER}...\n",
        f"{OTHER}\n\n# the end\n",
    ],
)
def test_every_layout_gets_the_entry(text: str) -> None:
    new = merged(text, ENTRY)
    data: Any = yaml.safe_load(new)
    for key in ("clusters", "contexts", "users"):
        assert data[key][-1] == ENTRY[key]
    assert data["current-context"] == ARN
    assert ("\r\n" in text) == ("\r\n" in new)
    assert "\r\n" not in text or "\n" not in new.replace("\r\n", "")


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "~",
        "~ # mine\n",
        "{} # mine",
        "{ }\r\n# mine\r\n",
        "---\n...\n",
        "--- # mine\n...",
        "%YAML 1.1\n---\n{}\n...\n",
        "# mine\n\n# all of it\n",
        "\ufeff# mine\n",
        "\n \n",
    ],
)
def test_a_file_without_content_is_begun_and_keeps_its_comments(text: str) -> None:
    new = merged(text, ENTRY)
    assert yaml.safe_load(new) == yaml.safe_load(merged("", ENTRY))
    assert ("# mine" in text) == new.startswith("# mine")
    assert ("# all" in text) == ("# all" in new)
    assert merged(new, ENTRY) == new


def test_settings_and_comments_of_an_existing_entry_stay() -> None:
    text = merged("", entry(Connection(ARN, "demo", "cn-north-1", "https://OLD", "QUJD", ARN)))
    text = text.replace("    user: arn", "    namespace: shop  # mine\n    user: arn")
    text = text.replace("    server:", "    proxy-url: http://p\n    certificate-authority: ca\n    server:")
    new = merged(text, ENTRY)
    assert "    namespace: shop  # mine\n" in new
    (cluster,) = yaml.safe_load(new)["clusters"]
    assert cluster["cluster"] == {**ENTRY["clusters"]["cluster"], "proxy-url": "http://p"}
    more = new.replace("    server:", "    disable-compression: true  # mine\n    server:")
    assert merged(more, ENTRY) == more


@pytest.mark.parametrize("current", ["lab", "", ARN])
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
@pytest.mark.parametrize("indent", [None, 2])
def test_json_stays_json(current: str, separators: tuple[str, str], indent: int | None) -> None:
    data = {"kind": "Config", "current-context": current, "users": [{"name": "a", "user": {}}]}
    new = json.loads(merged(json.dumps(data, separators=separators, indent=indent), ENTRY))
    assert new["current-context"] == ARN
    assert new["users"] == [*data["users"], ENTRY["users"]]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[", "not YAML"),
        ("a: b: c", "not YAML"),
        ("- a", "not a mapping"),
        ("'null'", "not a mapping"),
        ("kind: Secret", "its kind"),
        ("clusters: 3", "not a list"),
        ("clusters: [{cluster: {}}]", "not a list"),
        ("users: [{name: a}, {name: a}]", "two entries"),
        ("a: &x 1\nb: *x", "aliases"),
        ("kind: Config\nkind: Config\nusers: []", "twice"),
        ("a: 1\n---\nb: 2", "not YAML"),
        ("[" * 5000, "nested too deep"),
        ("users: " + "[" * 3000 + "]" * 3000, "nested too deep"),
        ("- " * 3000, "nested too deep"),
        ("? " * 3000, "nested too deep"),
        ("? [a]\n: b", "a key in line 1"),
    ],
)
def test_what_cannot_be_edited_is_refused(text: str, why: str) -> None:
    with pytest.raises(NotMergeable, match=why):
        merged(text, ENTRY)


def test_a_file_with_too_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "_MOST_VALUES", 20)
    with pytest.raises(NotMergeable, match="more than 20 values"):
        merged(f"# many\n{OTHER}", ENTRY)


def test_each_text_is_parsed_once() -> None:
    root_of.cache_clear()
    parse.read_kubeconfig(OTHER)
    merged(OTHER, ENTRY)
    assert root_of.cache_info().misses == 2


_NAMES = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1, max_size=8)
_ITEMS = st.lists(_NAMES, max_size=3, unique=True)


@given(_ITEMS, _ITEMS, _ITEMS, st.booleans(), st.booleans())
def test_nothing_of_another_cluster_is_lost(
    clusters: list[str], contexts: list[str], users: list[str], flow: bool, sort: bool
) -> None:
    data: dict[str, Any] = {
        "clusters": [{"name": name, "cluster": {"server": name}} for name in clusters],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name}} for name in contexts],
        "users": [{"name": name, "user": {}} for name in users],
    }
    text = yaml.safe_dump(data, default_flow_style=flow or None, sort_keys=sort)
    new = yaml.safe_load(merged(text, ENTRY))
    for key, items in data.items():
        assert new[key] == [*items, ENTRY[key]]


def test_the_command_for_tokens_is_that_of_the_aws_cli() -> None:
    role = "arn:aws:iam::111122223333:role/Dev"
    made = entry(Connection(ARN, "demo", "cn-north-1", "https://x", "QUJD", "here", role, "work"))
    command = made["users"]["user"]["exec"]
    assert " ".join([command["command"], *command["args"]]) == (
        f"aws --region cn-north-1 eks get-token --cluster-name demo --output json --role {role}"
    )
    assert command["env"] == [{"name": "AWS_PROFILE", "value": "work"}]
    assert (made["contexts"]["name"], made["clusters"]["name"]) == ("here", ARN)
