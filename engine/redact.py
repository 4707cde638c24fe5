"""Replace secrets by a marker: raw values in, values that may be shown out.

Providers do not mark user data, kubeconfigs, cluster CA data or tokens as sensitive, so our own patterns for
names and values are used in addition to Terraform's marks and the provider schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from ..compiler.diagnostics import Path


class SensitiveMarker:
    """Replaces a secret and holds nothing of it. One instance, `SENSITIVE`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "(sensitive)"


class UnknownMarker:
    """Replaces a value that is known only after apply. One instance, `UNKNOWN`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "(known after apply)"


SENSITIVE: Final = SensitiveMarker()
UNKNOWN: Final = UnknownMarker()

Schema = Mapping[str, frozenset[Path]]
"""Resource type -> attribute paths the provider schema marks as sensitive (list indexes left out)."""

_SECRET_NAMES = re.compile(
    r"(^|_)(user_?data(_base64)?|kube_?config|certificate_authority|password|passwd|secret|secret_string"
    r"|secret_binary|secret_(access_)?key|private_key(_pem)?|client_key|client_secret|token|credentials)$",
    re.IGNORECASE,
)
_SECRET_TEXTS = re.compile(
    r"-----BEGIN [A-Z ]*(?:PRIVATE KEY|CERTIFICATE)-----.*?(?:-----END [A-Z ]+-----|\Z)"
    r"|LS0tLS1CRUdJTi[0-9A-Za-z+/=]{8,}"  # the base64 form, which EKS calls certificate data
    r"|k8s-aws-v1\.[0-9A-Za-z_\-]+"
    r"|\beyJ[0-9A-Za-z_\-]{8,}\.[0-9A-Za-z_\-]+\.[0-9A-Za-z_\-]+"
    r"|(?<=X-Amz-Signature=)[0-9a-fA-F]+"
    r"|(?<=X-Amz-Security-Token=)[^&\s\"]+"
    r"|(?<=X-Amz-Credential=)[^&\s\"]+"
    r"|(?<=://)[^/\s:@\"]+:[^/\s@\"]+(?=@)"  # user and password of an address, such as a proxy's
    # User data in base64: a script, a cloud-config, or parts in MIME.
    r"|\b(?:IyEv|I2Nsb3VkLW|TUlNRS1WZXJzaW9u|Q29udGVudC1UeXBl)[0-9A-Za-z+/=]{12,}"
    r"|\bIQoJb3JpZ2lu[0-9A-Za-z+/=]{20,}"  # how session tokens of AWS STS begin
    r"|\b[0-9A-Za-z]{14}\.atlasv1\.[0-9A-Za-z_\-]{20,}"  # a token of HCP Terraform
    r"|(?<=/v1/object/)[0-9A-Za-z_\-=%.~+]{16,}",  # the secret in an address of its store for blobs
    re.DOTALL,
)


def is_secret_name(step: str | int) -> bool:
    """Return whether an attribute of this name holds a secret (`http_tokens` and `secrets` do not)."""
    return isinstance(step, str) and _SECRET_NAMES.search(step.replace("-", "_")) is not None


def environment_redactor(environ: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that removes the values of secret environment variables from a text."""
    secrets = {
        v for k, v in environ.items() if len(v) >= 8 and (is_secret_name(k) or k.startswith("TF_TOKEN_"))
    }
    forms = secrets | {json.dumps(secret)[1:-1] for secret in secrets}
    if not forms:
        return lambda text: text
    pattern = re.compile("|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)))
    return lambda text: pattern.sub("(sensitive)", text)


_SHORTEST_HIDDEN = 8
_hidden: set[str] = set()


def hide(secret: str) -> None:
    """Remove a secret, which may look like anything, from every text that this process shows from now on."""
    if len(secret) >= _SHORTEST_HIDDEN:
        _hidden.update((secret, json.dumps(secret)[1:-1]))


def redact_text(text: str) -> str:
    """Return a text with tokens, keys and certificates removed."""
    for secret in sorted(_hidden, key=len, reverse=True):
        text = text.replace(secret, "(sensitive)")
    return _SECRET_TEXTS.sub("(sensitive)", text)


def redact(value: Any, marks: Any = None, *, schema: frozenset[Path] = frozenset(), path: Path = ()) -> Any:
    """Return a JSON value with every secret replaced by `SENSITIVE`.

    `marks` has the shape of `value` with true at secret leaves, or is true if all of it is secret.
    """
    if value is None or isinstance(value, (SensitiveMarker, UnknownMarker)):
        return value
    if is_secret(value, marks, schema, path):
        return SENSITIVE
    if isinstance(value, Mapping):
        return {k: redact(v, mark_of(marks, k), schema=schema, path=(*path, k)) for k, v in value.items()}
    if isinstance(value, list):
        return [redact(v, mark_of(marks, i), schema=schema, path=path) for i, v in enumerate(value)]
    return _redact_json_text(value, schema, path) if isinstance(value, str) else value


def _redact_json_text(text: str, schema: frozenset[Path], path: Path) -> Any:
    """Return a text unchanged unless it is JSON with a secret in it; then return the redacted JSON value."""
    document = structured(text)
    if document is text:
        return text
    redacted = redact(document, schema=schema, path=path)
    return text if redacted == document else redacted


def structured(value: Any) -> Any:
    """Return the parsed value of a JSON text, and any other value unchanged."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def is_secret(value: Any, marks: Any, schema: frozenset[Path], path: Path) -> bool:
    """Return whether `value` at `path` must not be shown at all."""
    if marks is True or path in schema:
        return True
    if isinstance(value, bool) or value in ("", [], {}):
        return False
    if path and is_secret_name(path[-1]):
        return True
    if not isinstance(value, str):
        return False
    return _SECRET_TEXTS.search(value) is not None or any(secret in value for secret in _hidden)


def mark_of(marks: Any, step: str | int) -> Any:
    """Return the part of a marks structure that belongs to one key or index."""
    if marks is True:
        return True
    if isinstance(marks, Mapping):
        return marks.get(str(step))
    if isinstance(marks, list) and isinstance(step, int) and step < len(marks):
        return marks[step]
    return None
