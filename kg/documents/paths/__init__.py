"""From paths and addresses to the files that are read."""
