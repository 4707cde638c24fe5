"""`eksgen init` on a terminal: it asks for what is not given, and takes a bare return for the usual answer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from eksgen.compiler.source.parse import parse_yaml
from eksgen.compiler.source.tree import to_plain

ADMIN = "arn:aws:iam::111122223333:role/Admin"


def test_a_link_is_never_written_through(tmp_path: Path) -> None:
    (tmp_path / "cluster.yaml").symlink_to(tmp_path / "outside" / "cluster.yaml")
    (tmp_path / "outside").mkdir()
    command = [
        sys.executable,
        "-m",
        "eksgen",
        "init",
        "cluster.yaml",
        "--admin",
        "arn:aws:iam::111122223333:role/Admin",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "file-exists" in done.stderr) == (1, True)
    assert list((tmp_path / "outside").iterdir()) == []


def test_it_asks_on_a_terminal_and_writes_the_answers(tmp_path: Path) -> None:
    person, terminal = os.openpty()
    os.write(person, b"shop\n\narn:aws:iam::111122223333:role/Admin\n\ntwo\n2\n")
    command = [sys.executable, "-m", "eksgen", "init", "--region", "eu-west-1"]
    done = subprocess.run(command, cwd=tmp_path, stdin=terminal, capture_output=True, text=True, check=False, timeout=60)  # fmt: skip
    assert done.returncode == 0, done.stderr
    for question in ("Name of the cluster [demo]", "Kubernetes version [", "Zones [3]"):
        assert question in done.stderr
    assert "AWS region" not in done.stderr
    root, _, _ = parse_yaml((tmp_path / "cluster.yaml").read_bytes(), "cluster.yaml")
    assert root is not None
    spec = to_plain(root)
    assert spec["metadata"] == {"name": "shop", "region": "eu-west-1"}
    assert spec["network"]["zones"] == 2


def test_nothing_is_written_for_wrong_answers_and_force_overwrites(tmp_path: Path) -> None:
    spec = tmp_path / "cluster.yaml"
    spec.write_text("mine\n")
    for admin, code in (("me", 1), ("arn:aws:iam::111122223333:role/Admin", 0)):
        command = [sys.executable, "-m", "eksgen", "init", "--force", "--admin", admin]
        done = subprocess.run(
            command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        assert done.returncode == code
        assert (spec.read_text() == "mine\n") == bool(code)


def test_a_file_that_appears_while_it_asks_is_not_overwritten(tmp_path: Path) -> None:
    person, terminal = os.openpty()
    command = [sys.executable, "-m", "eksgen", "init", "--region", "eu-west-1", "--zones", "2"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=terminal, stderr=subprocess.PIPE, text=True) as asking:
        assert asking.stderr is not None
        asking.stderr.read(1)
        (tmp_path / "cluster.yaml").write_text("mine\n")
        os.write(person, f"\n{ADMIN}\n\n".encode())
        assert "error[file-exists]" in asking.stderr.read()
    assert asking.returncode == 1
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("cluster.yaml", "mine\n")]


def test_a_wrong_answer_is_asked_for_again_at_once(tmp_path: Path) -> None:
    person, terminal = os.openpty()
    os.write(person, b"a.b\nshop\nus-east-9\ncn-north-1\nme\n\narn:aws:iam::111122223333:role/Admin\n")
    os.write(person, b"arn:aws-cn:iam::111122223333:role/Admin\n1.1\n\ntwo\n9\n2\n")
    command = [sys.executable, "-m", "eksgen", "init"]
    done = subprocess.run(command, cwd=tmp_path, stdin=terminal, capture_output=True, text=True, check=False, timeout=60)  # fmt: skip
    assert done.returncode == 0, done.stderr
    codes = ["invalid-name", "unknown-region", "invalid-arn", "wrong-partition", "unknown-version"]
    questions = {
        "Name of the cluster": 2,
        "AWS region": 2,
        "ARN of the IAM role": 4,
        "Kubernetes version [": 2,
    }
    places = [done.stderr.index(f"error[{code}]") for code in codes]
    assert places == sorted(places)
    assert {question: done.stderr.count(question) for question in questions} == questions
    root, _, _ = parse_yaml((tmp_path / "cluster.yaml").read_bytes(), "cluster.yaml")
    assert root is not None
    assert to_plain(root)["metadata"] == {"name": "shop", "region": "cn-north-1"}


def test_the_folder_of_the_spec_is_made(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "eksgen", "init", "clusters/eu/prod.yaml", "--admin", ADMIN]
    done = subprocess.run(
        command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.count("error")) == (0, 0)
    assert (tmp_path / "clusters" / "eu" / "prod.yaml").is_file()


def test_errors_name_the_option_and_no_file_that_was_never_written(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "eksgen", "init", "-", "--admin", "me"]
    done = subprocess.run(
        command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "pass another --admin" in done.stderr
    assert "-->" not in done.stderr
