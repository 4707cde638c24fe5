"""The call of module `capabilities`: there only when it is used, and one entry for each capability."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml

from eksgen.compiler.pipeline import Compilation, check_text, compile_spec
from eksgen.compiler.versions import overlap

EXAMPLE = Path(__file__).resolve().parents[4] / "examples" / "capabilities.yaml"
DOCUMENT = yaml.safe_load(EXAMPLE.read_text("utf-8"))


def compiled(document: Any = DOCUMENT) -> Compilation:
    checked = check_text(yaml.safe_dump(document).encode(), "cluster.yaml")
    assert not checked.failed, checked.findings
    return compile_spec(checked)


def without(*keys: str) -> Compilation:
    document = copy.deepcopy(DOCUMENT)
    for key in keys:
        del document["capabilities"][key]
    return compiled(document)


def test_the_module_and_its_provider_are_there_only_when_it_is_used() -> None:
    assert "modules/capabilities/main.tf" in compiled().files
    plain = without("argocd", "ack", "kro")
    assert not [name for name in plain.files if "capabilities" in name]
    assert b'">= 5.95, < 7"' in plain.files["versions.tf"]


def test_a_compiled_folder_gets_a_provider_that_all_its_modules_accept() -> None:
    files = compiled().files
    constraints = {
        name: yaml.safe_load(data.decode().split(" version = ")[1].split("\n")[0])
        for name, data in files.items()
        if name.endswith("versions.tf")
    }
    own = constraints.pop("versions.tf")
    assert own == constraints["modules/capabilities/versions.tf"] == ">= 6.25, < 7"
    assert all(overlap(own, other) for other in constraints.values())


def test_the_address_of_argo_cd_is_an_output() -> None:
    assert b'output "argocd_url"' in compiled().files["outputs.tf"]
    assert b"argocd_url" not in without("argocd").files["outputs.tf"]


def test_a_capability_less_touches_no_other() -> None:
    def entries(compilation: Compilation) -> dict[str, Any]:
        (call,) = (call for call in compilation.calls if call.name == "capabilities")
        found: Any = call.arguments["capabilities"]
        return dict(found.value)

    less = entries(without("ack"))
    assert sorted(less) == ["argocd", "kro"]
    assert {key: repr(value) for key, value in less.items()} == {
        key: repr(value) for key, value in entries(compiled()).items() if key in less
    }
