"""The versions of a lock in the spec: where they are used, and where they have their place."""

from __future__ import annotations

from itertools import permutations

import pytest

from eksgen.compiler.lock.read import lock_name
from eksgen.compiler.pipeline import Checked, check_text, compile_spec
from eksgen.compiler.resolve.as_yaml import resolved_yaml
from eksgen.compiler.source.extends import Library
from eksgen.compiler.source.tree import locate

HASH = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
HEAD = """apiVersion: eksgen/v1alpha1
kind: Cluster
metadata: {name: prod, region: us-west-2}
kubernetes: {version: "1.36"}
access: {admins: [arn:aws:iam::111122223333:role/Admin]}
"""
SPEC = f"{HEAD}nodeGroups: {{web: {{}}}}\n"
LOCK = f"""kubernetes: "1.36"
addons:
  coredns: v1.13.2-eksbuild.4
  kube-proxy: v1.36.0-eksbuild.2
nodeGroups:
  web: 1.36.1-20261101
provider:
  version: 5.100.0
  hashes: ["{HASH}"]
"""


def checked(spec: str, lock: str | None = LOCK, *, whole: bool = False, **bases: str) -> Checked:
    files = {f"clusters/{name}.yaml": text for name, text in bases.items()}
    if lock is not None:
        files["clusters/prod.lock"] = lock
    library = Library(
        lambda name: files[name].encode() if name in files else None, lambda name: True, whole=whole
    )
    return check_text(spec.encode(), "clusters/prod.yaml", library=library)


def codes(result: Checked) -> set[str]:
    return {finding.code for finding in result.findings} - {"closed-endpoint"}


def addon(result: Checked, name: str) -> str | None:
    assert result.spec is not None
    value = getattr(result.spec.addons, name)
    version: str | None = value.version
    return version


def release(result: Checked, name: str = "web") -> str | None:
    assert result.spec is not None
    return result.spec.node_groups[name].release


def test_a_version_of_the_lock_is_used_where_the_spec_names_none() -> None:
    result = checked(SPEC)
    assert codes(result) == set()
    assert addon(result, "coredns") == "v1.13.2-eksbuild.4"
    assert addon(result, "vpc_cni") is None
    assert release(result) == "1.36.1-20261101"


def test_a_value_of_the_spec_wins_over_the_lock() -> None:
    spec = f"{HEAD}nodeGroups: {{web: {{release: 1.36.2-20261115}}}}\naddons: {{coredns: {{version: v1.14.0-x}}}}\n"
    result = checked(spec)
    assert (addon(result, "coredns"), release(result)) == ("v1.14.0-x", "1.36.2-20261115")


def test_a_value_of_a_base_file_or_of_the_defaults_wins_over_the_lock() -> None:
    base = "addons: {coredns: {version: v1.14.0-x}}\nnodeDefaults: {release: 1.36.2-20261115}\n"
    result = checked(f"{SPEC}extends: base.yaml\n", base=base)
    assert (addon(result, "coredns"), release(result)) == ("v1.14.0-x", "1.36.2-20261115")


def test_the_lock_belongs_to_the_file_that_is_planned() -> None:
    result = checked("extends: prod.yaml\n", None)
    assert "clusters/prod.lock" not in result.texts
    assert lock_name("clusters/base.yaml") == "clusters/base.lock"


def test_a_version_of_the_lock_has_its_place_there() -> None:
    result = checked(SPEC)
    assert result.tree is not None
    place = locate(result.tree, ("addons", "coredns", "version"))
    assert (place.span.file, place.span.line, place.written) == ("clusters/prod.lock", 3, True)
    around = locate(result.tree, ("addons", "coredns"))
    assert (around.span.file, around.written) == ("clusters/prod.yaml", False)
    assert locate(result.tree, ("addons", "coredns", "preserve")).written is False
    assert result.spec is not None
    assert "# clusters/prod.lock:3" in resolved_yaml(result.spec, result.tree)


def test_findings_about_the_spec_keep_their_places() -> None:
    with_lock, without = checked(SPEC), checked(SPEC, None)
    places = [[(f.code, f.primary.span) for f in result.findings] for result in (with_lock, without)]
    assert places[0] == places[1]


def test_a_lock_for_another_version_is_a_warning_and_not_used() -> None:
    result = checked(SPEC, LOCK.replace('"1.36"', '"1.35"'))
    assert codes(result) == {"lock-version"}
    assert (addon(result, "coredns"), release(result)) == (None, None)
    assert ".terraform.lock.hcl" in compile_spec(result).files


def test_entries_that_nothing_uses_are_a_note() -> None:
    spec = f"{HEAD}nodeGroups: {{web: {{ami: ami-0123456789abcdef0}}}}\naddons: {{coredns: none}}\n"
    stale = [f for f in checked(spec).findings if f.code == "lock-stale"]
    assert stale[0].message == "the lock file has 2 entries that the spec does not use"


def test_a_faulty_lock_is_an_error_with_the_findings_of_the_spec() -> None:
    result = checked(f"{SPEC}nope: 1\n", "kubernetes: 1.36\n")
    assert codes(result) == {"wrong-type", "unknown-field"}


def test_what_neither_pins_is_one_note() -> None:
    notes = [f for f in checked(SPEC, None, whole=True).findings if f.code == "versions-open"]
    assert [note.message for note in notes] == ["the versions of 5 add-ons and 1 node group stay open"]
    notes = [f for f in checked(SPEC, whole=True).findings if f.code == "versions-open"]
    assert [note.notes for note in notes] == [("not pinned: add-ons ebs-csi, pod-identity-agent, vpc-cni",)]


@pytest.mark.parametrize(
    ("terraform", "version", "accepted"),
    [
        ('awsProvider: ">= 6"', "5.100.0", False),
        ('awsProvider: "~> 5.99"', "5.100.0", True),
        ('awsProvider: "< 5.100"', "5.100.0", False),
        ("preventDestroy: {}", "7.0.0", False),
    ],
)
def test_the_locked_provider_is_one_that_the_folder_accepts(
    terraform: str, version: str, accepted: bool
) -> None:
    result = checked(f"{SPEC}terraform: {{{terraform}}}\n", LOCK.replace("5.100.0", version))
    assert codes(result) == (set() if accepted else {"lock-provider"})


def test_the_provider_is_one_for_what_the_spec_uses() -> None:
    result = checked(f"{SPEC}network: {{nat: regional}}\n")
    assert codes(result) == {"lock-provider"}


def test_the_compiled_folder_has_the_provider_lock_file() -> None:
    files = compile_spec(checked(f'{SPEC}terraform: {{awsProvider: "~> 5.99"}}\n')).files
    assert files[".terraform.lock.hcl"].decode().split("\n", 2)[2] == (
        'provider "registry.terraform.io/hashicorp/aws" {\n'
        '  version     = "5.100.0"\n'
        '  constraints = ">= 5.95.0, ~> 5.99, < 7.0.0"\n'
        f'  hashes = [\n    "{HASH}",\n  ]\n'
        "}\n"
    )
    assert ".terraform.lock.hcl" not in compile_spec(checked(SPEC, None)).files


def test_the_order_of_a_lock_never_changes_the_folder() -> None:
    parts = LOCK.split("\n")
    addons = parts[2:4]
    folders = set()
    for order in permutations(addons):
        files = compile_spec(checked(SPEC, "\n".join([*parts[:2], *order, *parts[4:]]))).files
        folders.add(tuple((name, data) for name, data in files.items() if name != "eksgen.map.json"))
    assert len(folders) == 1
