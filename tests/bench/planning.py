"""The budgets of a plan, with the real Terraform and the real provider in a sandbox of its own.

Each command is a whole process; bare Terraform uses the same folder, the same data folder and the same sandbox as
eksgen, and prints its plan in human format.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from eksgen.compiler.pipeline import check_file, compile_spec
from eksgen.engine.terraform.binary import find_terraform
from eksgen.engine.terraform.providers import find_providers
from eksgen.sandbox import control
from eksgen.sandbox.environment import terraform_environment

from .measure import Command, Time, run_alternately, run_once, seconds
from .offline import EXAMPLES, eksgen
from .table import Row, not_measured

PLAN_FACTOR, PLAN_EXTRA_SECONDS = 1.10, 0.5
FOLDER_FACTOR = 1.15
PEER = "plan against terraform-aws-modules/eks v20"
ONE_RESOURCE = """
provider "aws" {
  region                  = "us-west-2"
  skip_metadata_api_check = true
  skip_region_validation  = true
}

resource "aws_vpc" "this" {
  cidr_block = "10.0.0.0/16"
}
"""


@dataclass(frozen=True, slots=True)
class Project:
    """A spec to plan, its compiled folder, and the environment of both commands."""

    spec: Path
    folder: Path
    environment: Mapping[str, str]

    def eksgen(self, *arguments: str) -> Command:
        """Return `eksgen ARGUMENTS` on the spec in the sandbox."""
        verb, *options = arguments
        return Command(
            (*eksgen(), verb, self.spec.name, "--sandbox", *options), self.spec.parent, self.environment
        )

    def terraform(self) -> Command:
        """Return `terraform plan` in the compiled folder."""
        return bare_plan(
            self.folder, {**self.environment, "TF_DATA_DIR": str(self.folder / ".eksgen/terraform")}
        )


def measure_plans(work: Path, runs: int, *, apply: bool, peer: Path | None) -> Iterator[Row]:
    """Measure the budgets of a plan; without `apply` no cluster is created for a plan without changes."""
    state_dir = work / "sandbox"
    try:
        project = _create_project(work, state_dir)
        run_once(project.eksgen("plan"))  # compiles, and lets Terraform find its provider
        yield _against_terraform("eksgen plan, new cluster", project, runs)
        # The time of a plan varies by 5 %, which is more than this budget allows, so it needs more runs.
        yield _against_one_resource(work, project, 3 * runs)
        yield _against_peer(project, peer, runs)
        what = "eksgen plan, no changes"
        if not apply:
            yield not_measured(what, _budget(None), "--quick creates no cluster")
            return
        run_once(project.eksgen("apply", "--yes"))
        yield _against_terraform(what, project, runs)
    finally:
        control.stop(state_dir)


def _create_project(work: Path, state_dir: Path) -> Project:
    spec = work / "quickstart.yaml"
    shutil.copyfile(EXAMPLES / spec.name, spec)
    cluster = compile_spec(check_file(str(spec))).cluster
    base = {**os.environ, "EKSGEN_SANDBOX_DIR": str(state_dir)}
    base.pop("TF_DATA_DIR", None)  # bare Terraform would look for its modules there
    seen = terraform_environment(base, control.start(state_dir), cluster.account_id, cluster.region)
    return Project(spec, work / ".eksgen" / "quickstart.sandbox", seen)


def bare_plan(folder: Path, environment: Mapping[str, str]) -> Command:
    """Return `terraform plan` in a folder."""
    argv = find_terraform().argv
    return Command((*argv, "plan", "-input=false", "-no-color"), folder, environment)


def _against_terraform(what: str, project: Project, runs: int) -> Row:
    bare, ours = run_alternately([project.terraform(), project.eksgen("plan")], runs)
    return Row(what, str(ours), _budget(bare), ours.wall / (PLAN_FACTOR * bare.wall + PLAN_EXTRA_SECONDS))


def _budget(bare: Time | None) -> str:
    rule = f"{PLAN_FACTOR:.2f}x terraform plan + {PLAN_EXTRA_SECONDS} s"
    return f"{rule} = {seconds(PLAN_FACTOR * bare.wall + PLAN_EXTRA_SECONDS)}" if bare else rule


def _against_one_resource(work: Path, project: Project, runs: int) -> Row:
    """Compare a plan of the compiled folder with a plan of one resource, both with an empty state."""
    folder = work / "one"
    folder.mkdir()
    shutil.copyfile(project.folder / "versions.tf", folder / "versions.tf")
    (folder / "main.tf").write_text(ONE_RESOURCE, "utf-8")
    program, mirror = find_terraform(), find_providers(None, os.environ).plugin_dir
    argv = (*program.argv, "init", "-input=false", *((f"-plugin-dir={mirror}",) if mirror else ()))
    run_once(Command(argv, folder, project.environment))
    single, ours = run_alternately([bare_plan(folder, project.environment), project.terraform()], runs)
    allowed = FOLDER_FACTOR * single.wall
    budget = f"{FOLDER_FACTOR:.2f}x a plan of one resource = {seconds(allowed)}"
    return Row("terraform plan of the compiled folder", str(ours), budget, ours.wall / allowed)


def _against_peer(project: Project, peer: Path | None, runs: int) -> Row:
    """Compare with the same cluster of the most used module, in an initialised folder."""
    if peer is None:
        why = "the module is not available offline; name a folder with it, initialised, with --peer FOLDER"
        return not_measured(PEER, "less than its plan", why)
    other, ours = run_alternately(
        [bare_plan(peer.absolute(), project.environment), project.terraform()], runs
    )
    return Row(PEER, str(ours), f"its plan = {seconds(other.wall)}", ours.wall / other.wall)
