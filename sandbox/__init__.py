"""A local AWS to rehearse on."""
