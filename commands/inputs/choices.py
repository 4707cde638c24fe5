"""The words that options and arguments of the command line choose from."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """Output formats of most verbs."""

    HUMAN = "human"
    JSON = "json"


class ReportFormat(StrEnum):
    """Output formats of `plan` and `drift`."""

    HUMAN = "human"
    JSON = "json"
    MARKDOWN = "markdown"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"
    HTML = "html"


class EnvironmentFormat(StrEnum):
    """Output formats of `sandbox env`."""

    SHELL = "shell"
    FISH = "fish"
    JSON = "json"


class ShellName(StrEnum):
    """Shells that complete commands."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


class GraphFormat(StrEnum):
    """Output formats of `graph`."""

    SVG = "svg"
    HTML = "html"
    MERMAID = "mermaid"


class FaultName(StrEnum):
    """How a call to the sandbox fails."""

    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"
    BROKEN = "broken"
    EXPIRED = "expired"
    DENIED = "denied"


class LevelName(StrEnum):
    """Severities of drift findings."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class FindingsFormat(StrEnum):
    """Output formats of `validate`."""

    HUMAN = "human"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"


class DiffFormat(StrEnum):
    """Output formats of `diff`."""

    HUMAN = "human"
    JSON = "json"
    MARKDOWN = "markdown"


class Purpose(StrEnum):
    """What IAM policies are for."""

    PLAN = "plan"
    APPLY = "apply"
