"""What a report says, decided once for every format."""
