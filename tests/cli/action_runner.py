"""Runs the steps of action.yml as a runner of GitHub would, with programs that stand in for eksgen, pip and gh."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
ACTION: dict[str, Any] = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))
BOT = "github-actions[bot]"
_CONTEXTS = "inputs|steps|github|runner|matrix|strategy|env|secrets"
RUN_STEPS: list[dict[str, Any]] = [step for step in ACTION["runs"]["steps"] if "run" in step]

PYTHON = f"""#!/bin/sh
case "$*" in
  *"-m venv"*) mkdir -p "$4/bin" && cp "$FAKE/bin/python" "$FAKE/bin/eksgen" "$4/bin" ;;
  *"-m pip"*) for last; do :; done; echo "$last" >> "$FAKE/installed" ;;
  *) exec "{sys.executable}" "$@" ;;
esac
"""
EKSGEN = f"""#!{sys.executable}
import glob, json, os, pathlib, sys
fake, arguments = pathlib.Path(os.environ["FAKE"]), sys.argv[1:]
if arguments[:3] == ["validate", "--format", "json"]:
    print(json.dumps({{"files": [name for word in arguments[4:] for name in sorted(glob.glob(word))]}}))
    sys.exit(0)
with (fake / "calls").open("a") as file:
    file.write(json.dumps(arguments) + "\\n")
answer = json.loads((fake / "answer.json").read_text())
for word, value in zip(arguments, arguments[1:]):
    name, _, target = value.partition("=")
    if word == "--report" and name in answer["reports"]:
        pathlib.Path(target).write_text(answer["reports"][name])
if arguments[0] == "apply":
    print(answer["reports"].get("json", ""))
sys.exit(answer["code"])
"""
FIND = f'.[] | select(.user.login == "{BOT}" and (.body | startswith(env.MARKER))) | .id'
GH = f"""#!{sys.executable}
import json, os, pathlib, re, sys
assert os.environ["GH_TOKEN"] == "token"
file = pathlib.Path(os.environ["FAKE"], "github.json")
data = json.loads(file.read_text())
if sys.argv[1] == "issue":
    verb, *words = sys.argv[2:]
    data["writes"] += [] if verb == "list" else [["issue", verb, words[0]]]
    options = dict(zip(words[verb == "edit" :: 2], words[1 + (verb == "edit") :: 2]))
    if verb == "list":
        assert (options["--app"], options["--json"]) == ("github-actions", "number,title")
        assert options["--jq"] == 'map(select(.title == env.TITLE))[0].number // ""'
        own = [issue for issue in data["issues"] if issue["user"]["login"] == "{BOT}"]
        print(*[issue["number"] for issue in own if issue["title"] == os.environ["TITLE"]][:1])
    else:
        text = pathlib.Path(options["--body-file"]).read_text()
        number = int(words[0]) if verb == "edit" else len(data["issues"]) + 1
        if verb == "create":
            entry = {{"number": number, "id": number, "title": options["--title"], "user": {{"login": "{BOT}"}}}}
            data["issues"].append(entry)
        data["issues"][number - 1]["body"] = text
    file.write_text(json.dumps(data))
    sys.exit(0)
if sys.argv[1] == "pr" or sys.argv[2] in ("--paginate", "--silent"):
    if sys.argv[2] == "--paginate":
        assert sys.argv[3].startswith("repos/" + os.environ["GH_REPO"] + "/issues/") and sys.argv[4] == "--jq"
        own = [entry for entry in data["comments"] if entry["user"]["login"] == "{BOT}"]
        own = [entry for entry in own if entry["body"].startswith(os.environ["MARKER"])]
        assert " ".join(sys.argv[5].split()) == {FIND!r}
        print(*[entry["id"] for entry in own], sep="\\n")
    elif sys.argv[2] == "--silent":
        assert sys.argv[3:5] == ["--method", "PATCH"] and sys.argv[6] == "--field"
        entry = data["comments"][int(sys.argv[5].rpartition("/")[2]) - 1]
        entry["body"] = pathlib.Path(sys.argv[7].removeprefix("body=@")).read_text()
    else:
        assert (sys.argv[2], sys.argv[4]) == ("comment", "--body-file")
        entry = {{"id": len(data["comments"]) + 1, "user": {{"login": "{BOT}"}}}}
        data["comments"].append(entry | {{"body": pathlib.Path(sys.argv[5]).read_text()}})
    file.write_text(json.dumps(data))
    sys.exit(0)
assert sys.argv[1:4] == ["api", "--method", sys.argv[3]]
method, path = sys.argv[3:5]
address, _, query = path.partition("?")
value = json.loads(pathlib.Path(sys.argv[6]).read_text()) if len(sys.argv) > 5 else None
if method != "GET":
    data["writes"].append([method, address, value])
    if data["denied"]:
        file.write_text(json.dumps(data))
        sys.exit("gh: Resource not accessible by integration (HTTP 403)")
kind = "comments" if "comments" in address else "pulls" if address.endswith("/pulls") else "issues"
entries = data[kind]
if method == "GET":
    size, page = (int(re.search(r"\\b" + name + r"=(\\d+)", query)[1]) for name in ("per_page", "page"))
    print(json.dumps(entries[(page - 1) * size : page * size]))
elif method == "POST":
    entries.append({{"id": len(entries) + 1, "number": len(entries) + 1, "user": {{"login": "{BOT}"}}, **value}})
    print("{{}}")
