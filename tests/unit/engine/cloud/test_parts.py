"""The small parts: addresses, pace of requests, archives, documents, bookmarks."""

from __future__ import annotations

import io
import tarfile

import pytest

from eksgen.compiler.errors import EksgenError
from eksgen.engine.cloud.archive import pack, require_usable_lock
from eksgen.engine.cloud.client.addresses import is_loopback
from eksgen.engine.cloud.client.http import checked_url, origin_of
from eksgen.engine.cloud.client.json_api import Document, shown
from eksgen.engine.cloud.client.rate_limit import TokenBucket
from eksgen.engine.cloud.documents import run_of, workspace_of
from eksgen.engine.cloud.runs.bookmark import bookmark, read_bookmark
from eksgen.engine.workdir.cloud_block import CloudTarget

TARGET = CloudTarget("app.terraform.io", "acme", "eks-prod")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/", "ftp://localhost/", "https://", "https://user@host/", "https://ho st/",
        "https://h/\n", "http://127.evil.example/", "http://127.0.0.1.evil.example/", "file:///etc/passwd",
        "https://[::1", "https://h:99999/",
    ],
)  # fmt: skip
def test_an_address_that_is_not_used(url: str) -> None:
    with pytest.raises(EksgenError) as caught:
        checked_url(url)
    assert caught.value.code == "cloud-host"


def test_plain_http_is_for_this_machine() -> None:
    assert checked_url("http://127.0.0.1:80/x").port == 80
    assert is_loopback("localhost")
    assert not is_loopback("127.0.0.1.example.com")
    assert origin_of("https://a/b") == ("https", "a", 443)


def test_requests_are_spread() -> None:
    now, waits = [100.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    bucket = TokenBucket(20, lambda: now[0], sleep)
    passed: list[float] = []
    for pause in (0.0, 60.0):
        now[0] += pause
        for _ in range(100):
            bucket.take()
            passed.append(now[0])
    assert len(waits) == 198
    assert all(later - earlier > 0.99 for earlier, later in zip(passed, passed[20:], strict=False))
    assert passed[99] - passed[0] == pytest.approx(99 / 20)


def test_an_archive_depends_on_names_and_contents_alone() -> None:
    one = pack({"b/c.tf": b"2", "a.tf": b"1"})
    assert one == pack({"a.tf": b"1", "b/c.tf": b"2"})
    assert one.digest != pack({"a.tf": b"1", "b/c.tf": b"3"}).digest
    with tarfile.open(fileobj=io.BytesIO(one.data)) as archive:
        entries = archive.getmembers()
    assert [entry.name for entry in entries] == ["a.tf", "b/c.tf"]
    assert {(e.mode, e.mtime, e.uid, e.gid, e.uname, e.isreg()) for e in entries} == {
        (0o644, 0, 0, 0, "", True)
    }


LOCK = 'provider "registry.terraform.io/hashicorp/aws" {\n  hashes = [\n%s  ]\n}\n'


def test_a_lock_file_of_a_mirror_on_another_platform_does_not_go_up() -> None:
    one = (LOCK % '    "h1:abc=",\n').encode()
    require_usable_lock(one, "linux_amd64", TARGET)
    require_usable_lock((LOCK % '    "h1:abc=",\n    "zh:ab12",\n').encode(), "darwin_arm64", TARGET)
    require_usable_lock(b"", "darwin_arm64", TARGET)
    with pytest.raises(EksgenError) as caught:
        require_usable_lock(one, "darwin_arm64", TARGET)
    assert caught.value.code == "cloud-lock-file"
    assert "terraform providers lock -platform=linux_amd64" in caught.value.helps[1]


HOSTILE: list[object] = [
    {}, {"attributes": 3}, {"attributes": {"status": ["x"], "actions": 1, "permissions": []}, "relationships": 1},
    {"id": "run-1/../x", "relationships": {"plan": {"data": {"id": {}}}, "workspace": {"data": []}}},
]  # fmt: skip


@pytest.mark.parametrize("raw", HOSTILE)
def test_a_document_of_any_shape_can_be_read(raw: dict[str, object]) -> None:
    run, workspace = run_of(Document(raw)), workspace_of(Document(raw))
    assert run.id == "" == run.plan
    assert not run.confirmable
    assert not workspace.locked
    assert workspace.may("queue-apply")


def test_a_text_of_somebody_else_is_printable_and_short() -> None:
    assert shown("\x1b[31mred\n\u202eabc") == "?[31mred ?abc"
    assert len(shown("x" * 1000)) == 200
    assert shown({"a": 1}) == ""


def test_a_bookmark_is_read_on_the_host_that_it_is_of() -> None:
    data = bookmark("run-abc", "app.terraform.io")
    assert read_bookmark(data, TARGET) == "run-abc"
    with pytest.raises(EksgenError):
        read_bookmark(data, CloudTarget("other.example.com", "acme", "eks"))


@pytest.mark.parametrize(
    ("written", "folder"),
    [(None, ""), ("", ""), ("compiled/prod", "compiled/prod"), ("/../a//./b/", "a/b"), ("..", "")],
)
def test_a_working_directory_does_not_lead_out_of_the_configuration(written: str | None, folder: str) -> None:
    document = Document({"id": "ws-1", "attributes": {"working-directory": written}})
    assert workspace_of(document).working_directory == folder
