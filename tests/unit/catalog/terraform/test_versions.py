"""The versions that the modules need."""

from pathlib import Path

from eksgen.catalog.terraform.versions import AWS_PROVIDER, CAPABILITIES, TERRAFORM

NEWER = {"capabilities": CAPABILITIES}
"""Modules that need a newer provider than the others."""


def test_the_constraints_are_those_of_every_module() -> None:
    files = sorted((Path(__file__).parents[4] / "modules").glob("*/versions.tf"))
    assert files
    for file in files:
        text = file.read_text("utf-8")
        assert f'required_version = "{TERRAFORM}"' in text, file
        provider = NEWER.get(file.parent.name, AWS_PROVIDER)
        assert f'version = "{provider}"' in text, file
