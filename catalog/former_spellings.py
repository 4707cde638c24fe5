"""Earlier spellings of the language, and what replaces them.

One row for a field that was renamed or has other values. What a rule decides for all fields needs no row: a
word in another style (`perZone`, `no-schedule`), and switches (`enabled: false`, `proxyProtocol: true`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormerSpelling:
    """A field as it was; `*` is any name. `value` is the value that changed, else the field did.

    `write` is what replaces it; `{value}` is the value in the spec.
    """

    path: tuple[str, ...]
    write: str
    value: str = ""


FORMER_SPELLINGS: tuple[FormerSpelling, ...] = (
    FormerSpelling(("controlPlane", "secretsEncryption", "kmsKey"), "secretsEncryption: {value}"),
    FormerSpelling(("logs", "kmsKey"), "kmsKey: aws", value="none"),
    FormerSpelling(("network", "flowLogs", "destination"), "to: {value}"),
    FormerSpelling(("nodeDefaults", "update", "maxUnavailablePercent"), 'maxUnavailable: "{value}%"'),
    FormerSpelling(("nodeGroups", "*", "update", "maxUnavailablePercent"), 'maxUnavailable: "{value}%"'),
)
