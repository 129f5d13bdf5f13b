"""The command line. Thin: it parses, calls, prints."""

from kg.cli.app import main

__all__ = ["main"]
