-- Where items, names and classes are staged as they come, and the place reached.
CREATE TABLE IF NOT EXISTS progress (version TEXT, line INTEGER, byte INTEGER);
CREATE TABLE IF NOT EXISTS item (
    id INTEGER PRIMARY KEY, label, types, countries, posts, related, latitude, longitude,
    geonames, sitelinks, wikipedia, terms
);
CREATE TABLE IF NOT EXISTS name (key, sitelinks, item, label);
CREATE TABLE IF NOT EXISTS subclass (item, parent);
