-- The tables of an index, filled in the order of their keys with what was staged.
CREATE TABLE new.meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE new.item (
    id INTEGER PRIMARY KEY, label TEXT NOT NULL, types TEXT NOT NULL, countries TEXT NOT NULL,
    posts TEXT NOT NULL, related TEXT NOT NULL, latitude REAL, longitude REAL, geonames INTEGER,
    sitelinks INTEGER NOT NULL, wikipedia TEXT, terms TEXT NOT NULL
);
CREATE TABLE new.name (
    key TEXT NOT NULL, sitelinks INTEGER NOT NULL, item INTEGER NOT NULL, label INTEGER NOT NULL,
    PRIMARY KEY (key, sitelinks DESC, item)
) WITHOUT ROWID;
CREATE TABLE new.subclass (
    item INTEGER NOT NULL, parent INTEGER NOT NULL, PRIMARY KEY (item, parent)
) WITHOUT ROWID;
INSERT INTO new.item SELECT * FROM main.item ORDER BY id;
INSERT INTO new.name SELECT key, sitelinks, item, max(label) FROM main.name
    GROUP BY key, sitelinks, item ORDER BY key, sitelinks DESC, item;
INSERT INTO new.subclass SELECT DISTINCT item, parent FROM main.subclass ORDER BY item, parent;
