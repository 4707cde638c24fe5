"""One row of the table of resource types: its noun, and what a difference of it or of an attribute means."""

from __future__ import annotations

from dataclasses import dataclass

from .risk import Risk

Path = tuple[str, ...]

HIGH, MEDIUM, LOW = "high", "medium", "low"

ALWAYS = ""
MISSING = "missing"
"""The whole object is missing."""
EXTRA = "extra"
"""The whole object exists and should not."""
ON, OFF = "on", "off"
WIDER = "wider"
"""It lets in, or holds, something that the spec does not ask for."""
EVERYONE = "everyone"
"""It lets in the whole internet, and the spec does not."""
FEWER = "fewer"
"""Something that the spec asks for is missing in a list."""
SMALLER = "smaller"


@dataclass(frozen=True, slots=True)
class Noun:
    """A resource type in words.

    `names` are the attributes that name one object to a person, best first; `joined` stands between the noun
    and the names: `subnets in a, b`.
    """

    one: str
    many: str
    names: tuple[str, ...] = ("name",)
    joined: str = " "


@dataclass(frozen=True, slots=True)
class SeverityRule:
    """How much a difference matters, why, and what an attacker could do with it; `when` narrows the rule to
    one direction of the change."""

    level: str
    why: str
    when: str
    risk: Risk


def high_severity(risk: Risk, why: str, when: str = ALWAYS) -> SeverityRule:
    """A rule of level high."""
    return SeverityRule(HIGH, why, when, risk)


def medium_severity(why: str, when: str = ALWAYS, risk: Risk = Risk.OPERATION) -> SeverityRule:
    """A rule of level medium."""
    return SeverityRule(MEDIUM, why, when, Risk.LOSS if when == MISSING else risk)


def low_severity(why: str, when: str = ALWAYS, risk: Risk = Risk.OPERATION) -> SeverityRule:
    """A rule of level low."""
    return SeverityRule(LOW, why, when, risk)


GENERAL: tuple[SeverityRule, ...] = ()
"""For a type without rules of its own: the general rules of `severity.py` decide."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is known of an attribute and of everything below it.

    `name` is dotted and has no list indexes (`scaling_config.desired_size`). `changed_by` says who changes it
    without anybody asking for it, so that drift counts it as noise; no apply takes it back. `secret`: the
    provider marks it as sensitive. `rolls_nodes`: its update replaces every node of the group.
    """

    name: str
    severity: tuple[SeverityRule, ...] = ()
    changed_by: str = ""
    secret: bool = False
    rolls_nodes: bool = False

    @property
    def path(self) -> Path:
        """The steps of the name."""
        return tuple(self.name.split("."))

    def covers(self, names: Path) -> bool:
        """Return whether a path (without list indexes) is this attribute or inside it."""
        path = self.path
        return names[: len(path)] == path


@dataclass(frozen=True, slots=True)
class ResourceType:
    """One Terraform resource type.

    `severity` holds the rules for the object as a whole, after those of its attributes; the first rule that
    applies counts. `noun` is None for a type that eksgen does not create. `subject`: a module call of its own
    is about this object, and the others in the call exist for its sake. `in_each_tier`: each tier of the
    network has such objects in every zone, so a zone alone does not distinguish them. `protected`:
    `terraform.preventDestroy` protects it. `kept_while`: the statuses in which AWS goes on creating an object
    that Terraform marked as tainted (the empty set is any status); None for a type that is replaced instead.
    """

    name: str
    noun: Noun | None
    severity: tuple[SeverityRule, ...]
    attributes: tuple[Attribute, ...] = ()
    subject: bool = False
    in_each_tier: bool = False
    protected: bool = False
    kept_while: frozenset[str] | None = None
