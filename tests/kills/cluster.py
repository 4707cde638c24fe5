"""The verbs that need Terraform: killed in turn on one cluster in the sandbox, in as few applies as possible.

One cycle: apply killed, apply; edit, apply killed, apply; a change made in AWS, its adoption killed some times;
destroy killed before it deletes anything; destroy killed, destroy.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eksgen.sandbox.boto_clients import boto_client
from eksgen.sandbox.leftovers import leftovers
from eksgen.sandbox.server_file import Sandbox

from .checks import Outcome, broken_files, follow_up, left_processes, recorded, temporary_files, wrong_end
from .moments import CLOUD_SIGNALS, Ended, Kill, Phase, Run, kills

REGION = "us-west-2"
SPEC = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata:
  name: kills
  region: us-west-2
  tags: {edit: "0"}
kubernetes:
  version: "1.35"
network:
  zones: 2
  nat: none
  flowLogs: {enabled: false}
controlPlane:
  logs: {retentionDays: 30}
  secretsEncryption: {kmsKey: "arn:aws:kms:us-west-2:ACCOUNT:key/0f4c1b7e-0000-4000-8000-00000000000a"}
access:
  admins: [arn:aws:iam::ACCOUNT:role/PlatformAdmin]
nodeGroups:
  web: {subnets: public}
logs:
  kmsKey: none
"""
"""A cluster of 54 objects, none of which is slow."""
EDITED = ('edit: "0"', 'edit: "1"')
ADOPTED = ("retentionDays: 30", "retentionDays: 60")
_LOG_GROUP, _CHANGED_RETENTION = "/aws/eks/kills/cluster", 60

