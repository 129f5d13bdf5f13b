"""What several commands have in common: options and printing."""
