"""The first hour with eksgen, as one story: each screen, on a terminal of 80 columns, is a file of `walk`."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from eksgen.sandbox.server_file import Sandbox
from tests import shared_provider
from tests.terminal import COLOUR, Terminal, remaining_lines, run_on_terminal

SCREENS = Path(__file__).parent / "walk"
ACCOUNT, REGION = "444455550018", "eu-west-1"
ADMIN = f"arn:aws:iam::{ACCOUNT}:role/PlatformAdmin"
COLUMNS = 80

ON_STAGING = "clusters/staging.yaml --sandbox"

BASE = """\
apiVersion: eksgen/v1alpha1
kind: Cluster
metadata:
  region: eu-west-1
  tags: {team: shop}
kubernetes:
  version: "1.36"
access:
  admins: [arn:aws:iam::444455550018:role/PlatformAdmin]
nodeGroups:
  web:
    scaling: {min: 2, max: 4}
"""
STAGING = """\
extends: base.yaml
metadata:
  name: shop-staging
network:
  nat: none
controlPlane:
  endpoint:
    public: [203.0.113.0/24]
"""
PROD = """\
extends: base.yaml
metadata:
  name: shop-prod
network:
  cidr: 10.21.0.0/16
  nat: per-zone
nodeGroup:
  web:
    scaling: {max: 9}
