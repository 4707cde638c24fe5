"""Read the models themselves: the JSON Schema of the language, fields by their path."""
