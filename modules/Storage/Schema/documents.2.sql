-- From schema 1 to 2: journal, search, field indexes, states of files, marks of sync, when things were refused.

ALTER TABLE meta ADD COLUMN revs_limit INTEGER NOT NULL DEFAULT 1000 CHECK (revs_limit > 0);

CREATE TABLE migrations (
    version    INTEGER PRIMARY KEY,
    applied_ms INTEGER NOT NULL,
    took_ms    INTEGER NOT NULL
);

DROP INDEX docs_unnormalised;
CREATE INDEX docs_unnormalised ON docs (id) WHERE needs_normalisation = 1;

DROP INDEX docs_by_type;
CREATE INDEX docs_by_type ON docs (type, id) WHERE type IS NOT NULL;
CREATE INDEX docs_by_type_and_time ON docs (type, stamp_ms, id) WHERE type IS NOT NULL;
CREATE INDEX docs_by_time ON docs (stamp_ms, id) WHERE type IS NOT NULL;
CREATE INDEX docs_trash ON docs (stamp_ms, id) WHERE type IS NOT NULL AND deleted = 1;

CREATE TABLE journal (
    rev           INTEGER PRIMARY KEY REFERENCES revs (rev),
    doc           INTEGER NOT NULL REFERENCES docs (doc),
    superseded_ms INTEGER NOT NULL,
    bytes         INTEGER NOT NULL
);

CREATE INDEX journal_by_age ON journal (superseded_ms);
CREATE INDEX journal_by_document ON journal (doc);

-- Nobody wrote down when; from now on is the time that loses nothing early.
INSERT INTO journal (rev, doc, superseded_ms, bytes)
SELECT rev, doc, unixepoch() * 1000, length(body) FROM revs WHERE is_leaf = 0 AND body IS NOT NULL;

ALTER TABLE blob_refs ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE blob_refs ADD COLUMN evicted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE blob_refs ADD COLUMN on_server INTEGER NOT NULL DEFAULT 0;
DROP INDEX blob_refs_wanted;
CREATE INDEX blob_refs_wanted ON blob_refs (key) WHERE whole = 0 AND evicted = 0;

CREATE INDEX files_by_blob ON files (blob);

CREATE TABLE sync_marks (
    remote TEXT PRIMARY KEY,
    seq    INTEGER NOT NULL
) WITHOUT ROWID;

CREATE VIRTUAL TABLE search USING fts5 (
    title, text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- Documents whose words the index has yet to take up.
CREATE TABLE search_pending (
    doc INTEGER PRIMARY KEY
);

INSERT INTO search_pending (doc) SELECT doc FROM docs WHERE type IS NOT NULL;

CREATE TABLE field_indexes (
    field INTEGER PRIMARY KEY,
    path  TEXT NOT NULL UNIQUE,
    built INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE field_values (
    field INTEGER NOT NULL REFERENCES field_indexes (field),
    value NOT NULL,
    doc   INTEGER NOT NULL REFERENCES docs (doc),
    PRIMARY KEY (field, value, doc)
) WITHOUT ROWID;

CREATE INDEX field_values_by_document ON field_values (doc);

-- Nobody wrote down when; now is when it was seen to be there.
ALTER TABLE quarantine ADD COLUMN first_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quarantine ADD COLUMN last_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quarantine ADD COLUMN sha256 TEXT;
ALTER TABLE quarantine ADD COLUMN hides TEXT;
UPDATE quarantine SET first_ms = unixepoch() * 1000, last_ms = unixepoch() * 1000;
CREATE INDEX quarantine_by_id ON quarantine (remote_id);

CREATE TABLE heals (
    doc       INTEGER PRIMARY KEY REFERENCES docs (doc),
    healed_ms INTEGER NOT NULL
);
