"""Snapshots of the store, and the engine processes that query them and write to the store."""
