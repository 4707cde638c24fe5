"""Check the name of a spec, of a file it extends, or of an output file.

Closes: a newline in a name that ends a comment in HCL, escape sequences for a terminal, workflow commands,
and names such as `...yaml` whose working folder would be the parent folder.
"""

from __future__ import annotations

import posixpath
import re
import shlex

from ..errors import EksgenError

EKSGEN_FOLDER = ".eksgen"
"""The folder beside a spec that holds its working folders."""
_LONGEST = 1024
_SHOWN = 120
_RESERVED = (".sandbox", ".file")

LOG_COMMAND = re.compile(r"##(?=\[[a-z-]+[\] ])|(?<!\S)::(?=[a-z-]+(?: |::))", re.IGNORECASE)
"""The first characters of what a GitHub runner takes for a command when it is in the log of a job: `::name::`
at the start of a line, or `##[name]` anywhere in it. Source: actions/runner, ActionCommand.cs."""


def name_problem(name: str) -> str:
    """Return why a file cannot have this name, or "" if it can."""
    if not name:
        return "it is empty"
    if len(name) > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    hidden = next((char for char in name if not char.isprintable()), "")
    if hidden:
        is_byte = "\udc80" <= hidden <= "\udcff"
        return "it is not UTF-8 text" if is_byte else f"it contains the character U+{ord(hidden):04X}"
    if LOG_COMMAND.search(name):
        return "it contains a command that GitHub would run if the name were in a log"
    last = posixpath.basename(name)
    stem = last.removesuffix(".yaml").removesuffix(".yml")
    is_folder = last in ("", ".", "..")
    return "" if is_folder or stem.strip(". ") else "there is nothing but dots before the extension"


def check_name(name: str) -> None:
    """Raise `EksgenError` if a file cannot have this name."""
    if problem := name_problem(name):
        raise EksgenError(
            f"{shown_name(name)} cannot be the name of a file",
            code="file-name",
            notes=(problem,),
            helps=("rename the file",),
        )


def working_folder_name(name: str, *, sandbox: bool) -> str:
    """Return the name of the working folder of a spec, a different one for each file and each kind of run.

    `prod.yaml` and `prod.yml` have `prod` and `prod.yml`. Others get `.file`: `prod` has `prod.file`.
    So does a name whose folder could be that of another: `prod.sandbox.yaml` has `prod.sandbox.yaml.file`.
    """
    stem, _, extension = name.rpartition(".")
    base = {"yaml": stem, "yml": name}.get(extension, "")
    taken = base.lower().endswith(_RESERVED) or (extension == "yaml" and stem.lower().endswith(".yml"))
    base = f"{name}.file" if taken or not base else base
    return f"{base}.sandbox" if sandbox else base


def command_text(verb: str, spec: str | None, *rest: str, sandbox: bool) -> str:
    """Return a command about a spec as it is to be typed: `eksgen apply 'my spec.yaml' --sandbox`."""
    flags = ("--sandbox",) if sandbox else ()
    return " ".join(
        (shlex.join(("eksgen", *verb.split())), argument(spec or "SPEC"), *map(shlex.quote, (*rest, *flags)))
    )


def argument(name: str) -> str:
    """Return the name of a file as an argument to paste, which is no option if it begins with `-`."""
    text = _escaped(name)
    return shlex.quote(f"./{text}" if text.startswith("-") and text != "-" else text)


def shown_name(name: str) -> str:
    """Return a name on one line, with escapes for what cannot be printed, and cut if it is very long."""
    text = _escaped(name[:_SHOWN])
    return f"{text}…" if len(name) > _SHOWN else text or '""'


def _escaped(name: str) -> str:
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in name)
