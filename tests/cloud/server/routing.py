"""Routes of the API: a method, a path, a right, and the function that answers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from .store import Store
from .values import Document, Run, Token, Workspace

_Value = TypeVar("_Value")
JSON_API = "application/vnd.api+json"
_PAGE_SIZE = 20
_LARGEST_PAGE = 100


class Refused(Exception):
    """A refusal, with its HTTP status."""

    def __init__(self, status: int, title: str, detail: str = "") -> None:
        super().__init__(title)
        self.status, self.title, self.detail = status, title, detail

    def document(self) -> Document:
        error = {"status": str(self.status), "title": self.title}
        return {"errors": [error | ({"detail": self.detail} if self.detail else {})]}


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body (a document, bytes, or nothing) and headers."""

    status: int = 200
    body: Document | bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON_API

    def content(self) -> bytes:
        return json.dumps(self.body).encode() if isinstance(self.body, dict) else self.body or b""


@dataclass(frozen=True, slots=True)
class Call:
    """A request for a route: parameters of the path, of the query, and the document sent."""

    store: Store
    token: Token
    path: Mapping[str, str]
    query: Mapping[str, Sequence[str]]
    sent: Document

    @property
    def attributes(self) -> dict[str, Any]:
        return _object(_object(self.sent.get("data")).get("attributes"))

    def related(self, name: str) -> str | None:
        """Return the id of a relation that was sent."""
        relations = _object(_object(self.sent.get("data")).get("relationships"))
        id = _object(_object(relations.get(name)).get("data")).get("id")
        return str(id) if id else None

    def all_related(self, name: str) -> list[dict[str, Any]]:
        """Return the resources of a relation to many that were sent."""
        relations = _object(_object(self.sent.get("data")).get("relationships"))
        sent = _object(relations.get(name)).get("data")
        return sent if isinstance(sent, list) else []

    def asked(self, name: str) -> set[str]:
        """Return the values of a query parameter, which may be separated by commas."""
        return {part for value in self.query.get(name, ()) for part in value.split(",") if part}

    @property
    def admin(self) -> bool:
        return "admin" in self.token.rights

    def check_organization(self) -> None:
        if self.path["organization"] != self.store.organization:
            raise Refused(404, "not found")

    def workspace(self) -> Workspace:
        """Return the workspace that the path names by id."""
        return existing(self.store.workspaces.get(self.path["id"]))

    def workspace_of_organization(self) -> Workspace:
        """Return the workspace that the path names by organization and name."""
        self.check_organization()
        return existing(self.store.workspace_named(self.path["name"]))

    def run(self) -> Run:
        """Return the run that the path names, by its own id or that of its plan or apply."""
        return existing(self.store.runs.get(f"run-{self.path['id'].partition('-')[2]}"))


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def existing(value: _Value | None) -> _Value:
    """Return a value, or refuse: what does not exist and what may not be seen look alike."""
    if value is None:
        raise Refused(404, "not found")
    return value


@dataclass(frozen=True, slots=True)
class Route:
    """`path` is relative to `/api/v2/`; `:name` stands for one part of it."""

    method: str
    path: str
    answer: Callable[[Call], Answer]
    right: str = "read"
    people_only: bool = False
    """Whether tokens of an organization are refused."""

    def matches(self, method: str, path: str) -> dict[str, str] | None:
        pattern = re.sub(r":(\w+)", r"(?P<\1>[^/]+)", self.path)
        found = re.fullmatch(pattern, path) if method == self.method else None
        return found.groupdict() if found else None


def one(document: Document, status: int = 200, included: Sequence[Document] = ()) -> Answer:
    """Return the answer with one resource."""
    return Answer(status, {"data": document} | ({"included": list(included)} if included else {}))


def many(call: Call, documents: Sequence[Document]) -> Answer:
    """Return the asked page of a list; a page has 20 entries unless asked otherwise, and at most 100."""
    size = min(max(_number(call, "page[size]", _PAGE_SIZE), 1), _LARGEST_PAGE)
    number, pages = max(_number(call, "page[number]", 1), 1), max(-(-len(documents) // size), 1)
    pagination = {
        "current-page": number,
        "page-size": size,
        "prev-page": number - 1 if number > 1 else None,
        "next-page": number + 1 if number < pages else None,
        "total-pages": pages,
        "total-count": len(documents),
    }
    page = list(documents[(number - 1) * size : number * size])
    return Answer(200, {"data": page, "meta": {"pagination": pagination}})


def _number(call: Call, name: str, default: int) -> int:
    value = next(iter(call.query.get(name, ())), "")
    return int(value) if value.isdecimal() else default
