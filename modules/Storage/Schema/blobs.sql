-- One database's file bytes. docs/formats/sqlite-schema.md explains every column.

-- An upload has no key yet. Two rows share one content when a file was re-issued for another vault.
CREATE TABLE blobs (
    blob           INTEGER PRIMARY KEY AUTOINCREMENT,
    key            TEXT UNIQUE,
    content        INTEGER,
    length         INTEGER NOT NULL DEFAULT 0,
    digest         TEXT,
    file           BLOB,
    epoch          INTEGER,
    addresses      BLOB,
    begun_ms       INTEGER NOT NULL,
    owner_process  INTEGER,
    owner_start_ms INTEGER
);

CREATE INDEX blobs_uploads ON blobs (blob) WHERE key IS NULL;
CREATE INDEX blobs_by_content ON blobs (content);

CREATE TABLE chunks (
    chunk   INTEGER PRIMARY KEY,
    content INTEGER NOT NULL,
    place   INTEGER NOT NULL,
    data    BLOB NOT NULL,
    sha256  BLOB CHECK (length(sha256) = 32),
    UNIQUE (content, place)
);

CREATE TABLE migrations (
    version    INTEGER PRIMARY KEY,
    applied_ms INTEGER NOT NULL,
    took_ms    INTEGER NOT NULL
);
