"""No other module opens, writes or removes files: each exception is listed with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
PACKAGES = ("cli.py", "catalog", "commands", "compiler", "engine", "report", "sandbox", "schemas")

OF_THE_PACKAGE = "reads or generates files of the installed package"
SANDBOX = "works in a folder of this user for the sandbox, which lies in no checkout"
ALLOWED = {
    "catalog/_data.py": OF_THE_PACKAGE,
    "commands/outputs/exit_codes.py": "opens /dev/null for closed streams",
    "commands/outputs/kubeconfig/lock.py": "makes the lock of a kubeconfig, which is outside the repository",
    "commands/runs/files_read.py": "opens the folder of a spec to lock it",
    "commands/runs/versions.py": "works in a new folder for temporary files, which only this user can enter",
    "commands/schema.py": OF_THE_PACKAGE,
    "compiler/emit/module_interface.py": OF_THE_PACKAGE,
    "compiler/emit/modules.py": OF_THE_PACKAGE,
    "compiler/field_arguments.py": OF_THE_PACKAGE,
    "compiler/permissions/documents.py": OF_THE_PACKAGE,
    "compiler/files/descend.py": "opens folders without following links",
    "compiler/files/reading.py": "the module that reads",
    "compiler/files/temporary.py": "the file that replaces another in one step",
    "compiler/files/writing.py": "the module that writes",
    "engine/cloud/archive.py": "packs files in memory",
    "engine/cloud/client/cli_config.py": "reads the CLI configuration of Terraform in the home folder of the user",
    "engine/cloud/given/configuration.py": "unpacks an archive in memory",
    "engine/source_map/reading.py": OF_THE_PACKAGE,
    "engine/terraform/environment.py": "looks for programs on PATH",
    "engine/terraform/providers.py": "reads the CLI configuration of Terraform in the home folder of the user",
    "engine/terraform/unsaved_state.py": "asks where the folder for temporary files is",
    "engine/workdir/lock_holder.py": "reads /proc/PID/stat",
    "report/html/page.py": OF_THE_PACKAGE,
    "commands/inputs/documentation.py": OF_THE_PACKAGE,
    "report/human/codes.py": OF_THE_PACKAGE,
    "report/human/fields.py": OF_THE_PACKAGE,
    "report/terminal.py": "asks for the width of the terminal",
    "sandbox/control.py": SANDBOX,
    "sandbox/server_api.py": "opens a URL",
    "sandbox/server_file.py": SANDBOX,
    "schemas/reflection/fields.py": OF_THE_PACKAGE,
    "schemas/reflection/json_schema.py": OF_THE_PACKAGE,
}

METHODS = {
    "chmod", "hardlink_to", "mkdir", "open", "read_bytes", "read_text", "rename", "rmdir", "symlink_to", "touch",
    "unlink", "write_bytes", "write_text",
}  # fmt: skip
MODULES = {"shutil", "tempfile"}
OF_OS = METHODS | {
    "fdopen", "link", "makedirs", "mkfifo", "mknod", "remove", "removedirs", "renames", "replace", "symlink",
    "truncate",
}  # fmt: skip


def uses(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and name of each call that opens, writes or removes a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in (*MODULES, "os"):
            names = {alias.name for alias in node.names}
            yield from ((node.lineno, f"{node.module}.{name}") for name in names & OF_OS)
            if node.module in MODULES:
                yield node.lineno, node.module
        if isinstance(node, ast.Call) and (name := called(node)):
            yield node.lineno, name


def called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Name):
        return "open" if function.id == "open" else ""
    if not isinstance(function, ast.Attribute):
        return ""
    owner = function.value.id if isinstance(function.value, ast.Name) else ""
    if owner in MODULES or (owner == "os" and function.attr in OF_OS):
        return f"{owner}.{function.attr}"
    moves = function.attr == "replace" and len(node.args) == 1 and not node.keywords  # as `Path.replace`
    return f".{function.attr}" if moves or (owner != "os" and function.attr in METHODS) else ""


def sources() -> list[Path]:
    return [
        file
        for name in PACKAGES
        for file in (sorted((ROOT / name).rglob("*.py")) if (ROOT / name).is_dir() else [ROOT / name])
    ]


def test_files_are_opened_by_the_two_modules_and_the_listed_exceptions() -> None:
    found = {
        file.relative_to(ROOT).as_posix(): places
        for file in sources()
        if (places := list(uses(ast.parse(file.read_text("utf-8")))))
    }
    assert {name: places for name, places in found.items() if name not in ALLOWED} == {}
    assert ALLOWED.keys() - found.keys() == set()


@pytest.mark.parametrize(
    "text",
    [
        "open('x')", "os.open('x', 0)", "Path('x').open()", "p.read_text()", "a.b.unlink()", "p.replace(q)",
        "shutil.rmtree(x)", "tempfile.mkdtemp()", "os.replace(a, b)", "from os import rename", "import os; os.mkdir(x)",
        "from shutil import copy", "p.rename(q)", "zipped.open('x')",
    ],
)  # fmt: skip
def test_the_test_sees_each_way(text: str) -> None:
    assert list(uses(ast.parse(text)))


@pytest.mark.parametrize("text", ["text.replace('a', 'b')", "replace(value, a=1)", "os.path.join(a)", "f(x)"])
def test_other_calls_are_left_alone(text: str) -> None:
    assert not list(uses(ast.parse(text)))
