"""A plan file is read with the same result as `terraform show`, or left to it."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, strategies

from eksgen.engine.plan import plan_file
from eksgen.engine.plan.document import PlanDocument, ResourceChange, parse_document, read_plan_json
from eksgen.engine.plan.plan_file import plan_message, read_plan_file
from eksgen.engine.plan.result import Action
from eksgen.engine.plan.wire_format import NotUnderstood, read_fields, read_value
from eksgen.engine.redact import UNKNOWN
from eksgen.engine.workdir.workspace import Workspace


def marked(marks: Any) -> bool:
    """Whether Terraform marks anything; `show` also spells out the shape of what it does not mark."""
    if isinstance(marks, dict):
        return any(map(marked, marks.values()))
    return any(map(marked, marks)) if isinstance(marks, list) else marks is True


def without_shapes(found: PlanDocument) -> PlanDocument:
    def plain(entry: ResourceChange) -> ResourceChange:
        sides = (replace(side, marks=marked(side.marks)) for side in (entry.before, entry.after))
        return replace(entry, before=next(sides), after=next(sides))

    return replace(found, entries=tuple(map(plain, found.entries)), drift=tuple(map(plain, found.drift)))


def test_a_recorded_plan_reads_the_same_from_its_file_and_from_show(fixtures: Path) -> None:
    """A plan by the real provider with creates, updates, replacements and outside changes."""
    raw = plan_message(gzip.decompress((fixtures / "mixed.tfplan.gz").read_bytes()))
    shown = read_plan_json(gzip.decompress((fixtures / "mixed.json.gz").read_bytes()).decode())
    assert raw is not None
    found = parse_document(raw)
    assert without_shapes(found) == without_shapes(shown)
    assert {e.action for e in found.entries} == {Action.NO_OP, Action.CREATE, Action.UPDATE, Action.REPLACE}
    assert len(found.drift) > 10
    assert any(e.replace_paths and e.reason for e in found.entries)


def varint(number: int) -> bytes:
    rest, low = number >> 7, number & 0x7F
    return bytes([low | 0x80]) + varint(rest) if rest else bytes([low])


def field(number: int, content: int | bytes) -> bytes:
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def change(action: int = 1, *more: bytes) -> bytes:
    """A change of one value, {"a": "b"}."""
    return field(1, action) + field(2, field(1, b"\x81\xa1a\xa1b")) + b"".join(more)


def instance(address: str = "module.vpc.aws_vpc.this", of: bytes | None = None, *more: bytes) -> bytes:
    return field(13, address.encode()) + field(9, change() if of is None else of) + b"".join(more)


def plan(*more: bytes, release: str = "1.11.4", version: int = 3) -> bytes:
    return field(1, version) + field(14, release.encode()) + field(26, 1) + b"".join(more)


def test_a_small_plan_is_read() -> None:
    raw = plan_message(plan(field(3, instance()), field(4, field(1, b"vpc_id") + field(2, change()))))
    assert raw is not None
    found = parse_document(raw)
    assert [(e.address.text, e.action, e.after.value) for e in found.entries] == [
        ("module.vpc.aws_vpc.this", Action.CREATE, {"a": "b"})
    ]
    assert found.outputs == ("vpc_id",)
    assert found.complete


def test_sensitive_attributes_of_the_provider_are_marked() -> None:
    listener = (
        b"\x81\xaedefault_action\x91\x81\xb1authenticate_oidc\x91\x82\xa9client_id\xa1i\xadclient_secret\xa1s"
    )
    of = field(1, 1) + field(2, field(1, listener))
    raw = plan_message(plan(field(3, instance("aws_lb_listener.this", of))))
    assert raw is not None
    (entry,) = parse_document(raw).entries
    marks = entry.after.marks["default_action"][0]["authenticate_oidc"][0]
    assert (marks["client_secret"], marks["client_id"]) == (True, None)


@pytest.mark.parametrize(
    "message",
    [
        plan(version=4),
        plan(release="1.16.0"),
        plan(release="1.9.8"),
        plan(release="1.11.4-beta1"),
        plan(field(17, 2)),  # a plan that only refreshes
        plan(field(27, b"")),  # something deferred
        plan(field(5, b"aws_vpc.a")),  # with targets
        plan(field(99, 1)),
        plan(field(3, instance("module.vpc.data.aws_region.this"))),
        plan(field(3, instance("aws_db_instance.mine"))),
        plan(field(3, instance(of=change(1, field(4, b""))))),  # a sensitive mark
        plan(field(3, instance(of=change(1, field(5, b""))))),  # an import
        plan(field(3, instance(of=change(8)))),  # forgotten
        plan(field(3, instance(of=change(2)))),  # read
        plan(field(3, instance(of=change(44)))),
        plan(field(3, instance(of=change(3)))),  # an update with one side
        plan(field(3, instance(of=field(1, 1)))),
        plan(field(3, instance(of=field(1, 1) + field(2, field(2, b"\xc0"))))),  # another encoding
        plan(field(3, instance("aws_vpc.a", None, field(12, 77)))),
        plan(field(3, instance("aws_vpc.a", None, field(11, field(1, field(2, field(1, b"\xc3"))))))),
        plan(field(3, 7)),
        b"",
        b"\xff" * 40,
    ],
)
def test_untested_forms_are_left_to_show(message: bytes) -> None:
    assert plan_message(message) is None


def test_a_truncated_plan_is_left_to_show() -> None:
    whole = plan(field(3, instance()), field(3, instance("aws_vpc.b")))
    ends = {len(plan()), len(plan(field(3, instance()))), len(whole)}
    for length in range(len(plan()), len(whole)):
        assert (plan_message(whole[:length]) is None) == (length not in ends)


def test_other_files_are_left_to_show(tmp_path: Path) -> None:
    file = tmp_path / "plan"
    assert read_plan_file(file) is None
    file.write_text('{"remote_plan_format":1}', "utf-8")
    assert read_plan_file(file) is None
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("other", b"")
    assert read_plan_file(file) is None


def test_a_damaged_or_oversized_plan_file_is_left_to_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "plan"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tfplan", plan(field(3, instance())))
    assert read_plan_file(file) is not None
    whole = file.read_bytes()
    for position in range(0, len(whole), 7):
        file.write_bytes(whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :])
        read_plan_file(file)
    file.write_bytes(whole)
    monkeypatch.setattr(plan_file, "_MAX_BYTES", 10)
    assert read_plan_file(file) is None


def test_a_plan_of_built_in_resources_is_left_to_show(workspace: Callable[[str], Workspace]) -> None:
    from eksgen.engine.runs.plan import plan

    place = replace(workspace('resource "terraform_data" "a" {\n  input = "x"\n}\n'), region="us-west-2")
    seen: list[Any] = []
    assert plan(place, seen.append).counts.create == 1
    assert "show" in [getattr(event, "command", "") for event in seen]


VALUES: list[tuple[bytes, Any]] = [
    (b"\x05", 5),
    (b"\xff", -1),
    (b"\xc0", None),
    (b"\xc2", False),
    (b"\xc3", True),
    (b"\xcc\xff", 255),
    (b"\xcd\x01\x00", 256),
    (b"\xd1\xff\x00", -256),
    (b"\xcf" + b"\xff" * 8, 2**64 - 1),
    (b"\xcb\x3f\xf8" + b"\x00" * 6, 1.5),
    (b"\xa2\xc3\xa4", "ä"),
    (b"\xd9\x03abc", "abc"),
    (b"\xda\x00\x01a", "a"),
    (b"\x92\x01\x02", [1, 2]),
    (b"\xdc\x00\x01\x07", [7]),
    (b"\x81\xa1k\x90", {"k": []}),
    (b"\xde\x00\x01\xa1k\xc0", {"k": None}),
    (b"\xd4\x00\x00", UNKNOWN),
    (b"\xc7\x03\x0c\x81\x01\xc2", UNKNOWN),
    (b"\xc4\x01x", b"x"),
]


@pytest.mark.parametrize(("data", "expected"), VALUES)
def test_values_are_read(data: bytes, expected: Any) -> None:
    found = read_value(data)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        b"\xa2a",
        b"\x01\x02",
        b"\xa1\xff",
        b"\x81\x01\x01",
        b"\x81\xc4\x01k\x01",  # a key of bytes
        b"\x81\x90\x01",  # a list as a key
        b"\xd4\x05\x00",  # an extension that cty does not write
        b"\xd6\xff\x00\x00\x00\x01",  # a timestamp
        b"\x91" * 200 + b"\xc0",  # nested too deeply
        b"\xdd\xff\xff\xff\xff",  # a list that claims four billion items
        b"\xdd\x00\x00\x27\x11" + b"\xc0" * 10_001,
        b"\xdd\x00\x00\x27\x10" * 1500,  # lists that each claim ten thousand items
    ],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(NotUnderstood):
        read_value(data)


def outcomes(data: bytes) -> Iterator[object]:
    for read in (read_value, lambda data: list(read_fields(data))):
        try:
            yield read(data)
        except NotUnderstood as error:
            yield error


@given(strategies.binary(max_size=200))
@example(b"\x91" * 5000)
@example(b"\xdd\xff\xff\xff\xff")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert len(list(outcomes(data))) == 2
    plan_message(data)
