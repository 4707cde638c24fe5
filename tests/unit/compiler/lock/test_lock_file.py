"""The lock file: reading what was written, and findings at the lines of faulty ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eksgen.compiler.lock.read import LockFile, lock_name, parse_lock, read_lock
from eksgen.compiler.lock.write import write_lock_text
from eksgen.schemas.lock import Lock

LOCK = """kubernetes: "1.36"
addons:
  coredns: v1.13.2-eksbuild.4
nodeGroups:
  web: 1.36.1-20261101
provider:
  version: 6.62.0
  hashes:
    - h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
"""

_ADDONS = st.dictionaries(
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}", fullmatch=True),
    st.from_regex(r"v[0-9]\.[0-9]{1,2}\.[0-9]-[0-9A-Za-z.-]{1,12}", fullmatch=True),
    max_size=4,
)
_GROUPS = st.dictionaries(
    st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True),
    st.from_regex(r"[0-9][0-9A-Za-z.-]{0,20}", fullmatch=True),
    max_size=4,
)
_HASHES = st.tuples(
    st.from_regex(r"h1:[A-Za-z0-9+/]{43}=", fullmatch=True),
    st.from_regex(r"zh:[0-9a-f]{64}", fullmatch=True),
)
_PROVIDER = st.none() | st.fixed_dictionaries({"version": st.just("6.62.0"), "hashes": _HASHES})


@given(_ADDONS, _GROUPS, _PROVIDER)
def test_a_lock_is_read_as_it_was_written(addons: object, groups: object, provider: object) -> None:
    lock = Lock.model_validate(
        {"kubernetes": "1.36", "addons": addons, "nodeGroups": groups, "provider": provider}
    )
    found = parse_lock(write_lock_text(lock).encode(), "prod.lock")
    assert found.findings == ()
    assert found.lock == lock


def test_the_order_of_a_lock_never_changes_its_text() -> None:
    hashes = ("zh:" + "a" * 64, "h1:" + "A" * 43 + "=", "zh:" + "a" * 64)
    one = {"addons": {"coredns": "v1.0.0-a", "adot": "v2.0.0-a"}, "hashes": hashes}
    other = {"addons": {"adot": "v2.0.0-a", "coredns": "v1.0.0-a"}, "hashes": hashes[::-1]}
    texts = {
        write_lock_text(
            Lock.model_validate(
                {
                    "kubernetes": "1.36",
                    "addons": lock["addons"],
                    "provider": {"version": "6.62.0", "hashes": lock["hashes"]},
                }
            )
        )
        for lock in (one, other)
    }
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("kubernetes: 1.36\n", "wrong-type", 1),
        ("addons: {}\n", "missing-field", 1),
        ('kubernetes: "1.36"\naddon: {}\n', "unknown-field", 2),
        ('kubernetes: "1.36"\naddons:\n  coredns: 1.2\n', "wrong-type", 3),
        ('kubernetes: "1.36"\naddons:\n  coredns: newest\n', "invalid-addon-version", 3),
        ('kubernetes: "1.36"\naddons:\n  "a b": v1.2.3-a\n', "invalid-name", 3),
        ('kubernetes: "1.36"\nnodeGroups:\n  web: latest\n', "invalid-release", 3),
        ('kubernetes: "1.36"\nprovider:\n  version: 6.62.0\n  hashes: []\n', "out-of-range", 4),
        ('kubernetes: "1.36"\nprovider:\n  version: 6.62.0\n  hashes: [md5:x]\n', "invalid-value", 4),
        ('kubernetes: "1.36"\nprovider:\n  version: 6.x\n  hashes: [md5:x]\n', "invalid-value", 3),
        (
            'kubernetes: "1.36"\naddons:\n  ebs-csi: v1.0.0-a\n  aws-ebs-csi-driver: v1.0.0-a\n',
            "duplicate-addon",
            4,
        ),
        ('kubernetes: "1.36"\nkubernetes: "1.36"\n', "duplicate-key", 2),
        (
            f'kubernetes: "1.36"\nprovider:\n  version: 6.62.0\n  hashes: ["zh:{"0" * 64}"]\n',
            "invalid-value",
            4,
        ),
        ("- a\n", "not-a-spec", 1),
        ("a: *b\n", "yaml-alias", 1),
        ("", "empty-file", 1),
    ],
)
def test_a_faulty_lock_is_an_error_at_its_line(text: str, code: str, line: int) -> None:
    found = parse_lock(text.encode(), "prod.lock")
    first = found.findings[0]
    assert (first.code, first.primary.span.file, first.primary.span.line) == (code, "prod.lock", line)
    assert found.lock is None


def test_a_lock_may_write_the_name_of_an_addon_as_aws_does() -> None:
    found = parse_lock(b'kubernetes: "1.36"\naddons: {aws-ebs-csi-driver: v1.50.0-eksbuild.1}\n', "prod.lock")
    assert found.lock is not None
    assert found.lock.addons == {"ebs-csi": "v1.50.0-eksbuild.1"}


@pytest.mark.parametrize(
    ("spec", "lock"),
    [("clusters/prod.yaml", "clusters/prod.lock"), ("prod.yml", "prod.lock"), ("prod", "prod.lock")],
)
def test_a_lock_has_the_name_of_its_spec(spec: str, lock: str) -> None:
    assert lock_name(spec) == lock


def _beside(folder: Path) -> LockFile | None:
    return read_lock(str(folder / "prod.yaml"))


def test_a_spec_without_a_lock_has_none(tmp_path: Path) -> None:
    assert _beside(tmp_path) is None
    assert read_lock("-") is None


def test_a_lock_is_read_from_beside_its_spec(tmp_path: Path) -> None:
    (tmp_path / "prod.lock").write_text(LOCK)
    found = _beside(tmp_path)
    assert found is not None
    assert found.lock is not None
    assert found.lock.node_groups == {"web": "1.36.1-20261101"}


def test_a_lock_outside_the_repository_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("kubernetes: secret")
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "prod.lock").symlink_to(tmp_path / "secret")
    found = _beside(repository)
    assert found is not None
    assert found.findings[0].code == "file-outside"
    assert "secret" not in found.text


def test_a_folder_in_place_of_a_lock_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "prod.lock").mkdir()
    found = _beside(tmp_path)
    assert found is not None
    assert found.findings[0].code == "not-a-file"


def test_a_lock_of_any_size_is_refused_in_time(tmp_path: Path) -> None:
    entries = "".join(f"  a{index}: v1\n" for index in range(20_000))
    found = parse_lock(f'kubernetes: "1.36"\naddons:\n{entries}'.encode(), "prod.lock")
    assert found.findings[0].code == "file-too-large"
    few = "".join(f"  a{index}: v1\n" for index in range(5_000))
    assert len(parse_lock(f'kubernetes: "1.36"\naddons:\n{few}'.encode(), "prod.lock").findings) == 100


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment\n",
        "a: &b 1\nc: *b\n",
        "<<: {a: 1}\n",
        "a: [\n",
        "kubernetes: null\n",
        'kubernetes: "1.36"\naddons: {coredns: newest}\n',
        "- a\n",
        "kubernetes: '1.36'\n---\na: 1\n",
    ],
)
def test_a_faulty_lock_has_the_command_that_writes_it_and_no_advice_for_specs(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my prod.lock").write_text(text)
    found = read_lock("my prod.yml")
    assert found is not None
    assert found.findings
    for finding in found.findings:
        assert finding.helps == ("write the lock file again: eksgen update 'my prod.yml'",)
        assert finding.fixes == ()


def test_only_a_value_that_quotes_make_a_text_is_to_be_put_in_quotes(tmp_path: Path) -> None:
    (tmp_path / "prod.lock").write_text("kubernetes: 1.36\naddons: {coredns: null, vpc-cni: [a]}\n")
    found = _beside(tmp_path)
    assert found is not None
    quoted = [finding.primary.span.line for finding in found.findings if "put it in quotes" in finding.helps]
    assert (quoted, len(found.findings)) == ([1], 3)


def test_a_hash_that_is_none_is_one_error() -> None:
    text = 'kubernetes: "1.36"\nprovider: {version: "6.62.0", hashes: ["h1:AAAA"]}\n'
    (finding,) = parse_lock(text.encode(), "prod.lock").findings
    assert finding.code == "invalid-value"


def test_what_is_no_file_in_the_place_of_a_lock_is_to_be_moved_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "prod.lock")
    found = read_lock("prod.yaml")
    assert found is not None
    assert found.findings[0].helps == ("rename or remove it, then run: eksgen update prod.yaml",)
