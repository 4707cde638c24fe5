"""Values as HCL: text arrives in Terraform as it stood in the spec, and the layout is that of terraform fmt."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eksgen.compiler.emit.hcl import HclBlock, moved_block, quote, write_hcl
from eksgen.compiler.values import At, Joined, ModuleCall, Ref, Value

AWKWARD = [
    "plain",
    "",
    "${aws_vpc.this.id}",
    "%{ if true }x%{ endif }",
    "$${x}",
    "$$${x}",
    "%%{y}",
    "$%{z}",
    "%${w}",
    "a$",
    "a%",
    "{$",
    'quo"te',
    "back\\slash",
    "\\${x}",
    "new\nline",
    "tab\tand\rreturn",
    "naïve café",
    "名前 🚀",
    "e\u0301",
    "\u2028\u2029",
    "\x7f\x1b[31m",
    "<<EOT\nheredoc\nEOT",
    "${",
    "%{",
    "}",
    "#{x}",
    "//",
    "/* */",
    "$",
    "\ufeffbom",
    "\\u0041",
    "\\n",
    "a\u202eb\u200d\xad\U000e0041",
]


def terraform(folder: Path, *arguments: str) -> str:
    program = shutil.which("terraform")
    assert program, "these tests need terraform on PATH"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TF_")}
    done = subprocess.run(
        [program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def drawn() -> list[str]:
    """A few hundred strings that hypothesis finds interesting."""
    found: list[str] = []

    @settings(max_examples=400, database=None, derandomize=True)
    @given(
        st.text(
            st.sampled_from("${}%\"\\\n\tab'~ é名\u200b#/<") | st.characters(exclude_categories=["Cs"]),
            max_size=30,
        )
    )
    def collect(text: str) -> None:
        found.append(text)

    collect()
    return found


def test_terraform_reads_any_text_unchanged(tmp_path: Path, drawn: list[str]) -> None:
    texts = AWKWARD + drawn
    values: dict[str, Value] = {f"t{index}": text for index, text in enumerate(texts)}
    body = "".join(f"  {name} = {quote(str(text))}\n" for name, text in values.items())
    (tmp_path / "main.tf").write_text(f'output "all" {{\n  value = {{\n{body}}}\n}}\n', encoding="utf-8")
    terraform(tmp_path, "apply", "-auto-approve", "-input=false", "-no-color")
    arrived = json.loads(terraform(tmp_path, "output", "-json", "all"))
    # Terraform keeps all its strings in Unicode form C.
    assert arrived == {name: unicodedata.normalize("NFC", str(text)) for name, text in values.items()}


def test_terraform_reads_unusual_keys_and_nested_values_unchanged(tmp_path: Path) -> None:
    value: dict[str, Value] = {
        "for": 1, "null": None, "with space": True, "${x}": (), "a-b": ("x", "y"), "deep": {"kubernetes.io/role": {"k": "%{v}"}},
        "empty": {}, "mixed": ({"a": 1}, {"b": ("c",)}), "wide": tuple(f"item-{index}" for index in range(30)),
    }  # fmt: skip
    text, _ = write_hcl([HclBlock(("output", "all"), {"value": value})], "a comment")
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    assert terraform(tmp_path, "fmt", "-check", "-diff") == ""
    terraform(tmp_path, "apply", "-auto-approve", "-input=false", "-no-color")
    assert json.loads(terraform(tmp_path, "output", "-json", "all")) == json.loads(json.dumps(value))


def test_every_origin_has_the_line_of_its_argument() -> None:
    path = ("nodeGroups", "web")
    block = HclBlock(
        ("module", "nodes_web"),
        {
            "source": "./modules/nodes",
            "size": At(3, (*path, "size")),
            "labels": At({"role": At("web", (*path, "labels", "role"))}, (*path, "labels")),
            "after": (Ref("addons", "ready"),),
            "taints": At((At({"key": "a"}, (*path, "taints", 0)),), (*path, "taints")),
        },
        path=path,
    )
    text, origins = write_hcl([block], "a comment")
    lines = text.split("\n")
    found = {".".join(map(str, origin.path)): lines[origin.line - 1].strip() for origin in origins}
    assert found == {
        "nodeGroups.web": 'module "nodes_web" {',
        "nodeGroups.web.size": "size   = 3",
        "nodeGroups.web.labels": "labels = {",
        "nodeGroups.web.labels.role": 'role = "web"',
        "nodeGroups.web.taints": "taints = [",
        "nodeGroups.web.taints.0": "{",
    }


@pytest.mark.parametrize("text", AWKWARD)
def test_a_text_around_a_reference_is_never_evaluated(text: str) -> None:
    """A `$` before a reference would make Terraform read it as text."""
    call = HclBlock(("locals",), {"a": Joined((text, Ref("eks", "endpoint"), text))})
    line = write_hcl((call,), "")[0].split("\n")[3]
    written = line.removeprefix('  a = "').removesuffix('"')
    before, after = written.split("${module.eks.endpoint}")
    assert not before.endswith(("$", "%"))
    assert "${" not in re.sub(r"\$\$\{", "", before + after).replace("\\\\", "")


def test_a_renamed_call_has_a_moved_block() -> None:
    call = ModuleCall("nodes_web", "nodes", ("nodeGroups", "web"), {}, renamed_from="nodes_frontend")
    text, _ = write_hcl((moved_block(call),), "")
    assert text.endswith("moved {\n  from = module.nodes_frontend\n  to   = module.nodes_web\n}\n")


def test_no_character_hides_in_a_string() -> None:
    hidden = [chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) in ("Cc", "Cf")]
    assert quote("".join(hidden)).isascii()
