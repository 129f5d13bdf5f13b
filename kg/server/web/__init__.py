"""HTTP: requests read, formats negotiated, errors answered, headers set."""
