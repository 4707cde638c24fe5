"""Look up the models and fields at a spec path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..base import Form


def fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return the fields of a model by their keys in a spec."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def model_at(root: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel] | None:
    """Return the model at a path, or None."""
    return next((candidate for candidate in _types_at(root, path) if _is_model(candidate)), None)


def _types_at(root: type[BaseModel], path: tuple[str | int, ...]) -> list[Any]:
    candidates: list[Any] = [root]
    for step in path:
        candidates = [below for candidate in candidates for below in _below(candidate, step)]
    return candidates


def known_steps(root: type[BaseModel], path: tuple[str | int, ...]) -> tuple[int, list[str]]:
    """Return how many steps of a path exist in the language, and the valid keys at the first unknown step.

    `*` stands for any key of a map or any item of a list, not for the fields of a model.
    """
    candidates: list[Any] = [root]
    for count, step in enumerate(path):
        below = [b for c in candidates for b in _matches(c, step) if b is not type(None)]
        if not below:
            return count, [key for c in candidates if _is_model(c) for key in keys_of(c)]
        candidates = below
    return len(path), []


def _matches(annotation: Any, step: str | int) -> Iterator[Any]:
    if step == "*" and get_origin(annotation) is tuple:
        return _below(annotation, 0)
    return iter(()) if step == "*" and _is_model(annotation) else _below(annotation, step)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _below(annotation: Any, step: str | int) -> Iterator[Any]:
    if _is_model(annotation):
        info = fields(annotation).get(str(step))
        if info is not None:
            yield from alternatives(info.annotation)
        elif annotation.model_config.get("extra") == "allow":
            yield from (kind for one in annotation.any_other(str(step)) for kind in alternatives(one))
        return
    origin, arguments = get_origin(annotation), get_args(annotation)
    if (origin is dict and isinstance(step, str)) or (origin is tuple and isinstance(step, int)):
        yield from alternatives(arguments[-1] if origin is dict else arguments[0])


def alternatives(annotation: Any) -> Iterator[Any]:
    """Yield the members of a union without `Annotated`."""
    if get_origin(annotation) is Annotated:
        yield from alternatives(get_args(annotation)[0])
    elif get_origin(annotation) in (dict, tuple) or not get_args(annotation):
        yield annotation
    elif any(_is_model(member) or get_args(member) for member in get_args(annotation)):
        for member in get_args(annotation):
            yield from alternatives(member)
    else:
        yield annotation


def literals_at(root: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Return the literal values of the field at a path, in order; empty if it has none."""
    return [
        str(word)
        for candidate in _types_at(root, path)
        if get_origin(candidate) is Literal
        for word in get_args(candidate)
    ]


def field_at(root: type[BaseModel], path: tuple[str | int, ...]) -> FieldInfo | None:
    """Return the field of a model at a path; None for an entry of a map, an item of a list or no field."""
    around = model_at(root, path[:-1]) if path else None
    return fields(around).get(str(path[-1])) if around else None


def _forms(annotation: Any) -> Iterator[Form]:
    """Yield the formats of values in an annotation."""
    parts: Iterable[Any] = getattr(annotation, "metadata", getattr(annotation, "__metadata__", ()))
    yield from (part for part in parts if isinstance(part, Form))
    below: tuple[Any, ...] = (
        (annotation.annotation,) if isinstance(annotation, FieldInfo) else get_args(annotation)
    )
    for part in below:
        yield from _forms(part)


def is_required_at(root: type[BaseModel], path: tuple[str | int, ...]) -> bool:
    """Return whether the field at a path must be written."""
    info = field_at(root, path)
    return info is not None and info.is_required()


def has_other_forms(root: type[BaseModel], path: tuple[str | int, ...]) -> bool:
    """Return whether the field at a path takes more than literal words."""
    others = [t for t in _types_at(root, path) if get_origin(t) is not Literal and t is not type(None)]
    return bool(others)


def is_list_at(root: type[BaseModel], path: tuple[str | int, ...]) -> bool:
    """Return whether the field at a path can be a list."""
    return any(get_origin(candidate) is tuple for candidate in _types_at(root, path))


def named_things_at(root: type[BaseModel], path: tuple[str | int, ...]) -> bool:
    """Return whether the field at a path is a map of named things, such as node groups; not of any values."""
    return any(
        (get_origin(candidate) is dict and Any not in (of := get_args(candidate)[1], *get_args(of)))
        or (_is_model(candidate) and candidate.model_config.get("extra") == "allow")
        for candidate in _types_at(root, path)
    )


def same_word(word: str, choices: Iterable[str]) -> str:
    """Return the choice that is this word in another style (`NO_SCHEDULE`, `no-schedule`), or empty text."""
    return next((choice for choice in choices if _letters(choice) == _letters(word)), "")


def _letters(word: str) -> str:
    return "".join(character for character in word.lower() if character.isalnum())


def keys_of(model: type[BaseModel]) -> list[str]:
    """Return the keys of a model, in order."""
    return list(fields(model))
