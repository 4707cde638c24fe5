"""Speak JSON:API with a host. The token goes to the API only; redirects are followed by hand, without it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urljoin

from ....compiler.files.decoding import NotDecoded, decode_object
from .host import Host
from .http import MAX_ANSWER, NOBODY, Answer, Waiter, joined_url, origin_of
from .json_api import Document, shown
from .refusals import ApiError, no_api, odd_answer, token_refused

_JSON_API = "application/vnd.api+json"
_MAX_JSON = 8 << 20
_PAGE_SIZE = 100
_MAX_PAGES = 100
_REDIRECTS = 3


@dataclass(frozen=True, slots=True)
class Api:
    """The API of a host. Paths are relative to it, made with `path_of`; `ApiError` for a refusal."""

    host: Host
    waiter: Waiter = field(default=NOBODY, repr=False)

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Document:
        """Return the document of one object."""
        return self._document(self._send("GET", path, query))

    def find(self, path: str, query: Mapping[str, str] | None = None) -> Document | None:
        """Return the document of one object, None if it does not exist or the token may not see it."""
        try:
            return self.get(path, query)
        except ApiError as error:
            if error.status == 404:
                return None
            raise

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Document:
        """Send a document, or ask for an action; return the answer, which may be empty."""
        return self._document(self._send("POST", path, body=body))

    def patch(self, path: str, body: Mapping[str, Any]) -> Document:
        """Change an object."""
        return self._document(self._send("PATCH", path, body=body))

    def listed(self, path: str, query: Mapping[str, str] | None = None) -> Iterator[Document]:
        """Yield all objects of a list, page by page."""
        for page in range(1, _MAX_PAGES + 1):
            asked = {**(query or {}), "page[number]": str(page), "page[size]": str(_PAGE_SIZE)}
            raw = self._json(self._send("GET", path, asked))
            yield from _documents(raw.get("data"))
            meta = raw.get("meta")
            pagination = meta.get("pagination") if isinstance(meta, Mapping) else None
            if not isinstance(pagination, Mapping) or not pagination.get("next-page"):
                return

    def included(self, path: str, query: Mapping[str, str]) -> tuple[Document, ...]:
        """Return the objects that the answer of a request includes beside its own."""
        return _documents(self._json(self._send("GET", path, query)).get("included"))

    def download(self, path: str, limit: int = MAX_ANSWER) -> bytes | None:
        """Return the file that a request leads to; None if it is not ready yet."""
        answer = self._send("GET", path, limit=limit, redirects=True)
        if answer.redirected:
            url = joined_url(urljoin(self.host.api, path), answer.redirected)
            return self.read_blob(url, limit=limit)
        return None if answer.status == 204 else answer.body

    def read_blob(self, url: str, limit: int = MAX_ANSWER) -> bytes:
        """Return what is behind an address that holds its own secret; the token is not sent."""
        for _ in range(_REDIRECTS + 1):
            answer = self.host.http.send("GET", url, limit=limit, waiter=self.waiter)
            if not answer.redirected:
                break
            url = joined_url(url, answer.redirected)
        if answer.status != 200:
            raise ApiError(self.host.name, answer.status, ("a file could not be downloaded",))
        return answer.body

    def upload(self, url: str, data: bytes) -> None:
        """Upload data to an address that holds its own secret; the token is not sent."""
        headers = {"Content-Type": "application/octet-stream"}
        http = self.host.http
        answer = http.send("PUT", url, headers=headers, body=data, limit=_MAX_JSON, waiter=self.waiter)
        if answer.status not in (200, 201, 204):
            raise ApiError(self.host.name, answer.status, ("the upload was refused",))

    def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        body: Mapping[str, Any] | None = None,
        limit: int = _MAX_JSON,
        redirects: bool = False,
    ) -> Answer:
        host = self.host
        url = urljoin(host.api, path) + (f"?{urlencode(query)}" if query else "")
        if origin_of(url) != origin_of(host.api):
            raise no_api(host.name, "a path of its API leads to another host")
        data = json.dumps(body).encode() if body is not None else None
        headers = {"Accept": _JSON_API, "Content-Type": _JSON_API}
        answer = host.http.send(
            method, url, headers=headers, body=data, token=host.token, limit=limit, waiter=self.waiter
        )
        if answer.status == 401:
            raise token_refused(host.name, host.token.source)
        if answer.status >= 400 or (answer.status >= 300 and not (redirects and answer.redirected)):
            raise ApiError(host.name, answer.status, _reasons(answer))
        return answer

    def _document(self, answer: Answer) -> Document:
        raw = self._json(answer).get("data") if answer.body.strip() else {}
        return Document(raw if isinstance(raw, Mapping) else {})

    def _json(self, answer: Answer) -> Mapping[str, Any]:
        try:
            return decode_object(answer.body)
        except NotDecoded:
            raise odd_answer(self.host.name, "its API answered with something that is not JSON") from None


def _documents(items: object) -> tuple[Document, ...]:
    """Return the objects of a list; none if it is no list."""
    listed = items if isinstance(items, list) else []
    return tuple(Document(item) for item in listed if isinstance(item, Mapping))


def path_of(*steps: str) -> str:
    """Return a path of the API whose steps may hold any characters: `organizations/a/workspaces/b`."""
    return "/".join(quote(step, safe="") for step in steps)


def _reasons(answer: Answer) -> tuple[str, ...]:
    """Return what a refusal says, made printable."""
    try:
        errors = decode_object(answer.body).get("errors")
    except NotDecoded:
        return ()
    items = errors if isinstance(errors, list) else []
    texts = (
        shown(item.get("detail") or item.get("title") or "") if isinstance(item, Mapping) else shown(item)
        for item in items[:5]
    )
    return tuple(filter(None, texts))
