"""Reports as JSON documents; their schemas are in `report/schemas/`."""
