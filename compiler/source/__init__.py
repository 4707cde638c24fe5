"""Stage 1: read a spec. In: YAML text. Out: a positioned tree, merged with the files it extends."""
