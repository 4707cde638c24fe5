"""The budgets of a plan, with the real Terraform and the real provider on a local AWS of the bench's own.

In: folders to work in. Out: rows. Each side is a whole process; bare Terraform sees the same folder, the same
data folder and the same local AWS as eksgen does, and prints its plan for people.
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

from .measure import Command, Time, in_turns, once, seconds
from .offline import EXAMPLES, eksgen
from .table import Row, not_measured

TIMES, EXTRA = 1.10, 0.5
FOLDER_TIMES = 1.15
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
class Place:
    """A spec to plan, its compiled folder, and what both see of the world."""

    spec: Path
    folder: Path
    environment: Mapping[str, str]

    def eksgen(self, *words: str) -> Command:
        """`eksgen WORDS` on the spec in the sandbox."""
        verb, *rest = words
        return Command(
            (*eksgen(), verb, self.spec.name, "--sandbox", *rest), self.spec.parent, self.environment
        )

    def terraform(self) -> Command:
        """`terraform plan` in the compiled folder, as a person would type it there."""
        return bare_plan(
            self.folder, {**self.environment, "TF_DATA_DIR": str(self.folder / ".eksgen/terraform")}
        )


def planning(work: Path, runs: int, *, whole: bool, peer: Path | None) -> Iterator[Row]:
    """All budgets of a plan; without `whole` the cluster is not made first."""
    state_dir = work / "sandbox"
    try:
        place = _place(work, state_dir)
        once(place.eksgen("plan"))  # compiles, and lets Terraform find its provider
        yield _against_terraform("eksgen plan, nothing there yet", place, runs)
        # A run of a plan is off by 5 % for no reason; this budget leaves less than that, so it takes more of them.
        yield _against_one_resource(work, place, 3 * runs)
        yield _against_peer(place, peer, runs)
        what = "eksgen plan, nothing to do"
        if not whole:
            yield not_measured(what, _budget(None), "--quick makes no cluster")
            return
        once(place.eksgen("apply", "--yes"))
        yield _against_terraform(what, place, runs)
    finally:
        control.stop(state_dir)


def _place(work: Path, state_dir: Path) -> Place:
    spec = work / "quickstart.yaml"
    shutil.copyfile(EXAMPLES / spec.name, spec)
    cluster = compile_spec(check_file(str(spec))).cluster
    base = {**os.environ, "EKSGEN_SANDBOX_DIR": str(state_dir)}
    base.pop("TF_DATA_DIR", None)  # bare Terraform would look for its modules there
    seen = terraform_environment(base, control.start(state_dir), cluster.account_id, cluster.region)
    return Place(spec, work / ".eksgen" / "quickstart.sandbox", seen)


def bare_plan(folder: Path, environment: Mapping[str, str]) -> Command:
    """`terraform plan` in a folder."""
    argv = find_terraform().argv
    return Command((*argv, "plan", "-input=false", "-no-color"), folder, environment)


def _against_terraform(what: str, place: Place, runs: int) -> Row:
    bare, ours = in_turns([place.terraform(), place.eksgen("plan")], runs)
    return Row(what, str(ours), _budget(bare), ours.wall / (TIMES * bare.wall + EXTRA))


def _budget(bare: Time | None) -> str:
    rule = f"{TIMES:.2f}x terraform plan + {EXTRA} s"
    return f"{rule} = {seconds(TIMES * bare.wall + EXTRA)}" if bare else rule


def _against_one_resource(work: Path, place: Place, runs: int) -> Row:
    """What the compiled folder itself costs: the same provider, one resource, an empty state in both."""
    folder = work / "one"
    folder.mkdir()
    shutil.copyfile(place.folder / "versions.tf", folder / "versions.tf")
    (folder / "main.tf").write_text(ONE_RESOURCE, "utf-8")
    program, mirror = find_terraform(), find_providers(None, os.environ).plugin_dir
    argv = (*program.argv, "init", "-input=false", *((f"-plugin-dir={mirror}",) if mirror else ()))
    once(Command(argv, folder, place.environment))
    one, ours = in_turns([bare_plan(folder, place.environment), place.terraform()], runs)
    allowed = FOLDER_TIMES * one.wall
    budget = f"{FOLDER_TIMES:.2f}x a plan of one resource = {seconds(allowed)}"
    return Row("terraform plan of the compiled folder", str(ours), budget, ours.wall / allowed)


def _against_peer(place: Place, peer: Path | None, runs: int) -> Row:
    """The same cluster by the most used module, in a folder that was made and initialised beforehand."""
    if peer is None:
        why = "the module is not available offline; name a folder with it, initialised, with --peer FOLDER"
        return not_measured(PEER, "less than its plan", why)
    other, ours = in_turns([bare_plan(peer.absolute(), place.environment), place.terraform()], runs)
    return Row(PEER, str(ours), f"its plan = {seconds(other.wall)}", ours.wall / other.wall)
