"""Places on the map: countries, their regions, counties and cities, and which of them a text means."""
