"""Countries, regions, counties and cities, and which of them a name means."""
