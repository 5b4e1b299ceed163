-- From schema 2 to 3: which of several servers has a file.

CREATE TABLE blob_servers (
    key    TEXT NOT NULL REFERENCES blob_refs (key),
    remote TEXT NOT NULL,
    PRIMARY KEY (key, remote)
) WITHOUT ROWID;

INSERT INTO blob_servers (key, remote) SELECT key, 'main' FROM blob_refs WHERE on_server = 1;

ALTER TABLE blob_refs DROP COLUMN on_server;
