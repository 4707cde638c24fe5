"""What a plan that HCP saved was made from: its run, the uploaded files and the state it started from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .values import number, text


@dataclass(frozen=True, slots=True)
class CloudProof:
    """A saved run of a workspace; `workspace`, `run`, `configuration` and `state` are ids of HCP.

    `state` is "" where there was no state yet. `archive` is the SHA-256 in hex of the uploaded tar.
    """

    hostname: str
    organization: str
    workspace: str
    run: str
    configuration: str
    archive: str
    state: str
    serial: int

    @property
    def state_words(self) -> str:
        """The state in words."""
        return f"{self.state} with serial {self.serial}" if self.state else "no state yet"


def cloud_mismatches(then: CloudProof, now: CloudProof) -> Iterator[str]:
    """Yield everything that differs from when the plan was made."""
    if (then.hostname, then.organization) != (now.hostname, now.organization):
        where = f"{now.organization} on {now.hostname}"
        yield f"made in {then.organization} on {then.hostname}, here it is {where}"
    elif then.workspace != now.workspace:
        yield f"made in workspace {then.workspace}; the one with this name is {now.workspace} now"
    if (then.run, then.configuration) != (now.run, now.configuration):
        yield f"made by {then.run} of {then.configuration}, which is {now.run} of {now.configuration} now"
    if then.archive != now.archive:
        digests = f"SHA-256 {now.archive}, then {then.archive}"
        yield f"the files to upload now are not those of the run: {digests}"
    if (then.state, then.serial) != (now.state, now.serial):
        yield f"the state was written after the plan: then {then.state_words}, now {now.state_words}"


def to_json(proof: CloudProof) -> dict[str, Any]:
    """Return a proof as JSON values."""
    return {
        "hostname": proof.hostname,
        "organization": proof.organization,
        "workspace": proof.workspace,
        "run": proof.run,
        "configurationVersion": proof.configuration,
        "archive": proof.archive,
        "inputStateVersion": {"id": proof.state, "serial": proof.serial} if proof.state else None,
    }


def from_json(raw: Mapping[str, Any]) -> CloudProof:
    """Parse the result of `to_json`. KeyError, TypeError or ValueError if it has another form."""
    state = raw["inputStateVersion"] or {"id": "", "serial": 0}
    return CloudProof(
        hostname=text(raw["hostname"]),
        organization=text(raw["organization"]),
        workspace=text(raw["workspace"]),
        run=text(raw["run"]),
        configuration=text(raw["configurationVersion"]),
        archive=text(raw["archive"]),
        state=text(state["id"]),
        serial=number(state["serial"]),
    )
