-- What is found; and in FTS5 tables, under the same row ids, the folded words it is found by.
CREATE TABLE entity (id INTEGER PRIMARY KEY, iri TEXT, type TEXT, name TEXT, also TEXT, mentions INTEGER);
CREATE TABLE statement (id INTEGER PRIMARY KEY, iri TEXT, stance TEXT, text TEXT, document TEXT, date TEXT, speaker TEXT, speaker_name TEXT);
CREATE TABLE article (id INTEGER PRIMARY KEY, iri TEXT, headline TEXT, published TEXT, publisher TEXT, text TEXT);
CREATE VIRTUAL TABLE entity_words USING fts5 (words, content = '', prefix = '2 3');
CREATE VIRTUAL TABLE statement_words USING fts5 (words, content = '', prefix = '2 3');
CREATE VIRTUAL TABLE article_words USING fts5 (words, content = '', prefix = '2 3');
CREATE TABLE vocabulary (word TEXT PRIMARY KEY) WITHOUT ROWID;
-- Names as they are compared whole, their words, and what else is known of an entity.
CREATE TABLE name (key TEXT, entity INTEGER, PRIMARY KEY (key, entity)) WITHOUT ROWID;
CREATE INDEX name_of ON name (entity);
CREATE TABLE name_word (word TEXT, entity INTEGER, PRIMARY KEY (word, entity)) WITHOUT ROWID;
CREATE TABLE fact (entity INTEGER, property TEXT, value TEXT, name TEXT);
CREATE INDEX fact_of ON fact (entity);
CREATE INDEX fact_value ON fact (value);
