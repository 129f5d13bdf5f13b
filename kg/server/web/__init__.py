"""HTTP: requests, negotiation, errors, and what a client is refused."""
