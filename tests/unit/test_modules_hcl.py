"""The Terraform modules keep the house rules and pass their own tests, offline and with a mocked provider."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hcl2
import pytest

import eksgen
from eksgen.catalog.terraform.versions import AWS_PROVIDER, CAPABILITIES
from eksgen.engine.terraform.providers import SYSTEM_ROOTS, find_providers
from tests import shared_provider
from tests.rules_of_module import copy_for_provider_5

MODULES = Path(eksgen.__file__).resolve().parent / "modules"
NAMES = sorted(path.name for path in MODULES.iterdir() if path.is_dir())
OVERRIDES = sorted(
    path.relative_to(MODULES).as_posix()
    for path in MODULES.glob("*/overrides/*.tf")
    if not path.read_text(encoding="utf-8").startswith("# Needs hashicorp/aws 6.")
)
"""Those that provider 5 accepts; tests/provider holds the others against the schema of provider 6."""
REQUIRED_FILES = ("README.md", "main.tf", "outputs.tf", "variables.tf", "versions.tf")

WITHOUT_RULE = {
    *(("addons", "after"), ("nodes", "after"), ("fargate", "after"), ("identity_provider", "after")),
    ("elb", "targets"),
}
"""Values of other modules, unknown until apply: there is nothing to check."""


def blocks(module: str, kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every top-level block of one kind in a module, with its file."""
    for file in sorted((MODULES / module).glob("*.tf")):
        for block in hcl2.loads(file.read_text(encoding="utf-8")).get(kind, []):
            yield file, block


def named(module: str, kind: str) -> dict[str, dict[str, Any]]:
    """Variables or outputs of a module by name."""
    return {name.strip('"'): body for _, block in blocks(module, kind) for name, body in block.items()}


