"""Snapshots of the store, and the processes that read them."""
