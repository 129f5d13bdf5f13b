"""What a query may take where nobody says otherwise, on the command line and in the server."""

DEADLINE = 30.0
"""Seconds that a query may take."""


def half_of_memory() -> int:
    """Bytes that all queries may have together: half of the machine's memory."""
    # Quick queries on the command line need not wait for its import.
    import psutil

    return psutil.virtual_memory().total // 2
