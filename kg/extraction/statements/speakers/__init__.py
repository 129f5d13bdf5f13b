"""Which mentions are the speakers of statements."""
