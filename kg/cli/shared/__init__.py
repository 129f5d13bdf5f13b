"""What several commands have in common: options, printing, notices."""
