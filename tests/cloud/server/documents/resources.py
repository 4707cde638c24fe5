"""Parts of every JSON:API document: `id`, `type`, `attributes`, `relationships`, `links`."""

from __future__ import annotations

from ..values import Document, Token


def resource(
    id: str, type: str, attributes: Document, relations: Document | None = None, links: Document | None = None
) -> Document:
    """Return a document with these parts."""
    document = {"id": id, "type": type, "attributes": attributes}
    return document | {"relationships": relations or {}, "links": links or {}}


def relation(type: str, id: str | None) -> Document:
    """Return a relation to one resource, or to none."""
    return {"data": {"id": id, "type": type} if id else None}


def granted(permissions: dict[str, str], token: Token) -> dict[str, bool]:
    """Return which permissions a token has; each needs one right."""
    return {name: right in token.rights for name, right in permissions.items()}
