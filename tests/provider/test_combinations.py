"""Thirty specs with all pairs of features compile to valid Terraform for the real provider.

That version 6 has every argument, too, follows from `test_module_arguments.py`: a compiled folder sets arguments
of resources in modules only.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from eksgen.compiler.emit.write import write_folder
from eksgen.compiler.pipeline import check_text, compile_spec
from eksgen.engine.runs.validate import validate
from eksgen.engine.workdir.workspace import open_workspace
from tests.combinations import COUNT, combinations, every_pair

NEVER = {
    ("way out: none", "machines: karpenter"),  # it asks for prices, which have no endpoint
    ("system: windows", "marks: pods"),  # EKS sets the limit of its Windows images
    ("system: windows", "machines: hybrid"),
}


def test_the_combinations_have_every_pair_of_features() -> None:
    missing = set(every_pair()).difference(*(row.pairs for row in combinations()))
    assert {tuple(f"{factor}: {value}" for factor, value in pair) for pair in missing} == NEVER


def test_the_combinations_are_valid(one_provider: None, tmp_path: Path) -> None:
    names = [row.name for row in combinations()]
    assert len(set(names)) == COUNT
    for row in combinations():
        checked = check_text(row.text.encode(), "cluster.yaml", today=date(2026, 10, 2))
        files = compile_spec(checked).files
        write_folder(tmp_path / row.name, files)
    write_folder(tmp_path / "all", {"main.tf": files["main.tf"]})
    calls = (f'module "{name}" {{\n  source = "../{name}"\n}}\n' for name in names)
    (tmp_path / "all" / "main.tf").write_text("\n".join(calls), encoding="utf-8")
    assert validate(open_workspace(tmp_path / "all", environ=dict(os.environ))) == ()
