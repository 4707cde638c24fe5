"""Rules for log groups, their subscriptions, and the trail."""

from __future__ import annotations

from collections.abc import Iterator

from ...catalog.addons.addons import addon_or_default
from ...catalog.logs.cloudwatch import FUNCTION_LOGS, SUBSCRIPTIONS_PER_GROUP
from ...catalog.logs.container_insights import ADDON, METRICS, kind_of, log_groups
from ...catalog.logs.trails import SERVICE as TRAIL_SERVICE
from ...schemas.base import printable
from ...schemas.cluster import ClusterSpec
from ..diagnostics import Path, Severity
from ..resolve.addons import addons_of, configuration_of
from ..resolve.audit import TRAIL
from ..resolve.logs import GROUP_WORDS, destination_service, resolve_logs
from .finding import Finding, closest


def group_names_once(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no two log groups have one name, those that eksgen makes by itself included."""
    seen: dict[str, Path] = {}
    for group in resolve_logs(spec):
        first = seen.setdefault(group.name, group.path)
        if first != group.path:
            own = _MADE_BY_ITSELF.get(first)
            yield Finding(
                "duplicate-log-group",
                (*group.path, "name"),
                f"two log groups have the name `{printable(group.name)}`",
                "second group",
                () if own else ((first, "first group"),),
                note=f"eksgen makes the log group of {own} with this name"
                if own
                else "CloudWatch Logs has one group of a name in an account and region",
            )


_MADE_BY_ITSELF: dict[Path, str] = {
    ("controlPlane", "logs"): "the control plane",
    ("network", "flowLogs"): "the flow logs",
}


def subscriptions_have_groups(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that each subscription names a log group that exists."""
    existing = _groups(spec)
    for name, subscription in spec.logs.subscriptions.items():
        group = subscription.group
        if group in existing:
            continue
        off = _SWITCHED_OFF.get(group)
        near = "" if off else closest(group, existing)
        yield Finding(
            "unknown-log-group",
            ("logs", "subscriptions", name, "group"),
            f"there is no log group `{printable(group)}`",
            "no such group",
            ((off, "says that there is none"),) if off else (),
            note=f"log groups: {', '.join(existing)}" if existing and not near else "",
            help=f"write `{near}`" if near else "",
        )


_SWITCHED_OFF: dict[str, Path] = {
    "controlPlane": ("controlPlane", "logs", "types"),
    "flowLogs": ("network", "flowLogs"),
}


def _groups(spec: ClusterSpec) -> dict[str, Path]:
    """Return the place of the class of each group that a subscription can name."""
    keys = {group.key for group in resolve_logs(spec)}
    own = {word: (*_OWN[word], "class") for word, key in GROUP_WORDS.items() if key in keys}
    return own | {name: ("logs", "groups", name, "class") for name in spec.logs.groups}


_OWN: dict[str, Path] = {"controlPlane": ("controlPlane", "logs"), "flowLogs": ("network", "flowLogs")}


def subscriptions_possible(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the class of each group with a subscription takes any."""
    places = _groups(spec)
    for name, subscription in spec.logs.subscriptions.items():
        if _log_class(spec, subscription.group) == "infrequent-access":
            yield Finding(
                "no-subscriptions",
                ("logs", "subscriptions", name, "group"),
                f"log group `{printable(subscription.group)}` takes no subscriptions",
                "a group of this class",
                ((places[subscription.group], "infrequent-access"),),
                note="CloudWatch Logs has subscriptions for the class standard only, and the class of a "
                "group never changes",
                help="delete the subscription, or give it another group",
            )


def _log_class(spec: ClusterSpec, group: str) -> str:
    if group == "controlPlane":
        return spec.control_plane.logs.log_class
    own = spec.logs.groups.get(group)
    return own.log_class if own else "standard"


def subscriptions_few(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no group has more subscriptions than CloudWatch Logs takes."""
    by_group: dict[str, list[str]] = {}
    for name, subscription in spec.logs.subscriptions.items():
        by_group.setdefault(subscription.group, []).append(name)
    for group, names in by_group.items():
        for name in names[SUBSCRIPTIONS_PER_GROUP:]:
            yield Finding(
                "too-many-subscriptions",
                ("logs", "subscriptions", name),
                f"log group `{printable(group)}` has {len(names)} subscriptions",
                f"at most {SUBSCRIPTIONS_PER_GROUP} are possible",
                tuple((("logs", "subscriptions", first), "") for first in names[:SUBSCRIPTIONS_PER_GROUP]),
                help="send the events to one stream, and from there to where they are needed",
            )


def metrics_extracted(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that the class of a group whose events hold metrics lets CloudWatch read them."""
    for name, group in spec.logs.groups.items():
        if kind_of(group.name) == METRICS and group.log_class == "infrequent-access":
            yield Finding(
                "no-metrics",
                ("logs", "groups", name, "class"),
                "Container Insights would have no metrics",
                "without the embedded metric format",
                ((("logs", "groups", name, "name"), "holds the metrics"),),
                note="CloudWatch takes them from the events of this group, in the class standard only, and "
                "the class of a group never changes",
                help="delete `class`",
            )


def insights_logs_expire(spec: ClusterSpec) -> Iterator[Finding]:
    """Say which log groups the CloudWatch agent would make by itself, without retention and key."""
    made = {group.name for group in resolve_logs(spec)}
    for name, settings in addons_of(spec):
        if addon_or_default(name).name != ADDON:
            continue
        filled = log_groups(spec.metadata.name, configuration_of(spec, name, settings))
        if missing := [group for group in filled if group not in made]:
            lines = ", ".join(f"{_key(group, spec)}: {{name: {group}}}" for group in missing)
            yield Finding(
                "never-expiring-logs",
                ("addons", name),
                f"the CloudWatch agent makes {len(missing)} log group{'s' * (len(missing) > 1)} by itself",
                "events would stay for ever",
                note="a group that an agent makes has neither a retention period nor a key, and stays after "
                "a destroy",
                help=f"add under `logs`: `groups: {{{lines}}}`",
                severity=Severity.NOTE,
            )


def _key(group: str, spec: ClusterSpec) -> str:
    """Return a name for a group that the spec does not use yet."""
    kind = kind_of(group)
    return kind if kind not in spec.logs.groups else f"insights-{kind}"


def subscriptions_end(spec: ClusterSpec) -> Iterator[Finding]:
    """Check that no function gets the events of the log group that it logs into."""
    for name, subscription in spec.logs.subscriptions.items():
        group = spec.logs.groups.get(subscription.group)
        if group is None or destination_service(subscription) != "lambda":
            continue
        function = subscription.destination.split(":")[6]
        if group.name == f"{FUNCTION_LOGS}{function}":
            yield Finding(
                "endless-subscription",
                ("logs", "subscriptions", name, "destination"),
                f"function `{printable(function)}` logs into the group whose events it gets",
                "gets its own events",
                ((("logs", "groups", subscription.group, "name"), "log group of this function"),),
                note="each of its calls would cause the next, without end, and each is charged",
                help="send the events to another function, or to a stream",
            )


def kept_logs_readable(spec: ClusterSpec) -> Iterator[Finding]:
    """Warn about logs that are kept after a destroy, encrypted with a key that is not."""
    logs = spec.control_plane.logs
    key = logs.kms_key or spec.logs.kms_key
    if logs.keep_on_destroy and logs.types and key == "managed":
        own = logs.kms_key is not None
        yield Finding(
            "kept-logs-unreadable",
            ("controlPlane", "logs", "keepOnDestroy"),
            "the logs are kept after a destroy, but their key is not",
            "cannot be read 30 days later",
            ((("controlPlane", "logs", "kmsKey"), "deleted with the cluster"),) if own else (),
            note="a destroy schedules the deletion of the key; `aws kms cancel-key-deletion` takes that back "
            "for 30 days",
            help="write `kmsKey: aws`, or the ARN of a key that stays, in `controlPlane.logs`",
            severity=Severity.WARNING,
        )


def own_bucket_admits_trail(spec: ClusterSpec) -> Iterator[Finding]:
    """Say what the policy of a bucket of the user's own must allow; that of a managed bucket does."""
    if spec.audit is not None and spec.audit.trail.bucket != "managed":
        yield Finding(
            "own-bucket",
            (*TRAIL, "bucket"),
            f"the policy of your bucket must allow {TRAIL_SERVICE} to write to it",
            "a bucket of your own",
            note="s3:GetBucketAcl on the bucket and s3:PutObject below AWSLogs/ and the account; without "
            "that CloudTrail refuses the trail (InsufficientS3BucketPolicyException)",
            severity=Severity.NOTE,
        )


def own_streams_admit_subscriptions(spec: ClusterSpec) -> Iterator[Finding]:
    """Say what destinations of CloudWatch Logs need that no role of this account can give."""
    for name, subscription in spec.logs.subscriptions.items():
        if destination_service(subscription) == "logs":
            yield Finding(
                "own-destination",
                ("logs", "subscriptions", name, "destination"),
                "the access policy of the destination must let this account subscribe",
                "a destination of CloudWatch Logs",
                note="`aws logs put-destination-policy` in the account of the destination sets it; without "
                "that the subscription is refused (AccessDeniedException)",
                severity=Severity.NOTE,
            )
