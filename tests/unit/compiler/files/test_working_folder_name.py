"""Each file and each kind of run has a working folder of its own."""

from __future__ import annotations

import itertools

from eksgen.compiler.files.names import command_text, name_problem, working_folder_name

PARTS = ("a", ".yaml", ".yml", ".sandbox", ".file", ".SANDBOX", ".File", ".YML", ".json")


def test_no_two_specs_or_kinds_share_a_folder() -> None:
    names = {"".join(parts) for length in range(1, 5) for parts in itertools.product(PARTS, repeat=length)}
    seen: dict[str, tuple[str, bool]] = {}
    for name in sorted(name for name in names if not name_problem(name)):
        for sandbox in (False, True):
            folder = working_folder_name(name, sandbox=sandbox).casefold()
            key = (name.casefold(), sandbox)  # one file, where the file system ignores case
            assert seen.setdefault(folder, key) == key


def test_common_names_keep_their_folders() -> None:
    def folders(name: str) -> tuple[str, str]:
        return working_folder_name(name, sandbox=False), working_folder_name(name, sandbox=True)

    assert folders("prod.yaml") == ("prod", "prod.sandbox")
    assert folders("prod.yml") == ("prod.yml", "prod.yml.sandbox")
    assert folders("prod.sandbox.yaml") == ("prod.sandbox.yaml.file", "prod.sandbox.yaml.file.sandbox")
    assert folders("prod") == ("prod.file", "prod.file.sandbox")


def test_a_name_that_begins_with_a_hyphen_is_no_option_in_a_command_to_paste() -> None:
    assert command_text("plan", "-x y.yaml", sandbox=True) == "eksgen plan './-x y.yaml' --sandbox"
    assert command_text("plan", "-", sandbox=False) == "eksgen plan -"
    assert command_text("cloud setup", None, "-o", "a b", sandbox=False) == "eksgen cloud setup SPEC -o 'a b'"