else:
    number = int(address.rpartition("/")[2])
    next(entry for entry in entries if number in (entry["id"], entry.get("number"))).update(value)
    print("{{}}")
file.write_text(json.dumps(data))
"""


@dataclass
class Runner:
    """A job that uses the action, in a folder of its own. `answer` is what the eksgen that stands in does."""

    folder: Path
    event: dict[str, Any] = field(default_factory=lambda: {"pull_request": {"number": 7}})
    github: dict[str, Any] = field(
        default_factory=lambda: {
            "comments": [],
            "issues": [],
            "pulls": [],
            "writes": [],
            "denied": False,
        }
    )
    code: int = 0
    reports: dict[str, str] = field(default_factory=dict)
    checkout: Path = REPOSITORY
    path: str = os.environ["PATH"]
    variables: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""

    def __post_init__(self) -> None:
        (self.folder / "work").mkdir()
        (self.folder / "bin").mkdir()
        for name, text in (("python", PYTHON), ("eksgen", EKSGEN), ("gh", GH), ("terraform", "#!/bin/sh\n")):
            (self.folder / "bin" / name).write_text(text)
            (self.folder / "bin" / name).chmod(0o755)

    @property
    def calls(self) -> list[list[str]]:
        file = self.folder / "calls"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def plan(self, *documents: Mapping[str, Any], markdown: str = "report\n", code: int = 3) -> None:
        """Let the next run write these plans."""
        value: Mapping[str, Any] = documents[0]
        if len(documents) > 1:
            value = {"kind": "fleet", "specs": [{"result": document} for document in documents]}
        self.code, self.reports = code, {"json": json.dumps(value), "markdown": markdown}

    def use(self, **inputs: str) -> int:
        """Use the action, and return the exit code of the first step that failed, or 0."""
        self._write_state()
        given = {name: entry.get("default", "") for name, entry in ACTION["inputs"].items()}
        given |= {"token": "token"} | {name.replace("_", "-"): value for name, value in inputs.items()}
        context: dict[str, str] = {f"inputs.{name}": value for name, value in given.items()}
        context |= {"github.action_path": str(self.checkout)}
        context["steps.python.outputs.python-path"] = str(self.folder / "bin/python")
        failed = 0
        for step in RUN_STEPS:
            condition = str(step.get("if", "true"))
            if (failed and "cancelled()" not in condition) or not value_of(condition, context):
                continue
            code = self._run_step(step, context)
            failed = failed or code
            if "id" in step:
                context[f"steps.{step['id']}.outcome"] = "failure" if code else "success"
        self._read_state()
        self.outputs = {
            name: str(interpolated(entry["value"], context)) for name, entry in ACTION["outputs"].items()
        }
        return failed

    def run(self, script: str, shell: list[str], variables: Mapping[str, str], folder: str = ".") -> int:
        """Run a script of a job in a folder of the checkout, and return its exit code."""
        self._write_state()
        code = self._execute([*shell, "-c", script], variables, folder)
        self._read_state()
        return code

    def _write_state(self) -> None:
        (self.folder / "answer.json").write_text(json.dumps({"code": self.code, "reports": self.reports}))
        (self.folder / "github.json").write_text(json.dumps(self.github))
        (self.folder / "event.json").write_text(json.dumps(self.event))

    def _read_state(self) -> None:
        self.github = json.loads((self.folder / "github.json").read_text())

    def _run_step(self, step: Mapping[str, Any], context: dict[str, str]) -> int:
        written = self.folder / "outputs"
        written.write_text("")
        variables = {name: interpolated(value, context) for name, value in step.get("env", {}).items()}
        code = self._execute(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            {"GITHUB_OUTPUT": str(written), **variables},
            interpolated(step.get("working-directory", "."), context),
        )
        for line in written.read_text().splitlines():
            name, _, value = line.partition("=")
            context[f"steps.{step['id']}.outputs.{name}"] = value
        return code

    def _execute(self, command: list[str], variables: Mapping[str, str], folder: str) -> int:
        fixed = {
            "FAKE": str(self.folder),
            "PATH": f"{self.folder}/bin{os.pathsep}{self.path}",
            "RUNNER_TEMP": str(self.folder),
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_REF": "refs/heads/main",
            "GITHUB_RUN_ID": "1",
            "GITHUB_SHA": "c0ffee",
        }
        outer = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_"))}
        done = subprocess.run(
            command, cwd=self.folder / "work" / folder, env={**outer, **fixed, **self.variables, **variables},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        self.log += done.stdout + done.stderr
        return done.returncode


def interpolated(text: str, context: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(value_of(found[1], context)), text)


def value_of(expression: str, context: Mapping[str, str]) -> Any:
    """Return the value of an expression of GitHub, as far as action.yml and the workflows use them."""
    words = {"&&": "and", "||": "or", "true": "True", "!cancelled()": "True"}
    values: dict[str, str] = {}

    def word(found: re.Match[str]) -> str:
        if found["name"]:
            values[f"v{len(values)}"] = str(context.get(found["name"], ""))
            return f" v{len(values) - 1} "
        return found["text"] or f" {words[found[0]]} "

    tokens = rf"(?P<text>'[^']*')|&&|\|\||!cancelled\(\)|\btrue\b|(?P<name>\b(?:{_CONTEXTS})\.[\w.-]+)"
    code = re.sub(tokens, word, expression.strip().removeprefix("${{").removesuffix("}}"))
    return eval(" ".join(code.split()), {"__builtins__": {}}, values)
