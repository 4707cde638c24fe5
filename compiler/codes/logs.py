"""Codes of findings in logs, the audit trail and registries."""

from __future__ import annotations

from .code import Code

_DESTINATION = "arn:aws:logs:us-west-2:111122223333:destination:siem"


def _subscriptions(count: int) -> str:
    lines = "".join(
        f"\n    copy-{number}: {{group: controlPlane, destination: {_STREAM}{number}}}"
        for number in range(count)
    )
    return f"\nlogs:\n  subscriptions:{lines}\n"


_STREAM = "arn:aws:kinesis:us-west-2:111122223333:stream/logs"


def _pulled_by(count: int) -> str:
    path = "team/" * 25
    roles = "".join(
        f"\n      - arn:aws:iam::444455556666:role/{path}deploy-{number}" for number in range(count)
    )
    return f"\nregistries:\n  shop/web:\n    pullFrom:{roles}\n"


CODES: dict[str, Code] = {
    "duplicate-log-group": Code(
        "Two log groups have one name.",
        "CloudWatch Logs has one group of a name in an account and region, and refuses the second "
        "(ResourceAlreadyExistsException). eksgen makes groups by itself too, such as that of the control "
        "plane.",
        "Give each group a name of its own.",
        """
logs:
  groups:
    plane: {name: /aws/eks/demo/cluster}
""",
        """
logs:
  groups:
    plane: {name: /demo/plane}
""",
    ),
    "endless-subscription": Code(
        "A function gets the log events that it writes itself.",
        "Each call writes events to the log group, which call the function again, without end.",
        "Send the events of the group to another function, or to a stream.",
        """
logs:
  groups:
    ship: {name: /aws/lambda/ship}
  subscriptions:
    siem: {group: ship, destination: "arn:aws:lambda:us-west-2:111122223333:function:ship"}
""",
        """
logs:
  groups:
    ship: {name: /aws/lambda/ship}
  subscriptions:
    siem: {group: ship, destination: "STREAM"}
""".replace("STREAM", _STREAM),
    ),
    "kept-logs-unreadable": Code(
        "The logs of the control plane are kept, and the key that encrypts them is deleted.",
        "A destroy schedules the deletion of every key that eksgen made. 30 days later nobody can read what "
        "was encrypted with it.",
        "Choose a key that stays: `aws`, or one of your own.",
        """
controlPlane:
  logs: {keepOnDestroy: true}
""",
        """
controlPlane:
  logs: {keepOnDestroy: true, kmsKey: aws}
""",
        level="warning",
    ),
    "never-expiring-logs": Code(
        "The CloudWatch agent would make log groups that nobody limits.",
        "The add-on writes to groups below /aws/containerinsights/ and the name of the cluster. A group that "
        "it makes itself keeps its events for ever, has no key of yours, and stays after a destroy.",
        "List the groups of the finding in `logs.groups`: they are made first, with the retention and the "
        "key of `logs`.",
        """
addons:
  cloudwatch-observability: {configuration: {containerLogs: {enabled: false}}}
nodeGroups:
  web: {}
""",
        """
addons:
  cloudwatch-observability: {configuration: {containerLogs: {enabled: false}}}
nodeGroups:
  web: {}
logs:
  groups:
    performance: {name: /aws/containerinsights/demo/performance}
""",
        level="note",
    ),
    "no-metrics": Code(
        "The log group with the metrics of Container Insights has the class infrequent-access.",
        "CloudWatch takes the metrics of nodes and pods from the events of the group `performance`, which it "
        "does in the class standard only. Dashboards and alarms would stay empty.",
        "Leave the class out. The groups `application`, `dataplane` and `host` hold no metrics and can have "
        "the other class.",
        """
logs:
  groups:
    metrics: {name: /aws/containerinsights/demo/performance, class: infrequent-access}
""",
        """
logs:
  groups:
    metrics: {name: /aws/containerinsights/demo/performance}
""",
    ),
    "no-subscriptions": Code(
        "A log group of the class infrequent-access has a subscription.",
        "CloudWatch Logs has subscriptions for the class standard only, and the class of a group never "
        "changes.",
        "Delete the subscription, or subscribe to a group of the class standard.",
        """
logs:
  groups:
    debug: {name: /demo/debug, class: infrequent-access}
  subscriptions:
    siem: {group: debug, destination: "STREAM"}
""".replace("STREAM", _STREAM),
        """
logs:
  groups:
    debug: {name: /demo/debug}
  subscriptions:
    siem: {group: debug, destination: "STREAM"}
""".replace("STREAM", _STREAM),
    ),
    "own-bucket": Code(
        "The trail writes to a bucket of your own.",
        "CloudTrail refuses a trail whose bucket does not let it write. A bucket with `managed` does.",
        "Check the policy of the bucket: the service `cloudtrail.amazonaws.com` needs `s3:GetBucketAcl` on "
        "the bucket and `s3:PutObject` below `AWSLogs/` and the account.",
        """
audit:
  trail: {bucket: acme-audit}
""",
        """
audit:
  trail: {}
""",
        level="note",
    ),
    "own-destination": Code(
        "A subscription sends log events to a destination of CloudWatch Logs.",
        "Such a destination belongs to an account that may be another one, whose access policy decides who "
        "can subscribe.",
        "Check the access policy of the destination.",
        """
logs:
  subscriptions:
    siem: {group: controlPlane, destination: "DESTINATION"}
""".replace("DESTINATION", _DESTINATION),
        """
logs:
  subscriptions:
    siem: {group: controlPlane, destination: "STREAM"}
""".replace("STREAM", _STREAM),
        level="note",
    ),
    "registry-policy-too-long": Code(
        "The policy of a repository is longer than ECR accepts.",
        "A repository policy has at most 10,240 characters, and names everybody who may pull.",
        "Name accounts instead of their roles; a policy of such an account can limit who pulls.",
        _pulled_by(70),
        _pulled_by(10),
    ),
    "too-many-subscriptions": Code(
        "A log group has more subscriptions than CloudWatch Logs takes.",
        "A log group has at most two subscriptions, and the limit cannot be raised.",
        "Send the events to one stream, and from there to where they are needed.",
        _subscriptions(3),
        _subscriptions(2),
    ),
    "unknown-log-group": Code(
        "A subscription names a log group that does not exist.",
        "Events can only be sent from a group of the cluster: `controlPlane`, `flowLogs` if they go to "
        "CloudWatch, or a name in `logs.groups`.",
        "Correct the name; the finding lists the existing ones.",
        """
logs:
  subscriptions:
    siem: {group: controlplane, destination: "STREAM"}
""".replace("STREAM", _STREAM),
        """
logs:
  subscriptions:
    siem: {group: controlPlane, destination: "STREAM"}
""".replace("STREAM", _STREAM),
    ),
}
