"""Navigation of the site from docs/README.md, and links to other files of the repository."""

from __future__ import annotations

import logging
import posixpath
import re
from pathlib import Path
from typing import Any

_DOCS = Path(__file__).resolve().parents[1]
_ROW = re.compile(
    r"^\| (?:\*\*(?P<section>[^*]+)\*\*|\[(?P<title>[^\]]+)\]\((?P<page>[^)]+)\)) \|", re.MULTILINE
)
_LINK = re.compile(r"\]\((?P<target>(?:\.\./)+[^)#\s]+)(?P<anchor>#[^)\s]*)?\)")
_log = logging.getLogger("mkdocs.hooks.eksgen")


def on_config(config: Any) -> Any:
    """Make the navigation from the table of docs/README.md."""
    config.nav = navigation((_DOCS / "README.md").read_text(encoding="utf-8"))
    return config


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    """Lead links that leave docs/ to the repository; warn of those to files that do not exist."""

    def to_repository(link: re.Match[str]) -> str:
        path = posixpath.normpath(
            posixpath.join("docs", posixpath.dirname(page.file.src_uri), link["target"])
        )
        if path.startswith("docs/"):
            return link[0]
        if not (_DOCS.parent / path).exists():
            _log.warning("%s has a link to %s, which does not exist", page.file.src_uri, path)
        kind = "tree" if (_DOCS.parent / path).is_dir() else "blob"
        return f"]({config.repo_url}/{kind}/main/{path}{link['anchor'] or ''})"

    return _LINK.sub(to_repository, markdown)


def navigation(index: str) -> list[Any]:
    """Return the sections and pages of the index; a folder stands for its pages."""
    nav: list[Any] = ["README.md"]
    for row in _ROW.finditer(index):
        if row["section"]:
            nav.append({row["section"]: []})
        else:
            pages = next(iter(nav[-1].values()))
            folder = _DOCS / row["page"]
            if folder.is_dir():
                files = sorted(folder.glob("*.md"))
                pages.append({row["title"]: [f"{row['page']}/{file.name}" for file in files]})
            else:
                pages.append(row["page"])
    return nav
