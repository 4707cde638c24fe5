"""The compiler is at least as strict as the `validation` blocks of the modules, which compiled copies do without.

Specs with one thing changed, most of them wrong: what the compiler lets through is given to the complete modules.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from eksgen.compiler.hcl import module_block, write
from eksgen.compiler.modules import FOLDER
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.compiler.values import ModuleCall
from eksgen.engine import run
from eksgen.engine.failures import RunFailed
from eksgen.engine.workspace import Workspace, open_workspace

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.yaml"))
SPECS_OF_EACH = 200
NUMBER_OR_WORD = re.compile(rb"(?<=[ \[])(?:(\d+)(?=[\n,\] ])|[A-Za-z][\w.-]+(?=\n|:))")
NUMBERS = (
    0,
    1,
    2,
    5,
    6,
    7,
    30,
    31,
    50,
    51,
    59,
    60,
    63,
    64,
    65,
    100,
    101,
    300,
    301,
    3600,
    3601,
    4001,
    65535,
    65536,
)
WORDS = (
    "x", "9x", "x-", "x.y", "x_y", "x/y", "internal-x", "X" * 33, "x" * 64, "x" * 101, "tls", "https", "http", "tcp",
    "udp", "classic", "application", "network", "gp2", "io2", "st1", "true", "false", "none",
)  # fmt: skip
KNOWN_LATER = 'resource "terraform_data" "known_later" {}\n\nprovider "aws" {\n  region = "us-west-2"\n}\n'

pytestmark = pytest.mark.skipif(
    os.environ.get("EKSGEN_SKIP_SANDBOX") == "1", reason="EKSGEN_SKIP_SANDBOX=1: no provider is looked for"
)


def changed(text: bytes, random: Random) -> bytes:
    """The text with one number or one word replaced by another."""
    old = random.choice(list(NUMBER_OR_WORD.finditer(text)))
    new = random.choice(NUMBERS if old[1] else WORDS)
    return text[: old.start()] + str(new).encode() + text[old.end() :]


def calls_of(text: bytes, name: str) -> Iterator[ModuleCall]:
    """What a spec calls, without variants; nothing if it is refused."""
    checked = check_text(text, name)
    if not checked.failed:
        for call in compile_spec(checked).calls:
            yield replace(call, name="this", variant=())


def workspace_of(bodies: list[str], place: Path) -> Workspace:
    """The calls beside complete modules; what one module takes from another becomes unknown."""
    for module in FOLDER.glob("*/main.tf"):
        shutil.copytree(module.parent, place / "modules" / module.parent.name)
    text = "".join(body.replace('module "this"', f'module "call_{i}"') for i, body in enumerate(bodies))
    unknown = re.sub(r'module\.[\w-]+\.\w+(\["[^"]*"\])?', "terraform_data.known_later.output", text)
    (place / "main.tf").write_text(KNOWN_LATER + unknown, "utf-8")
    return open_workspace(place, environ=dict(os.environ))


def test_what_the_compiler_lets_through_is_right_for_the_complete_modules(tmp_path: Path) -> None:
    random, bodies = Random(20261124), dict[str, str]()
    for example in EXAMPLES:
        for _ in range(SPECS_OF_EACH):
            for call in calls_of(changed(example.read_bytes(), random), example.name):
                bodies.setdefault(write([module_block(call)], "")[0].partition("\n")[2], call.module)
    assert len(bodies) > 100
    assert set(bodies.values()) == {file.parent.name for file in FOLDER.glob("*/main.tf")}
    assert run.validate(workspace_of(list(bodies), tmp_path)) == ()


def test_a_value_that_breaks_a_validation_is_noticed_there(tmp_path: Path) -> None:
    quickstart = next(file for file in EXAMPLES if file.stem == "quickstart")
    (nodes,) = (call for call in calls_of(quickstart.read_bytes(), quickstart.name) if call.module == "nodes")
    wrong = replace(nodes, arguments={**nodes.arguments, "capacity_type": "RESERVED"})
    workspace = workspace_of([write([module_block(wrong)], "")[0]], tmp_path)
    with pytest.raises(RunFailed) as failed:
        run.validate(workspace)
    assert "The capacity type must be ON_DEMAND or SPOT." in "".join(failed.value.notes)