@pytest.fixture(autouse=True)
def one_provider(providers: Path, clean_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all modules share a provider."""
    monkeypatch.setenv(shared_provider.FOLDER, str(providers))


def terraform(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("terraform") or pytest.fail("terraform must be on PATH to test the modules")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TF_", "AWS_"))}
    providers = Path(os.environ[shared_provider.FOLDER])
    environment |= shared_provider.shared_variables(providers, cwd / ".terraform", environment)
    return subprocess.run(
        [program, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def copy_of(module: str, folder: Path) -> Path:
    """A copy of a module that Terraform has initialised: of one for provider 6 only, its variables."""
    copy_for_provider_5(MODULES / module, folder)
    plugins = find_providers().plugin_dir
    source = [f"-plugin-dir={plugins}"] if plugins else []
    done = terraform("init", "-input=false", "-no-color", "-backend=false", *source, cwd=folder)
    assert done.returncode == 0, (
        f"{done.stderr}\nhashicorp/aws must come from the registry, from EKSGEN_PLUGIN_DIR or from a mirror "
        f"under {', '.join(map(str, SYSTEM_ROOTS))}"
    )
    return folder


def test_hcl_is_formatted() -> None:
    done = terraform("fmt", "-check", "-diff", "-recursive", "-no-color", cwd=MODULES)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", NAMES)
def test_module_passes_its_own_tests(module: str, tmp_path: Path) -> None:
    done = terraform("test", "-no-color", cwd=copy_of(module, tmp_path / module))
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"Success! [1-9]\d* passed, 0 failed", done.stdout), done.stdout


@pytest.mark.parametrize("override", OVERRIDES)
def test_module_stays_valid_with_its_override(override: str, tmp_path: Path) -> None:
    module, _, file = override.split("/")
    folder = copy_of(module, tmp_path / module)
    shutil.copy(MODULES / override, folder / f"{Path(file).stem}_override.tf")
    special = folder / "tests" / "overrides" / f"{Path(file).stem}.tftest.hcl"
    command = ["test", "-filter=tests/override.tftest.hcl"] if special.exists() else ["validate"]
    if special.exists():
        shutil.copy(special, folder / "tests" / "override.tftest.hcl")
    done = terraform(*command, "-no-color", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr


def test_override_that_is_left_out_is_noticed(tmp_path: Path) -> None:
    """The autoscaler's test fails on the plain module, so it proves what the override does."""
    folder = copy_of("nodes", tmp_path / "nodes")
    shutil.copy(folder / "tests" / "overrides" / "autoscaled.tftest.hcl", folder / "tests")
    done = terraform("test", "-no-color", "-filter=tests/autoscaled.tftest.hcl", cwd=folder)
    assert done.returncode != 0
    assert "A changed number of wanted nodes must be ignored" in done.stdout + done.stderr


@pytest.mark.parametrize("module", NAMES)
def test_module_has_every_file_a_reader_looks_for(module: str) -> None:
    missing = [name for name in REQUIRED_FILES if not (MODULES / module / name).is_file()]
    assert missing == []
    assert list((MODULES / module / "tests").glob("*.tftest.hcl")), f"{module} has no Terraform test"
    readme = (MODULES / module / "README.md").read_text(encoding="utf-8")
    assert readme.count("<!-- interface:start -->") == readme.count("<!-- interface:end -->") == 1
    assert f'source = "./modules/{module}"' in readme


@pytest.mark.parametrize("module", NAMES)
def test_readme_example_sets_every_variable_that_has_no_default(module: str) -> None:
    readme = (MODULES / module / "README.md").read_text(encoding="utf-8")
    example = readme.split("```hcl\n")[1].split("```")[0]
    (call,) = (body for block in hcl2.loads(example)["module"] for body in block.values())
    needed = {name for name, body in named(module, "variable").items() if "default" not in body}
    given = {name for name in call if not name.startswith("__")} - {"source"}
    assert needed <= given
    assert given <= set(named(module, "variable"))


@pytest.mark.parametrize("module", NAMES)
def test_module_accepts_the_providers_of_the_catalog_and_no_other_provider(module: str) -> None:
    ((_, settings),) = blocks(module, "terraform")
    (providers,) = settings["required_providers"]
    aws = {name: body for name, body in providers.items() if not name.startswith("__")}
    assert settings["required_version"] == '">= 1.10"'
    assert aws["aws"].pop("version").strip('"') in (AWS_PROVIDER, CAPABILITIES)
    assert aws == {"aws": {"source": '"hashicorp/aws"'}}


@pytest.mark.parametrize("module", NAMES)
def test_variables_are_typed_described_and_checked(module: str) -> None:
    for name, body in named(module, "variable").items():
        assert body.get("type") not in (None, "any", "${any}"), f"{module}: {name} has no type"
        assert body.get("description", '""') != '""', f"{module}: {name} has no description"
        assert body.get("nullable") is False or body.get("default", "") is None, (
            f"{module}: {name} must either be nullable = false or have the default null"
        )
        if body["type"] != "bool" and not name.endswith("tags") and (module, name) not in WITHOUT_RULE:
            assert body.get("validation"), f"{module}: {name} has no validation"


@pytest.mark.parametrize("module", NAMES)
def test_validations_explain_themselves_in_sentences(module: str) -> None:
    for name, body in named(module, "variable").items():
        for rule in body.get("validation", []):
            message = rule["error_message"].strip('"')
            assert re.fullmatch(r"[A-Z].*\.", message, re.DOTALL), f"{module}: {name}: {message}"


@pytest.mark.parametrize("module", NAMES)
def test_every_variable_has_a_refused_example_for_its_validation(module: str) -> None:
    tests = "".join(file.read_text("utf-8") for file in (MODULES / module / "tests").glob("*.tftest.hcl"))
    refused = set(
        re.findall(r"var\.(\w+)", " ".join(re.findall(r"expect_failures = \[(.*?)\]", tests, re.S)))
    )
    checked = {name for name, body in named(module, "variable").items() if body.get("validation")}
    assert refused == checked


@pytest.mark.parametrize(
    ("module", "resource"),
    [
        ("addons", "aws_eks_addon"),
        ("capabilities", "aws_eks_capability"),
        ("fargate", "aws_eks_fargate_profile"),
        ("nodes", "aws_autoscaling_group"),
        ("nodes", "aws_eks_node_group"),
    ],
)
def test_whatever_uses_a_role_waits_for_all_its_policies(module: str, resource: str) -> None:
    """On destroy they stay until it is gone."""
    found = {kind.strip('"'): body for _, block in blocks(module, "resource") for kind, body in block.items()}
    policies = {
        f"{kind}.{name}".replace('"', "")
        for _, block in blocks(module, "resource")
        for kind, body in block.items()
        for name in body
        if kind.strip('"') in ("aws_iam_role_policy", "aws_iam_role_policy_attachment")
    }
    (body,) = (body for name, body in found[resource].items() if not name.startswith("__"))
    assert policies
    assert policies <= {edge.strip("${}") for edge in body["depends_on"]}


@pytest.mark.parametrize("module", NAMES)
def test_outputs_are_described(module: str) -> None:
    outputs = named(module, "output")
    assert outputs
    assert [name for name, body in outputs.items() if not body.get("description")] == []


@pytest.mark.parametrize("module", NAMES)
def test_module_reads_nothing_and_calls_nothing_at_plan(module: str) -> None:
    """Data sources make a plan depend on who runs it and when; module calls would hide edges.

    The module of a VPC that exists has nothing but data sources: to read and to check is all that it does.
    """
    reads = module == "existing_vpc"
    for kind in ("resource" if reads else "data", "module", "provider"):
        assert list(blocks(module, kind)) == []


@pytest.mark.parametrize("module", NAMES)
def test_resources_are_keyed_by_name_and_never_counted(module: str) -> None:
    for file, block in blocks(module, "resource"):
        for kind, instances in block.items():
            assert kind.startswith('"aws_'), f"{file.name}: {kind}"
            for name, body in instances.items():
                assert "count" not in body, f"{file.name}: {kind} {name} uses count"
                assert "count.index" not in str(body), f"{file.name}: {kind} {name} uses count.index"


@pytest.mark.parametrize("module", NAMES)
def test_security_group_rules_are_resources_of_their_own(module: str) -> None:
    for file, block in blocks(module, "resource"):
        kind = next(iter(block))
        assert kind != '"aws_security_group_rule"', f"{file.name} mixes the two kinds of rule resources"
        if kind == '"aws_security_group"':
            (body,) = block[kind].values()
            assert not {"ingress", "egress"} & set(body), f"{file.name} has rules inside a group"
        if kind.startswith('"aws_vpc_security_group_'):
            (body,) = block[kind].values()
            assert body.get("description"), f"{file.name}: a rule says what it is for"


@pytest.mark.parametrize("module", NAMES)
def test_every_suppressed_finding_has_a_reason(module: str) -> None:
    for file in (MODULES / module).rglob("*.tf"):
        for line in file.read_text(encoding="utf-8").splitlines():
            if "checkov:skip" in line:
                assert re.search(r"# checkov:skip=CKV2?_AWS_\d+:\S.{20,}\.$", line), f"{file}: {line}"
