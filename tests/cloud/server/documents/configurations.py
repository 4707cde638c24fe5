"""Configuration versions, and the commits they came from, as documents."""

from __future__ import annotations

from ..values import ConfigurationVersion, Document
from .resources import relation, resource


def configuration_document(configuration: ConfigurationVersion, *, created: bool = False) -> Document:
    """Return a configuration version; the upload URL is only in the answer to its creation."""
    attributes: Document = {
        "status": configuration.status,
        "speculative": configuration.speculative,
        "provisional": configuration.provisional,
        "auto-queue-runs": configuration.auto_queue,
        "source": "github" if configuration.commit else "tfe-api",
        "error": "upload_error" if configuration.error else None,
        "error-message": configuration.error,
        "status-timestamps": {},
    }
    if created:
        attributes["upload-url"] = configuration.upload_url
    path = f"/api/v2/configuration-versions/{configuration.id}"
    ingress = relation("ingress-attributes", f"ia-{configuration.id[3:]}" if configuration.commit else None)
    links = {"self": path, "download": f"{path}/download"}
    return resource(
        configuration.id, "configuration-versions", attributes, {"ingress-attributes": ingress}, links
    )


def ingress_document(configuration: ConfigurationVersion) -> Document:
    """Return what is known of the commit of a configuration version."""
    attributes: Document = {
        "commit-sha": configuration.commit,
        "branch": "main",
        "identifier": configuration.workspace.vcs_repo,
    }
    return resource(f"ia-{configuration.id[3:]}", "ingress-attributes", attributes)
