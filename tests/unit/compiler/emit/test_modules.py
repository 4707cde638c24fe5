"""The copies of the modules that a compiled folder holds."""

from __future__ import annotations

import hcl2
import pytest

from eksgen.compiler.emit import modules


@pytest.mark.parametrize("module", sorted(modules.interface()["modules"]))
def test_the_copy_of_a_module_differs_only_by_its_validations(module: str) -> None:
    copies = modules.module_files(module)
    assert set(copies) == {file.name for file in (modules.FOLDER / module).glob("*.tf")}
    for name, copy in copies.items():
        whole = hcl2.loads((modules.FOLDER / module / name).read_text("utf-8"))
        for variable in whole.get("variable", []):
            for body in variable.values():
                body.pop("validation", None)
        assert hcl2.loads(copy.decode()) == whole
