"""Commands in messages, help texts and explain pages: each must be one that can be typed.

The situations that show them are tested where they arise; here every command in the source is held against
the options that eksgen and the AWS CLI have.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from botocore import xform_name
from botocore.model import ServiceModel
from botocore.session import Session

import eksgen
from eksgen.cli import app

PRODUCT = Path(eksgen.__file__).parent
FOLDERS = ("catalog", "commands", "compiler", "engine", "report", "sandbox")
SESSION = Session()
SERVICES = "|".join(sorted(SESSION.get_available_services()))
AWS = re.compile(rf"\baws (?P<service>{SERVICES}) (?P<operation>[a-z][a-z-]+)(?P<rest>(?: [^`;]*)?)")
EKSGEN = re.compile(r"`eksgen (?P<verb>[a-z]+)(?P<rest>[^`]*)`")
OPTION = re.compile(r"(?<=\s)--[a-z][a-z0-9-]*")
AWS_OPTIONS = {"--region"}
OF_THE_CLI_ALONE = {("sso", "login")}
RENAMED = {
    ("eks", operation): {"--version": "--kubernetes-version"}
    for operation in ("update-cluster-version", "update-nodegroup-version")
}
"""Options that the AWS CLI renames because it has a global option of that name."""


def texts(node: ast.AST) -> Iterator[str]:
    """Yield the texts below a node without docstrings; what is filled in is `X`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in child.values)
        elif isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value
        else:
            yield from texts(child)


@cache
def product_texts() -> tuple[tuple[str, str], ...]:
    """Return (file, text) for each text of the product that may have a command."""
    return tuple(
        (str(file.relative_to(PRODUCT)), text)
        for folder in FOLDERS
        for file in sorted((PRODUCT / folder).rglob("*.py"))
        for text in texts(ast.parse(file.read_text("utf-8")))
        if "aws " in text or "eksgen " in text
    )


def commands(pattern: re.Pattern[str]) -> tuple[tuple[str, str, str, frozenset[str]], ...]:
    """Return (file, first word, second word, options) of each command in the product."""
    return tuple(
        dict.fromkeys(
            (file, match[1], match[2] if pattern is AWS else "", frozenset(OPTION.findall(match["rest"])))
            for file, text in product_texts()
            for match in pattern.finditer(text)
        )
    )


@cache
def service_model(service: str) -> ServiceModel:
    return SESSION.get_service_model(service)


@cache
def verbs() -> dict[str, Any]:
    command = typer.main.get_command(app)
    return dict(command.commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("file", "service", "operation", "options"), commands(AWS))
def test_a_command_of_the_aws_cli_exists_with_its_options(
    file: str, service: str, operation: str, options: frozenset[str]
) -> None:
    if (service, operation) in OF_THE_CLI_ALONE:
        return
    model = service_model(service)
    operations = {xform_name(name, "-"): name for name in model.operation_names}
    assert operation in operations, file
    shape = model.operation_model(operations[operation]).input_shape
    members = shape.members if shape else {}
    new_names = RENAMED.get((service, operation), {})
    plain = {name: f"--{xform_name(name, '-')}" for name in members}
    option_of = {name: new_names.get(option, option) for name, option in plain.items()}
    known = set(option_of.values())
    known |= {
        option.replace("--", "--no-", 1)
        for n, option in option_of.items()
        if members[n].type_name == "boolean"
    }
    assert options <= known | AWS_OPTIONS, file
    if options - AWS_OPTIONS:  # a sentence can name an operation without writing the command
        given = {option.replace("--no-", "--", 1) for option in options}
        assert {option_of[name] for name in (shape.required_members if shape else ())} <= given, file


@pytest.mark.parametrize(("file", "verb", "_", "options"), commands(EKSGEN))
def test_a_command_of_eksgen_exists_with_its_options(
    file: str, verb: str, _: str, options: frozenset[str]
) -> None:
    command = verbs()[verb]
    inner = getattr(command, "commands", {}).values()
    known = {o for c in (command, *inner) for parameter in c.params for o in parameter.opts}
    assert options <= known | {"--help"}, file


def test_commands_are_found() -> None:
    assert len(commands(AWS)) > 30
    assert len(commands(EKSGEN)) > 30


SHELL = re.compile(
    r"\b(?:eksgen (?:apply|destroy|diff|drift|fmt|plan|unlock|validate)|git (?:fetch|log|show|rm|-C)"
    r"|terraform [a-z]+ [a-z]+|[mr]v|rm|cp) "
)
QUOTED = re.compile(r"shlex\.(quote|join)\(|\bargument\(")
HARMLESS = {"option", "id", "finding.id", "folder.command", "found.group('text')"}
"""Our own words, identifiers that are checked, and texts that are quoted where they are made."""


def unquoted(function: ast.AST) -> Iterator[str]:
    """Yield what a function fills into a command as it is: the name of a file can be shell code."""
    quoted = {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and QUOTED.search(ast.unparse(node.value))
        for target in ast.walk(node)
        if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store)
    }
    for text in ast.walk(function):
        before = ""
        for value in text.values if isinstance(text, ast.JoinedStr) else ():
            before += str(value.value) if isinstance(value, ast.Constant) else "X"
            command = before.rpartition("`" if "`" in before else ": ")[2]
            if isinstance(value, ast.FormattedValue) and SHELL.search(command):
                source = ast.unparse(value.value)
                if not QUOTED.search(source) and source not in quoted | HARMLESS:
                    yield source


def test_a_name_is_quoted_in_every_command() -> None:
    found = [
        (file.relative_to(PRODUCT).as_posix(), node.name, source)
        for folder in FOLDERS
        for file in sorted((PRODUCT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        for source in unquoted(node)
    ]
    assert found == []
