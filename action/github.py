"""What the action reads from and writes to GitHub; it needs the standard library and `gh` alone.

`specs FILE` prints the cluster specs that `eksgen validate --format json` named in a file. `outputs FOLDER
CODE` prints the outputs of a run. `comment` and `issue` write its report, and do nothing if the same text is
there. `reviewed` finds the digests of the plans in the comment on the pull request that a
commit merged.

A comment or an issue is found by its first line, which the action writes itself: what follows is a report of
a spec that a stranger may have written, and is never read again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

LIMIT = 65_536
"""UTF-16 units that GitHub accepts for a comment or an issue."""
PAGE, PAGES = 100, 100
MARKER = re.compile(
    r"<!-- eksgen:(?P<kind>comment|issue) id=(?P<id>[a-z0-9-]+) digest=(?P<digest>[0-9a-f]+)"
    r"(?: plans=(?P<plans>[0-9a-f,]+))? -->"
)
FORMATS = {"markdown": "report.md", "json": "report.json", "html": "report.html", "sarif": "report.sarif"}
NOTHING = "nothing"
"""Stands for the digests of a pull request that plans nothing: no plan has it."""


class ActionError(Exception):
    """A reason to stop, for the log."""


class NotAllowed(ActionError):
    """The token may not do it, as that of a fork."""


def specs(file: str) -> None:
    """Print each cluster spec on a line of its own; eksgen refuses names that hold a line break."""
    names = json.loads(Path(file).read_text("utf-8"))["files"]
    sys.stdout.write("".join(f"{name}\n" for name in names))


def outputs(folder: str, code: str) -> None:
    """Print the outputs of a run with reports in `folder` and the exit code `code`."""
    documents = list(_documents(Path(folder)))
    changed = any(_changed(document) for document in documents)
    counts: dict[str, int] = {}
    for document in documents:
        for name, number in (document.get("counts") or document.get("plan", {}).get("counts") or {}).items():
            counts[name] = counts.get(name, 0) + int(number)
    digests = [
        str(d["digest"]) for d in documents if d.get("kind") == "plan" and not d["empty"] and d.get("digest")
    ]
    values = {
        "exit-code": str(int(code)),
        "changed": "true" if changed else "false",
        "counts": json.dumps(counts),
        "digests": " ".join(dict.fromkeys(digests)),
        "reports": folder,
    }
    for name, file in FORMATS.items():
        values[f"report-{name}"] = str(Path(folder, file)) if Path(folder, file).exists() else ""
    sys.stdout.write("".join(f"{name}={value}\n" for name, value in values.items()))


def _documents(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the JSON document of each spec; a spec that failed has none."""
    for file in sorted(folder.glob("*.json")):
        try:
            document = json.loads(file.read_text("utf-8"))
        except ValueError:
            continue  # a run that was refused printed nothing
        if document.get("kind") == "fleet":
            yield from (spec["result"] for spec in document["specs"] if spec.get("result"))
        else:
            yield document


def _changed(document: Mapping[str, Any]) -> bool:
    kind = document.get("kind")
    if kind == "plan":
        return not document["empty"]
    return bool(document["failing"] if kind == "drift" else document.get("applied"))


def comment() -> None:
    """Write the report as a comment on the pull request of the event, or update the one that is there."""
    number = _event().get("pull_request", {}).get("number")
    if not number:
        _log("notice", "This event has no pull request to comment on; the report is in the summary")
        return
    path = f"repos/{os.environ['GITHUB_REPOSITORY']}/issues"
    body = _body("comment", "plan", os.environ["DIGESTS"].split())
    there = _find(f"{path}/{int(number)}/comments", "comment", _id("plan"))
    if there is None:
        _api("POST", f"{path}/{int(number)}/comments", {"body": body})
    elif _digest(there) != _marker(body)["digest"]:
        _api("PATCH", f"{path}/comments/{int(there['id'])}", {"body": body})


def issue() -> None:
    """Open an issue about drift, update the one that is open, or close it. A failed run changes nothing."""
    path = f"repos/{os.environ['GITHUB_REPOSITORY']}/issues"
    drifted = os.environ["CHANGED"] == "true"
    if not drifted and os.environ["EXIT_CODE"] != "0":
        return
    there = _find(f"{path}?state=open&sort=created&direction=desc", "issue", _id("drift"))
    if drifted:
        body = _body("issue", "drift")
        if there is None:
            title = " ".join(f"Drift in {os.environ['SPECS']}".split())
            _api("POST", path, {"title": title[:200], "body": body})
        elif _digest(there) != _marker(body)["digest"]:
            _api("PATCH", f"{path}/{int(there['number'])}", {"body": body})
    elif there is not None:
        text = f"No drift any more: [the run]({_run_url()})."
        _api("POST", f"{path}/{int(there['number'])}/comments", {"body": text})
        _api("PATCH", f"{path}/{int(there['number'])}", {"state": "closed", "state_reason": "completed"})


def reviewed() -> None:
    """Write the digests of the plans that were reviewed as output `digests`."""
    repository, commit = os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_SHA"]
    merged = [pull for pull in _pages(f"repos/{repository}/commits/{commit}/pulls") if _merged(pull)]
    if not merged:
        raise ActionError(f"no pull request was merged as {commit}: pass the digests of a plan as expect")
    digests: dict[str, None] = {}
    found = False
    for pull in merged:
        for entry in _pages(f"repos/{repository}/issues/{int(pull['number'])}/comments"):
            marker = _own_marker(entry, "comment")
            if marker is None or not marker["id"].startswith("plan-"):
                continue
            if entry["updated_at"] > pull["merged_at"]:
                raise ActionError(
                    f"the plan in #{int(pull['number'])} was changed after the merge: nobody reviewed it"
                )
            found = True
            digests.update(dict.fromkeys((marker["plans"] or "").split(",")))
    if not found:
        raise ActionError(f"#{int(merged[0]['number'])} has no comment with a plan")
    known = " ".join(digest for digest in digests if digest) or NOTHING
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as file:
        file.write(f"digests={known}\n")


