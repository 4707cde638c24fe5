"""Read what HCP has made without eksgen: runs of other people, their configurations, health assessments."""
