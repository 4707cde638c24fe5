"""What a report is about, and how it was made."""

from __future__ import annotations

from ...engine.plan.result import RunSubject
from .words import Data, Words, printable


def headline(kind: str, subject: RunSubject) -> Words:
    """`Plan for cluster demo in us-west-2, account 111122223333`."""
    cluster: Words = (" for cluster ", Data(printable(subject.cluster))) if subject.cluster else ()
    region: Words = (" in ", Data(printable(subject.region))) if subject.region else ()
    account: Words = (", account ", Data(printable(subject.account))) if subject.account else ()
    return (kind, *cluster, *region, *account)


def cluster_text(subject: RunSubject) -> str:
    """`demo, us-west-2, 111122223333`, without what is not known."""
    names = (subject.cluster, subject.region, subject.account)
    return ", ".join(printable(name) for name in names if name)


def subject_words(subject: RunSubject) -> tuple[str, ...]:
    """The spec, the Terraform and the provider behind a report."""
    provider = f"AWS provider {subject.provider}" if subject.provider else ""
    return tuple(filter(None, (subject.spec, subject.program, provider)))