_BEFORE_THE_WALK = (
    Phase("compile", "", 1.5),
    Phase("init", "preparing Terraform", 4),
    Phase("plan", "comparing the spec", 12),
    Phase("before the walk", "applying the plan", 6),
)
CHANGE = (
    *_BEFORE_THE_WALK,
    Phase("walk", r"^stderr  +\w+ing ", 18),
    Phase("save", r"\[(\d+)/\1\]", 0.5),
    Phase("after", "reading the outputs", 2),
    Phase("verify", "checking that nothing is left", 12),
)
ADOPT = (
    Phase("compile", "", 1.5),
    Phase("init", "preparing Terraform", 2),
    Phase("compare", "comparing the spec", 14),
    Phase("edit", "^stdout ", 0.1),
)
_WANTED = {"create": CHANGE, "update": CHANGE, "adopt": ADOPT, "early": CHANGE[:4], "late": CHANGE[3:]}
"""In which phases each step is killed. Other phases are hit as well: a delay may outlast its phase."""
_PLAN = ("plan", "cluster.yaml", "--sandbox", "--detailed-exitcode")
_APPLY = ("apply", "cluster.yaml", "--sandbox", "--yes")
_DESTROY = ("destroy", "cluster.yaml", "--sandbox", "--yes")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster in the sandbox, in an account of its own."""

    folder: Path
    account: str
    sandbox: Sandbox

    @property
    def spec(self) -> Path:
        return self.folder / "cluster.yaml"

    @property
    def state(self) -> Path:
        return self.folder / ".eksgen" / "cluster.sandbox" / "terraform.tfstate"

    def existing(self) -> frozenset[str]:
        """Return the ids of what exists in the account."""
        return frozenset(leftovers(self.sandbox, self.account, REGION))

    def unrecorded(self) -> list[str]:
        """Return the ids of what exists and is not in the state, without what EKS makes for node groups."""
        templates = boto_client(self.sandbox, "ec2", self.account, REGION).describe_launch_templates()
        of_eks = {
            template["LaunchTemplateId"]
            for template in templates["LaunchTemplates"]
            if template["LaunchTemplateName"].startswith("eks-")
        }
        known = recorded(self.state) | of_eks
        return sorted(
            id for id in self.existing() if not known & {id, id.removesuffix(":*"), id.split("/")[-1]}
        )

    def edit(self, old: str, new: str) -> None:
        self.spec.write_text(self.spec.read_text("utf-8").replace(old, new), "utf-8")


@dataclass(frozen=True, slots=True)
class Cycle:
    """The kills of one cycle; a step without one runs undisturbed or not at all."""

    create: Kill | None
    update: Kill | None
    adopt: tuple[Kill, ...]
    early: Kill | None
    late: Kill | None


def cycles(applies: int, adopts: int, destroys: int, choose: random.Random) -> list[Cycle]:
    """Choose so many kills of each verb, spread over cycles and phases."""
    number = max(-(-max(applies, destroys) // 2), 1)
    decks = {step: kills(choose, phases, CLOUD_SIGNALS) for step, phases in _WANTED.items()}

    def one(step: str, index: int, count: int) -> Kill | None:
        return next(decks[step]) if index < count else None

    return [
        Cycle(
            one("create", index, applies),
            one("update", index, applies - number),
            tuple(next(decks["adopt"]) for _ in range(adopts // number + (index < adopts % number))),
            one("early", index, destroys - number),
            one("late", index, destroys),
        )
        for index in range(number)
    ]


def run_cycle(folder: Path, account: str, sandbox: Sandbox, cycle: Cycle) -> Iterator[Outcome]:
    """Run a cycle in a new folder and yield the outcome of each kill."""
    folder.mkdir()
    (folder / "cluster.yaml").write_text(SPEC.replace("ACCOUNT", account), "utf-8")
    cluster = Cluster(folder, account, sandbox)
    if cycle.create:
        yield _apply(cluster, cycle.create)
    else:
        yield from _undisturbed(cluster, "apply", *_APPLY, "--no-verify")
    if cycle.update:
        cluster.edit(*EDITED)
        yield _apply(cluster, cycle.update)
    if cycle.adopt:
        yield from _adoptions(cluster, cycle.adopt)
    if cycle.early:
        yield _destroy(cluster, cycle.early, early=True)
    if cycle.late and cluster.existing():
        yield _destroy(cluster, cycle.late)
    else:
        yield from _undisturbed(cluster, "destroy", *_DESTROY, "--no-verify")


def _undisturbed(cluster: Cluster, verb: str, *arguments: str) -> Iterator[Outcome]:
    if problems := tuple(follow_up(cluster.folder, *arguments)):
        yield Outcome(verb, "not killed", "none", problems)


def _killed(
    cluster: Cluster, kill: Kill, arguments: Sequence[str], phases: Sequence[Phase], texts: Sequence[bytes]
) -> tuple[Ended, list[str]]:
    """Kill a run; return its end, and what is wrong before anything runs again."""
    ended = Run(cluster.folder, arguments, phases).kill(kill)
    problems = [*wrong_end(ended, kill, phases[0].name), *left_processes(cluster.folder)]
    return ended, [*problems, *broken_files(cluster.folder, texts)]


def _apply(cluster: Cluster, kill: Kill) -> Outcome:
    before = cluster.existing()
    ended, problems = _killed(cluster, kill, _APPLY, CHANGE, (cluster.spec.read_bytes(),))
    unrecorded = cluster.unrecorded()
    problems += [f"{id} was lost" for id in sorted(before - cluster.existing())]
    problems += _apply_again(cluster)
    problems += follow_up(cluster.folder, *_PLAN)
    problems += _leftovers_of(cluster)
    return _outcome("apply", ended, problems, unrecorded)


def _apply_again(cluster: Cluster) -> Iterator[str]:
    """Apply; if that is refused because of orphans, do what the refusal says."""
    again = (*_APPLY, "--no-verify")
    problems = list(follow_up(cluster.folder, *again))
    if any("error[orphans]" in problem for problem in problems):
        problems = list(follow_up(cluster.folder, *again, "--import-orphans"))
    yield from problems


def _leftovers_of(cluster: Cluster) -> Iterator[str]:
    """Yield what exists outside the state, or was left in the folder, after the follow-up."""
    yield from (f"{id} is in no state" for id in cluster.unrecorded())
    yield from temporary_files(cluster.folder)


def _outcome(verb: str, ended: Ended, problems: list[str], unrecorded: list[str]) -> Outcome:
    remark = f"exit {ended.code}" + (f", not in the state: {', '.join(unrecorded)}" if unrecorded else "")
    return Outcome(verb, ended.phase, ended.signal, tuple(problems), remark)


def _destroy(cluster: Cluster, kill: Kill, *, early: bool = False) -> Outcome:
    """Kill a destroy. If nothing was deleted, a plan must be empty; else another destroy removes the rest."""
    state, before = recorded(cluster.state), cluster.existing()
    ended, problems = _killed(cluster, kill, _DESTROY, CHANGE, (cluster.spec.read_bytes(),))
    unrecorded = cluster.unrecorded()
    if early and recorded(cluster.state) >= state and cluster.existing() == before:
        problems += follow_up(cluster.folder, *_PLAN)
        problems += _leftovers_of(cluster)
    else:
        problems += follow_up(cluster.folder, *_DESTROY, "--no-verify")
        problems += [f"{id} was not destroyed" for id in sorted(cluster.existing())]
        problems += temporary_files(cluster.folder)
    return _outcome("destroy", ended, problems, unrecorded)


def _adoptions(cluster: Cluster, wanted: Sequence[Kill]) -> Iterator[Outcome]:
    """Change the retention of a log group in AWS, and kill its adoption so many times."""
    logs = boto_client(cluster.sandbox, "logs", cluster.account, REGION)
    logs.put_retention_policy(logGroupName=_LOG_GROUP, retentionInDays=_CHANGED_RETENTION)
    drift = Run(cluster.folder, ("drift", "cluster.yaml", "--sandbox", "--no-unmanaged", "--format", "json"))
    drift.end()
    findings = json.loads("".join(drift.output["stdout"]))["findings"]
    (id,) = [finding["id"] for finding in findings if finding["counted"]]
    old, state = cluster.spec.read_bytes(), cluster.state.read_bytes()
    new = old.replace(ADOPTED[0].encode(), ADOPTED[1].encode())
    for number, kill in enumerate(wanted, 1):
        cluster.spec.write_bytes(old)
        yield _adoption(cluster, kill, id, (old, new), state, plan=number == len(wanted))


def _adoption(
    cluster: Cluster, kill: Kill, id: str, texts: tuple[bytes, bytes], state: bytes, *, plan: bool
) -> Outcome:
    """Kill an adoption. The same spec and state give the same plan, so only the last one is planned."""
    arguments = ("drift", "cluster.yaml", "--sandbox", "--no-unmanaged", "--adopt", id)
    ended, problems = _killed(cluster, kill, arguments, ADOPT, texts)
    if cluster.spec.read_bytes() == texts[0]:
        problems += follow_up(cluster.folder, *arguments)
    if cluster.spec.read_bytes() != texts[1]:
        problems.append("the follow-up did not adopt the change")
    if cluster.state.read_bytes() != state:
        problems.append("the state has changed")
    problems += follow_up(cluster.folder, *_PLAN) if plan else ()
    problems += temporary_files(cluster.folder)
    return _outcome("adopt", ended, problems, [])
