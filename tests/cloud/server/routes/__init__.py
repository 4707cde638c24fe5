"""Every route of the API that the server has."""

from __future__ import annotations

from . import assessments, configurations, organizations, phases, policies, runs, states, workspaces

ROUTES = (
    *organizations.ROUTES,
    *workspaces.ROUTES,
    *configurations.ROUTES,
    *runs.ROUTES,
    *phases.ROUTES,
    *policies.ROUTES,
    *states.ROUTES,
    *assessments.ROUTES,
)