def _merged(pull: Mapping[str, Any]) -> bool:
    """Return whether a pull request of this repository was merged into this branch as this commit.

    A fork that takes over the commits of its parent sees the pull requests of the parent, whose numbers are
    those of others here.
    """
    here = os.environ["GITHUB_REPOSITORY"], os.environ["GITHUB_REF"]
    base = pull["base"]
    there = (base.get("repo") or {}).get("full_name"), f"refs/heads/{base['ref']}"
    return (
        bool(pull.get("merged_at"))
        and pull.get("merge_commit_sha") == os.environ["GITHUB_SHA"]
        and here == there
    )


def _body(kind: str, command: str, plans: list[str] | None = None) -> str:
    """Return the report with the line by which it is found again."""
    file = Path(os.environ["REPORTS"], FORMATS["markdown"])
    if file.exists():
        text = file.read_text("utf-8")
    else:
        text = f"### eksgen {command} failed\n\nIt wrote no report (exit code {os.environ['EXIT_CODE']}).\n"
    digest = hashlib.sha256(json.dumps([text, plans]).encode()).hexdigest()[:16]
    listed = f" plans={','.join(plans)}" if plans else ""
    first = f"<!-- eksgen:{kind} id={_id(command)} digest={digest}{listed} -->\n"
    end = f"\n\n[The run]({_run_url()})\n"
    if _units(first + text + end) > LIMIT:
        end = f"\n\n</details>\n\n> **Cut for length.** [The run]({_run_url()}) has the whole report.\n"
        room = (LIMIT - _units(first + end)) * 2
        text = text.encode("utf-16-le")[: max(room, 0)].decode("utf-16-le", "ignore")
        text = text.rpartition("\n")[0]
    return first + text.rstrip() + end


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _id(command: str) -> str:
    """Return the name of the report of these specs."""
    subject = json.dumps([os.environ["FOLDER"], os.environ["SPECS"].split()])
    return f"{command}-{hashlib.sha256(subject.encode()).hexdigest()[:12]}"


def _marker(text: str) -> dict[str, str | None]:
    found = MARKER.match(text)
    return found.groupdict() if found else {}


def _own_marker(entry: Mapping[str, Any], kind: str) -> dict[str, Any] | None:
    """Return the first line of a comment or issue of the action; None if somebody else wrote it."""
    if (entry.get("user") or {}).get("login") != os.environ["AUTHOR"] or "pull_request" in entry:
        return None
    marker = _marker(entry.get("body") or "")
    return marker if marker.get("kind") == kind else None


def _digest(entry: Mapping[str, Any]) -> str | None:
    return _marker(entry["body"])["digest"]


def _find(path: str, kind: str, name: str) -> dict[str, Any] | None:
    for entry in _pages(path):
        marker = _own_marker(entry, kind)
        if marker is not None and marker["id"] == name:
            return entry
    return None


def _pages(path: str) -> Iterator[dict[str, Any]]:
    separator = "&" if "?" in path else "?"
    for number in range(1, PAGES + 1):
        entries = _api("GET", f"{path}{separator}per_page={PAGE}&page={number}")
        yield from entries
        if len(entries) < PAGE:
            return
    raise ActionError(f"more than {PAGE * PAGES} entries: {path}")


def _api(method: str, path: str, value: Mapping[str, Any] | None = None) -> Any:
    """Return the answer of GitHub. `NotAllowed` if the token may not do it."""
    token, server = os.environ["GH_TOKEN"], os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    # gh reads the first of the two tokens for github.com, the second for a server of one's own
    variables = {"GH_TOKEN": token, "GH_ENTERPRISE_TOKEN": token, "GH_HOST": server.split("//")[-1]}
    with tempfile.TemporaryDirectory(dir=os.environ["RUNNER_TEMP"]) as folder:
        command = ["gh", "api", "--method", method, path]
        if value is not None:
            file = Path(folder, "body.json")
            file.write_text(json.dumps(value), "utf-8")
            command += ["--input", str(file)]
        try:
            done = subprocess.run(
                command, env={**os.environ, **variables}, cwd=folder, capture_output=True, check=False
            )
        except FileNotFoundError:
            raise ActionError("this runner has no GitHub CLI: install `gh`") from None
    if done.returncode:
        reason = " ".join(done.stderr.decode("utf-8", "replace").split())
        kind = NotAllowed if re.search(r"HTTP (403|404)", reason) else ActionError
        raise kind(f"{method} {path}: {reason}")
    return json.loads(done.stdout)


def _event() -> dict[str, Any]:
    event: dict[str, Any] = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text("utf-8"))
    return event


def _run_url() -> str:
    server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
    return f"{server}/{os.environ['GITHUB_REPOSITORY']}/actions/runs/{os.environ['GITHUB_RUN_ID']}"


def _log(level: str, text: str) -> None:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    sys.stdout.write(f"::{level}::{escaped}\n")


def main(name: str, *arguments: str) -> int:
    """Run a command; a report that the token may not write is a warning."""
    commands: dict[str, Callable[..., None]] = {
        "specs": specs,
        "outputs": outputs,
        "comment": comment,
        "issue": issue,
        "reviewed": reviewed,
    }
    try:
        commands[name](*arguments)
    except NotAllowed as error:
        if name in ("comment", "issue"):
            _log("warning", f"The report is only in the summary, the token may not write it ({error})")
            return 0
        _log("error", str(error))
        return 1
    except ActionError as error:
        _log("error", str(error))
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
