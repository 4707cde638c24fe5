"""Stage 1: turn YAML text into a positioned tree; read the files that a spec extends."""
