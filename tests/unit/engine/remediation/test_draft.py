"""A spec that is edited in memory."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from eksgen.compiler.diagnostics import Path
from eksgen.compiler.errors import EksgenError
from eksgen.compiler.source.extends import Library
from eksgen.engine.remediation.draft import Draft, InvalidDraft
from eksgen.engine.remediation.evidence import ABSENT

from .conftest import FILES

Drafted = Callable[..., Draft]
MAX: Path = ("nodeGroups", "web", "scaling", "max")


def test_edits_add_up_and_leave_the_disk_alone(draft: Drafted) -> None:
    first = draft().with_field("cluster.yaml", ("nodeGroups", "web", "capacity"), "on-demand")
    both = first.with_field("base.yaml", ("metadata", "tags", "team"), ABSENT)
    again = both.with_field("cluster.yaml", ("nodeGroups", "web", "labels", "a"), "c")
    assert again.read("cluster.yaml") == FILES["cluster.yaml"].replace(b"spot", b"on-demand").replace(
        b"a: b", b"a: c"
    )
    assert again.read("base.yaml") == FILES["base.yaml"].replace(b"{team: platform}", b"{}")
    assert draft().read("cluster.yaml") == FILES["cluster.yaml"]
    assert draft().read("nowhere.yaml") == b""


def test_a_draft_is_checked_with_the_edits_of_every_file(draft: Drafted) -> None:
    assert not draft().check().failed
    edited = draft().with_field("base.yaml", ("access", "admins"), ("nobody",)).check()
    assert edited.failed
    refusal = InvalidDraft("no", edited, code="not-adoptable", helps=("try another",))
    (note,) = refusal.notes
    assert (note, refusal.helps) == (edited.findings[0].message, ("try another",))


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("torn.yaml", ("metadata", "name"), "x"),
        ("nowhere.yaml", ("metadata", "name"), "x"),
        ("cluster.yaml", MAX, ABSENT),
        ("cluster.yaml", ("nodeGroups", "web", "capacity", "type"), "spot"),
    ],
)
def test_no_file_with_errors_is_edited_and_no_field_without_a_place(
    draft: Drafted, name: str, path: Path, value: object
) -> None:
    with pytest.raises(EksgenError):
        draft().with_field(name, path, value)


@pytest.mark.parametrize(
    ("into", "editable", "target"),
    [
        ("", ["cluster.yaml", "own.yaml"], "cluster.yaml"),
        ("base.yaml", ["base.yaml"], "base.yaml"),
        ("own.yaml", ["own.yaml"], "own.yaml"),
    ],
)
def test_a_shared_file_is_edited_only_if_asked_for_and_then_no_other(
    draft: Drafted, into: str, editable: list[str], target: str
) -> None:
    shared = draft(shared={"base.yaml": ("stage.yaml",)}, into=into)
    names = ("cluster.yaml", "base.yaml", "own.yaml")
    assert [name for name in names if shared.may_edit(name)] == editable
    assert shared.target == target


def test_the_other_specs_of_a_shared_file_are_named_up_to_five(draft: Drafted) -> None:
    for count, text in ((1, "1 extends"), (2, "1, 2 extend"), (6, "1, 2, 3, 4, 5 and 1 more extend")):
        shared = draft(shared={"base.yaml": tuple(str(n) for n in range(1, count + 1))})
        assert shared.others_extend("base.yaml") == text


@pytest.mark.parametrize("name", ["ebs-csi", "aws-ebs-csi-driver"])
def test_an_add_on_is_edited_under_the_name_that_the_file_has(name: str) -> None:
    text = FILES["cluster.yaml"] + f"addons: {{{name}: {{preserve: true}}}}\n".encode()
    library = Library(
        {"cluster.yaml": text, **{n: d for n, d in FILES.items() if n != "cluster.yaml"}}.get, bool
    )
    edited = Draft("cluster.yaml", library, date(2026, 10, 2)).with_field(
        "cluster.yaml", ("addons", "ebs-csi", "preserve"), False
    )
    assert edited.read("cluster.yaml") == text.replace(b"preserve: true", b"preserve: false")
