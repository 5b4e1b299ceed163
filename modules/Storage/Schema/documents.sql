-- One database's documents. docs/formats/sqlite-schema.md explains every column.

CREATE TABLE meta (
    one               INTEGER PRIMARY KEY CHECK (one = 1),
    kind              TEXT NOT NULL CHECK (kind IN ('vault', 'relay')),
    instance          TEXT NOT NULL,
    created_ms        INTEGER NOT NULL,
    last_seq          INTEGER NOT NULL DEFAULT 0,
    live_documents    INTEGER NOT NULL DEFAULT 0,
    deleted_documents INTEGER NOT NULL DEFAULT 0,
    vault             BLOB CHECK (kind = 'relay' OR length(vault) = 16),
    actor             TEXT CHECK (kind = 'relay' OR length(actor) = 16),
    clock_ms          INTEGER NOT NULL DEFAULT 0,
    clock_counter     INTEGER NOT NULL DEFAULT 0,
    revs_limit        INTEGER NOT NULL DEFAULT 1000 CHECK (revs_limit > 0)
);

CREATE TABLE migrations (
    version    INTEGER PRIMARY KEY,
    applied_ms INTEGER NOT NULL,
    took_ms    INTEGER NOT NULL
);

CREATE TABLE docs (
    doc                 INTEGER PRIMARY KEY,
    id                  TEXT NOT NULL UNIQUE,
    remote_id           TEXT UNIQUE,
    seq                 INTEGER UNIQUE,
    winner              INTEGER,
    live_leaves         INTEGER NOT NULL DEFAULT 0,
    tombstone_leaves    INTEGER NOT NULL DEFAULT 0,
    deleted             INTEGER NOT NULL DEFAULT 0,
    needs_normalisation INTEGER NOT NULL DEFAULT 0,
    type                TEXT,
    stamp_ms            INTEGER NOT NULL DEFAULT 0,
    stamp_counter       INTEGER NOT NULL DEFAULT 0,
    stamp_actor         TEXT,
    files               INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX docs_by_type ON docs (type, id) WHERE type IS NOT NULL;
CREATE INDEX docs_by_type_and_time ON docs (type, stamp_ms, id) WHERE type IS NOT NULL;
CREATE INDEX docs_by_time ON docs (stamp_ms, id) WHERE type IS NOT NULL;
CREATE INDEX docs_trash ON docs (stamp_ms, id) WHERE type IS NOT NULL AND deleted = 1;
CREATE INDEX docs_unnormalised ON docs (id) WHERE needs_normalisation = 1;
CREATE INDEX docs_branched ON docs (id) WHERE live_leaves + tombstone_leaves > 1;

-- The body comes last: reading the tree must not drag pages of text through the cache.
CREATE TABLE revs (
    rev          INTEGER PRIMARY KEY,
    doc          INTEGER NOT NULL REFERENCES docs (doc),
    generation   INTEGER NOT NULL CHECK (generation > 0),
    hash         BLOB NOT NULL CHECK (length(hash) = 16),
    parent       INTEGER REFERENCES revs (rev),
    trusted      INTEGER NOT NULL DEFAULT 1,
    is_leaf      INTEGER NOT NULL,
    is_tombstone INTEGER NOT NULL,
    body         BLOB,
    UNIQUE (doc, generation, hash)
);

CREATE INDEX revs_by_parent ON revs (parent) WHERE parent IS NOT NULL;
CREATE INDEX revs_leaves ON revs (doc, is_tombstone, generation DESC, hash DESC) WHERE is_leaf = 1;

-- Bodies that something was built on: what history, restoring and three-way merges live on, and what retention takes away first.
CREATE TABLE journal (
    rev           INTEGER PRIMARY KEY REFERENCES revs (rev),
    doc           INTEGER NOT NULL REFERENCES docs (doc),
    superseded_ms INTEGER NOT NULL,
    bytes         INTEGER NOT NULL
);

CREATE INDEX journal_by_age ON journal (superseded_ms);
CREATE INDEX journal_by_document ON journal (doc);

-- Which revisions claim to be which user edit. Two for one edit is a collision.
CREATE TABLE dots (
    doc    INTEGER NOT NULL REFERENCES docs (doc),
    actor  TEXT NOT NULL,
    number INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    hash   BLOB NOT NULL,
    PRIMARY KEY (doc, actor, number, generation, hash)
) WITHOUT ROWID;

-- The highest edit number of each actor that any body of the document ever contained.
CREATE TABLE counters (
    doc           INTEGER NOT NULL REFERENCES docs (doc),
    actor         TEXT NOT NULL,
    highest       INTEGER NOT NULL,
    stamp_ms      INTEGER NOT NULL DEFAULT 0,
    stamp_counter INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (doc, actor)
) WITHOUT ROWID;

-- Files that vault bodies name. The bytes are in the sibling file.
CREATE TABLE blob_refs (
    key   TEXT PRIMARY KEY,
    file  BLOB NOT NULL CHECK (length(file) = 16),
    epoch INTEGER NOT NULL,
    size  INTEGER NOT NULL,
    whole INTEGER NOT NULL DEFAULT 0,
    pinned    INTEGER NOT NULL DEFAULT 0,
    evicted   INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- Which servers were seen to have all of a file.
CREATE TABLE blob_servers (
    key    TEXT NOT NULL REFERENCES blob_refs (key),
    remote TEXT NOT NULL,
    PRIMARY KEY (key, remote)
) WITHOUT ROWID;

CREATE INDEX blob_refs_wanted ON blob_refs (key) WHERE whole = 0 AND evicted = 0;

CREATE TABLE rev_blobs (
    key TEXT NOT NULL REFERENCES blob_refs (key),
    rev INTEGER NOT NULL REFERENCES revs (rev),
    PRIMARY KEY (key, rev)
) WITHOUT ROWID;

CREATE INDEX rev_blobs_by_rev ON rev_blobs (rev);

-- Attachments of relay revisions.
CREATE TABLE files (
    rev          INTEGER NOT NULL REFERENCES revs (rev),
    name         TEXT NOT NULL,
    content_type TEXT NOT NULL,
    blob         TEXT NOT NULL,
    length       INTEGER NOT NULL,
    digest       TEXT NOT NULL,
    revpos       INTEGER NOT NULL,
    PRIMARY KEY (rev, name)
) WITHOUT ROWID;

CREATE INDEX files_by_blob ON files (blob);

CREATE TABLE local_docs (
    id      TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    body    BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE quarantine (
    entry     INTEGER PRIMARY KEY AUTOINCREMENT,
    remote    TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    revision  TEXT NOT NULL,
    code      TEXT NOT NULL,
    detail    TEXT NOT NULL,
    times     INTEGER NOT NULL DEFAULT 1,
    first_ms  INTEGER NOT NULL DEFAULT 0,
    last_ms   INTEGER NOT NULL DEFAULT 0,
    sha256    TEXT,
    hides     TEXT,
    UNIQUE (remote, remote_id, revision, code)
);

CREATE INDEX quarantine_by_id ON quarantine (remote_id);

-- When a leaf was last said again because the server shows a forged delete over it.
CREATE TABLE heals (
    doc       INTEGER PRIMARY KEY REFERENCES docs (doc),
    healed_ms INTEGER NOT NULL
);

-- How far the feed of this vault is known to have reached each server.
CREATE TABLE sync_marks (
    remote TEXT PRIMARY KEY,
    seq    INTEGER NOT NULL
) WITHOUT ROWID;

-- Full text of what vault documents show. Holds the index alone: the words stand in the bodies.
CREATE VIRTUAL TABLE search USING fts5 (
    title, text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- Documents whose words the index has yet to take up.
CREATE TABLE search_pending (
    doc INTEGER PRIMARY KEY
);

-- Fields that the configuration asked to be indexed, and their values in what vault documents show.
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
