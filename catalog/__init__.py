"""Facts about AWS, each with its source and date."""
