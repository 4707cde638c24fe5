"""Configuration versions: create, upload, read, download."""

from __future__ import annotations

import tarfile
from io import BytesIO

from ..documents.configurations import configuration_document, ingress_document
from ..routing import Answer, Call, Refused, Route, existing, one
from ..runs.worker import start_run
from ..store import REDIRECT_SECONDS, Store, create_run
from ..values import ConfigurationVersion, RunRequest


def create_configuration(call: Call) -> Answer:
    """Create a configuration version; unless asked otherwise, its upload starts a run."""
    asked = call.attributes
    configuration = ConfigurationVersion(
        call.workspace(),
        speculative=bool(asked.get("speculative")),
        provisional=bool(asked.get("provisional")),
        auto_queue=asked.get("auto-queue-runs") is not False,
    )
    store = call.store
    configuration.upload_url = store.url_of(
        lambda: configuration.archive, lambda archive: upload(store, configuration, archive)
    )
    store.configurations[configuration.id] = configuration
    return one(configuration_document(configuration, created=True), 201)


def upload(store: Store, configuration: ConfigurationVersion, archive: bytes) -> None:
    """Take an archive; one that is not a tar.gz makes the configuration version errored."""
    try:
        with tarfile.open(fileobj=BytesIO(archive), mode="r:gz") as opened:
            opened.getnames()
    except (tarfile.TarError, EOFError, OSError):
        configuration.status, configuration.error = "errored", "Failed to unpack the configuration files"
        return
    configuration.archive, configuration.status = archive, "uploaded"
    if configuration.auto_queue:
        request = RunRequest(
            "Queued manually via the Terraform API",
            plan_only=configuration.speculative,
            auto_apply=configuration.workspace.auto_apply,
        )
        start_run(store, create_run(store, configuration, request))


def _asked(call: Call) -> ConfigurationVersion:
    return existing(call.store.configurations.get(call.path["id"]))


def read_configuration(call: Call) -> Answer:
    configuration = _asked(call)
    wanted = "ingress_attributes" in call.asked("include") and configuration.commit
    return one(
        configuration_document(configuration), included=[ingress_document(configuration)] if wanted else []
    )


def read_ingress(call: Call) -> Answer:
    configuration = _asked(call)
    if not configuration.commit:
        raise Refused(404, "not found")
    return one(ingress_document(configuration))


def download(call: Call) -> Answer:
    configuration = _asked(call)
    if configuration.status != "uploaded":
        raise Refused(404, "not found")
    url = call.store.url_of(lambda: configuration.archive, seconds=REDIRECT_SECONDS)
    return Answer(302, headers={"Location": url})


ROUTES = (
    Route("POST", "workspaces/:id/configuration-versions", create_configuration, "plan", people_only=True),
    Route("GET", "configuration-versions/:id", read_configuration),
    Route("GET", "configuration-versions/:id/ingress-attributes", read_ingress),
    Route("GET", "configuration-versions/:id/download", download),
)
