"""The codes of annotations, each with a sentence about it."""

from __future__ import annotations

from ..page.drift import class_title
from ..page.drift_rows import CLASS_WORDS

RULES = {
    "plan/moved": "The spec names another account, region or state than before.",
    "plan/replace": "An object is replaced, because something in it cannot change in place.",
    "plan/destroy": "An object is deleted.",
    "plan/version-step": "The control plane goes to another Kubernetes version.",
    "plan/node-roll": "All nodes of a group are replaced, one after the other.",
    "plan/endpoint": "The Kubernetes API becomes reachable for more addresses.",
    "plan/changed-outside": "Somebody changed the cloud, and the apply reverts it.",
    "plan/conflict": "The cloud and the spec were both changed; the apply does what the spec says.",
    "plan/deleted-outside": "Somebody deleted an object, and the apply recreates it.",
    "plan/orphan": "An object to create is in AWS already, and in no state.",
    "plan/name-taken": "An object of somebody else has the name of one to create.",
    "plan/create": "An object is created.",
    "plan/update": "An attribute changes in place.",
    "plan/forget": "An object leaves the state and stays in AWS.",
    "plan/move": "An object gets another address in the state.",
    "plan/import": "An existing object is imported into the state.",
    **{f"drift/{kind.value}": f"{class_title(kind)}." for kind in CLASS_WORDS},
}
