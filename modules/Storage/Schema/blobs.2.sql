-- From schema 1 to 2: a hash of each chunk. Chunks of before have none and are believed.

ALTER TABLE chunks ADD COLUMN sha256 BLOB CHECK (length(sha256) = 32);

CREATE TABLE migrations (
    version    INTEGER PRIMARY KEY,
    applied_ms INTEGER NOT NULL,
    took_ms    INTEGER NOT NULL
);
