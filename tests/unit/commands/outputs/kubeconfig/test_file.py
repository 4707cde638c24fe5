"""Which kubeconfig gets the entry, and how it is written."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from eksgen.commands.outputs.kubeconfig import lock
from eksgen.commands.outputs.kubeconfig.entry import Connection
from eksgen.commands.outputs.kubeconfig.file import add_to_file, contexts_with_user, kubeconfig_file
from eksgen.compiler.errors import EksgenError

ARN = "arn:aws:eks:us-west-2:111122223333:cluster/demo"


def connection(context: str = ARN, role: str | None = None) -> Connection:
    return Connection(ARN, "demo", "us-west-2", "https://abc", "QUJD", context, role)


def test_the_named_file_wins_then_kubeconfig_then_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    first, second = tmp_path / "first", tmp_path / "second"
    environ = {"KUBECONFIG": os.pathsep.join(["", str(first), str(second)])}
    assert kubeconfig_file(tmp_path / "mine", environ, ARN) == tmp_path / "mine"
    assert kubeconfig_file(None, environ, ARN) == first
    assert kubeconfig_file(None, {"KUBECONFIG": ""}, ARN) == tmp_path / ".kube" / "config"
    add_to_file(second, connection())
    assert kubeconfig_file(None, environ, ARN) == second


def test_concurrent_runs_keep_the_entries_of_each_other(tmp_path: Path) -> None:
    file = tmp_path / ".kube" / "config"
    arns = [f"{ARN}-{number}" for number in range(12)]
    with ThreadPoolExecutor(4) as threads:
        made = [Connection(arn, "demo", "us-west-2", "https://abc", "QUJD", arn) for arn in arns]
        assert all(threads.map(lambda one: add_to_file(file, one), made))
    text = file.read_text("utf-8")
    assert all(f"- name: {arn}\n  cluster:" in text for arn in arns)
    assert list(file.parent.iterdir()) == [file]


def test_a_lock_of_kubectl_is_respected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_WAIT_SECONDS", 0.05)
    file, link = tmp_path / "config", tmp_path / "link"
    file.write_text("kind: Config\n", "utf-8")
    link.symlink_to(file)
    for held in (tmp_path / "config.lock", tmp_path / "link.lock"):
        held.touch()
        with pytest.raises(EksgenError, match="another program") as error:
            add_to_file(link, connection())
        assert error.value.code == "kubeconfig-locked"
        assert held.exists()
        held.unlink()
    assert file.read_text("utf-8") == "kind: Config\n"
    assert add_to_file(link, connection())
    assert sorted(tmp_path.iterdir()) == [file, link]


def test_a_new_file_is_private_and_so_is_its_folder(tmp_path: Path) -> None:
    file = tmp_path / ".kube" / "config"
    assert add_to_file(file, connection())
    assert not add_to_file(file, connection())
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_link_stays_and_its_file_is_changed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "config", tmp_path / "link"
    real.write_text("kind: Config\n", "utf-8")
    link.symlink_to(real)
    add_to_file(link, connection())
    assert link.is_symlink()
    assert ARN in real.read_text("utf-8")
    assert list(real.parent.iterdir()) == [real]


def test_a_link_in_a_checkout_leads_nowhere_else(tmp_path: Path) -> None:
    checkout, outside = tmp_path / "checkout", tmp_path / "config"
    (checkout / ".git").mkdir(parents=True)
    outside.write_text("kind: Config\n", "utf-8")
    (checkout / "kubeconfig").symlink_to(outside)
    with pytest.raises(EksgenError) as error:
        add_to_file(checkout / "kubeconfig", connection())
    assert error.value.code == "file-outside"
    assert outside.read_text("utf-8") == "kind: Config\n"


@pytest.mark.parametrize("data", [b"a: [", b"\xff\xfe", b"- a\n", b"kind: Pod\n"])
def test_a_broken_file_stays_as_it_is(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "config"
    file.write_bytes(data)
    with pytest.raises(EksgenError) as error:
        add_to_file(file, connection())
    assert error.value.code == "broken-kubeconfig"
    assert file.read_bytes() == data


def test_a_context_of_another_cluster_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "config"
    text = "contexts:\n- name: prod\n  context: {cluster: other, user: other}\n"
    file.write_text(text, "utf-8")
    with pytest.raises(EksgenError) as error:
        add_to_file(file, connection("prod"))
    assert error.value.code == "context-taken"
    assert file.read_text("utf-8") == text


def test_each_alias_keeps_its_own_role(tmp_path: Path) -> None:
    file = tmp_path / "config"
    for context, role in (("admin", "X"), ("viewer", "Y"), (ARN, None)):
        assert contexts_with_user(file, connection(context, role)) == ()
        add_to_file(file, connection(context, role))
    data = yaml.safe_load(file.read_text("utf-8"))
    users = {item["name"]: item["user"]["exec"]["args"] for item in data["users"]}
    roles = {item["name"]: users[item["context"]["user"]][8:] for item in data["contexts"]}
    assert roles == {"admin": ["--role", "X"], "viewer": ["--role", "Y"], ARN: []}
    assert len(data["clusters"]) == 1


def test_an_alias_takes_no_user_of_another_cluster(tmp_path: Path) -> None:
    file = tmp_path / "config"
    file.write_text("users:\n- name: admin\n  user: {token: mine}\n", "utf-8")
    add_to_file(file, connection("admin"))
    assert {"name": "admin", "user": {"token": "mine"}} in yaml.safe_load(file.read_text("utf-8"))["users"]


def test_contexts_that_share_a_user_are_named_before_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "config"
    add_to_file(file, connection())
    shared = f"contexts:\n- name: mine\n  context: {{cluster: {ARN}, user: {ARN}}}\n"
    file.write_text(file.read_text("utf-8").replace("contexts:\n", shared), "utf-8")
    assert contexts_with_user(file, connection()) == ()
    assert contexts_with_user(file, connection(role="X")) == ("mine",)
    assert contexts_with_user(file, connection("other", "X")) == ()