"""

STABLE = (
    (r"\b\d+m \d\ds\b|\b\d+(?:\.\d)? ?s\b(?=[)\]., ]|$)", "TIME"),
    (r"\bfor \d+ seconds?\b", "for N seconds"),
    (r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z| ?UTC)?", "DATE"),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
    (r"\b[0-9A-F]{32}\b", "ID"),
    (r"\b(vpc|subnet)-[0-9a-f]{17}\b", r"\1-ID"),
    (r"\bserial \d+\s+of \S+", "serial N of ID"),
    (r"\bprocess \d+ of \S+ on \S+,", "process N of USER on HOST,"),
    (r"\bTerraform \d\S+,", "Terraform VERSION,"),
    (r"\bAWS provider \d\S+$", "AWS provider VERSION"),
)
"""What differs from run to run, and the words in its place."""
PROGRESS = re.compile(r"  (?:created|changed|deleted|read) \S.*")


@dataclass
class Walk:
    """The folder of the story, and what was shown in it so far."""

    folder: Path
    environment: dict[str, str]
    golden: Callable[[Path, str], None]
    words: dict[str, str] = field(default_factory=dict)
    number: int = 0

    def write(self, file: str, text: str) -> None:
        """Write a file, as with an editor."""
        path = self.folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")

    def replace(self, file: str, old: str, new: str) -> None:
        """Edit a file."""
        text = (self.folder / file).read_text("utf-8")
        assert old in text
        self.write(file, text.replace(old, new))

    def commit(self, message: str) -> None:
        """Commit everything."""
        identity = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")
        for arguments in (("add", "-A"), ("commit", "-q", "-m", message)):
            subprocess.run(["git", *identity, *arguments], cwd=self.folder, check=True)

    def start(self, command: str) -> Terminal:
        """Start a command on a terminal."""
        return run_on_terminal(
            tuple(shlex.split(command)), self.folder, self.environment, columns=COLUMNS, rows=24
        )

    def run(
        self, name: str, command: str, *answers: tuple[str, str], code: int = 0, story: str = ""
    ) -> list[str]:
        """Run a command, answer its questions, and compare what remains on the screen with the file of this step."""
        terminal, read = self.start(command), 0
        for question, answer in answers:
            terminal.read(until=question, seconds=100, after=read)
            read = len(terminal.text)
            terminal.type(answer)
        return self.record(name, command, terminal, code, story)

    def record(self, name: str, command: str, terminal: Terminal, code: int, story: str) -> list[str]:
        """Wait for the end of a command, and compare its screen with the file of this step."""
        found = terminal.wait(seconds=600)
        lines = screen_of(terminal)
        self.number += 1
        text = "\n".join(folded(lines))
        for pattern, word in (*self.words.items(), *STABLE):
            text = re.sub(pattern, word, text, flags=re.MULTILINE)
        heading = f"# {story}\n" if story else ""
        self.golden(
            SCREENS / f"{self.number:02}-{name}.txt", f"{heading}$ eksgen {command}\n[exit {found}]\n{text}\n"
        )
        assert found == code, text
        check_lines(lines)
        return lines


def screen_of(terminal: Terminal) -> list[str]:
    """Return the lines that a program left, without colours and without empty lines at the end."""
    text = "\n".join(line.rstrip() for line in remaining_lines(COLOUR.sub("", terminal.text)))
    return text.rstrip("\n").split("\n")


def check_lines(lines: list[str]) -> None:
    """Check that a screen has nothing but text that fits it; a command to copy may be longer, and so may an address."""
    text = "\n".join(lines)
    assert "Traceback" not in text
    assert not [char for char in text if char != "\n" and not char.isprintable()]
    assert [line for line in lines if len(line) > COLUMNS and not may_be_long(line)] == []


def may_be_long(line: str) -> bool:
    """Return whether a line is one that is copied: a command, a name in AWS, an address, a line of a file."""
    return bool(re.search(r"\b(?:eksgen|aws|git) |^Type |https?://|arn:aws|^ *\d* \||^[-+] ", line))


def folded(lines: list[str]) -> list[str]:
    """Put the lines of the progress, whose order differs from run to run, into one."""
    kept: list[str] = []
    for line in lines:
        if PROGRESS.fullmatch(line):
            line = "  [a line for each object]"
            if kept and kept[-1] == line:
                continue
        kept.append(line)
    return kept


@pytest.fixture
def walk(
    sandbox: Sandbox,
    sandbox_dir: Path,
    tmp_path: Path,
    golden: Callable[[Path, str], None],
) -> Walk:
    folder = tmp_path / "shop"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)
    (folder / ".gitignore").write_text(".eksgen/\n*.eksplan\n")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_", "COLUMNS"))
    }
    environment |= {
        shared_provider.FOLDER: str(sandbox_dir),
        "EKSGEN_SANDBOX_DIR": str(sandbox_dir),
        "SOURCE_DATE_EPOCH": "1790899200",
    }
    return Walk(folder, environment, golden, {re.escape(str(folder)): "DIR"})


def aws(walk: Walk, spec: str) -> Callable[[str], Any]:
    """Return a function that makes clients of boto3 with what `sandbox env` prints."""
    import boto3

    done = subprocess.run(
        [sys.executable, "-m", "eksgen", "sandbox", "env", spec, "--format", "json"],
        cwd=walk.folder, env=walk.environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    variables = json.loads(done.stdout)["variables"]
    return lambda service: boto3.client(
        service,
        region_name=variables["AWS_REGION"],
        endpoint_url=variables["AWS_ENDPOINT_URL"],
        aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
    )


def test_the_first_hour(walk: Walk) -> None:
    write_and_check(walk)
    compare(walk)
    create(walk)
    change_outside(walk)
    lock(walk)
    stop_and_destroy(walk)


def write_and_check(walk: Walk) -> None:
    walk.run(
        "init", "init clusters/base.yaml",
        ("cluster [demo]: ", "my shop\n"), ("cluster [demo]: ", "shop\n"),
        ("region [us-west-2]: ", "eu-west-9\n"), ("region [us-west-2]: ", f"{REGION}\n"),
        ("administers it: ", "PlatformAdmin\n"), ("administers it: ", f"{ADMIN}\n"),
        ("version [1.37]: ", "\n"), ("Zones [3]: ", "\n"),
        story="Ann starts, and mistypes three answers.",
    )  # fmt: skip
    walk.write("clusters/base.yaml", BASE)
    walk.write("clusters/staging.yaml", STAGING)
    walk.write("clusters/prod.yaml", PROD)
    walk.run(
        "mistyped-field", "validate clusters", code=1,
        story="The file is the base of two environments now. prod.yaml has a mistyped field.",
    )  # fmt: skip
    walk.replace("clusters/prod.yaml", "nodeGroup:", "nodeGroups:")
    walk.replace("clusters/prod.yaml", "{max: 9}", "{max: nine}")
    walk.run("wrong-type", "validate clusters/prod.yaml", code=1, story="A word is where a number belongs.")
    walk.replace("clusters/prod.yaml", "{max: nine}", "{max: 9}")
    walk.replace("clusters/prod.yaml", "10.21.0.0/16", "10.21.0.0./16")
    walk.run("unreadable-value", "validate clusters/prod.yaml", code=1, story="A range with a dot too many.")
    walk.replace("clusters/prod.yaml", "10.21.0.0./16", "10.21.0.0/16")
    walk.replace("clusters/prod.yaml", "  nat: per-zone", "\tnat: per-zone")
    walk.run("tab", "validate clusters/prod.yaml", code=1, story="A tab is where YAML wants spaces.")
    walk.replace("clusters/prod.yaml", "\tnat: per-zone", "  nat: per-zone")
    walk.run("contradiction", "validate clusters", code=1, story="Staging has no way out.")
    walk.replace("clusters/staging.yaml", "network:\n  nat: none\n", "")
    walk.run("valid", "validate clusters", story="All is mended.")
    walk.commit("Two environments of one base")


def compare(walk: Walk) -> None:
    walk.run("diff-environments", "diff clusters/staging.yaml clusters/prod.yaml", code=3)
    walk.replace("clusters/base.yaml", "max: 4", "max: 6")
    walk.run(
        "diff-commit", "diff HEAD:clusters/staging.yaml clusters/staging.yaml", code=3,
        story="An edit of the base is compared with what was committed.",
    )  # fmt: skip
    walk.commit("More nodes")


def create(walk: Walk) -> None:
    walk.run("plan", f"plan {ON_STAGING} -o staging.eksplan")
    walk.run(
        "apply-file", "apply staging.eksplan --sandbox",
        story="The plan was reviewed; exactly that is applied.",
    )  # fmt: skip
    walk.run("apply-used-file", "apply staging.eksplan --sandbox", code=5, story="The same plan again.")
    walk.run("output", f"output {ON_STAGING}")
    walk.run("clean", f"drift {ON_STAGING}")


def change_outside(walk: Walk) -> None:
    walk.run("sandbox-env", "sandbox env clusters/staging.yaml")
    change_by_hand(aws(walk, "clusters/staging.yaml"))
    screen = walk.run(
        "drift", f"drift {ON_STAGING}", code=3,
        story="With these variables, Ben opened the API to the world, and changed a tag.",
    )  # fmt: skip
    endpoint, tag = re.findall(r"--revert (\w+)", "\n".join(screen))
    walk.run(
        "drift-revert", f"drift {ON_STAGING} --revert {endpoint} -o back.eksplan",
        story="The open API is not to stay.",
    )  # fmt: skip
    walk.run("apply-revert", "apply back.eksplan --sandbox")
    walk.run(
        "drift-adopt", f"drift {ON_STAGING} --adopt {tag}", story="The tag is right: the spec takes it over."
    )
    walk.run("diff-adopted", "diff HEAD:clusters/staging.yaml clusters/staging.yaml", code=3)
    walk.commit("Staging belongs to billing, too")


def lock(walk: Walk) -> None:
    waiting = walk.start(f"apply {ON_STAGING}")
    waiting.read(until="anything else to stop: ")
    walk.run(
        "locked", f"plan {ON_STAGING} --lock-timeout 0", code=4,
        story="An apply waits for its answer in another window.",
    )  # fmt: skip
    walk.run("unlock-refused", f"unlock {ON_STAGING}", code=4)
    waiting.type("yes\n")
    walk.record("apply", f"apply {ON_STAGING}", waiting, 0, "A yes in the other window.")
    walk.run("unlock", f"unlock {ON_STAGING}")


def stop_and_destroy(walk: Walk) -> None:
    walk.run("plan-both", "plan clusters --sandbox", story="The plan of a pull request: both environments.")
    prod = walk.start("apply clusters/prod.yaml --sandbox --yes")
    prod.read(until="creating VPC")
    prod.type("\x03")
    assert prod.wait(seconds=300) == 130
    stopped = screen_of(prod)  # how far it came differs from run to run
    check_lines(stopped)
    assert "Apply interrupted: shop-prod" in stopped
    assert stopped[-3] == "error[interrupted]: interrupted"
    walk.run("destroy", f"destroy {ON_STAGING}", ("anything else to stop: ", "shop-staging\n"))
    walk.run("output-destroyed", f"output {ON_STAGING}", code=1)


def change_by_hand(client: Callable[[str], Any]) -> None:
    eks = client("eks")
    eks.update_cluster_config(name="shop-staging", resourcesVpcConfig={"publicAccessCidrs": ["0.0.0.0/0"]})
    (group,) = eks.list_nodegroups(clusterName="shop-staging")["nodegroups"]
    described = eks.describe_nodegroup(clusterName="shop-staging", nodegroupName=group)["nodegroup"]
    eks.tag_resource(resourceArn=described["nodegroupArn"], tags={"team": "shop-and-billing"})
