"""Places on the map: countries, regions, counties, cities, and which of them is meant."""
