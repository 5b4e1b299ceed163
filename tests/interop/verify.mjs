// node verify.mjs vectors.json: recomputes every vector and opens every sealed thing in it.
import { readFileSync } from 'node:fs';
import * as ax from './aurix.mjs';

const vectors = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { user, db, pw, ...bytes } = vectors.in;
const given = Object.fromEntries(Object.entries(bytes).map(([name, value]) => [name, ax.unhex(value)]));
const keys = { vault: given.vault, mk: given.mk, stable: given.stable, epochs: { 1: given.ek1 }, current: 1 };

let passed = 0;
let failed = 0;
function equal(name, actual, expected) {
  if (actual === expected) {
    passed++;
  } else {
    failed++;
    console.log('MISMATCH', name, actual, expected);
  }
}

equal('salt', ax.hex(ax.salt(user, db)), vectors.salt);
const stretched = ax.stretch(user, db, pw);
equal('argon2id', ax.hex(stretched), vectors.argon2id_256MiB_t3);
const mode0 = ax.split(stretched);
const mode1 = ax.split(stretched, given.sk);
for (const [mode, half] of [['mode0', mode0], ['mode1', mode1]]) {
  equal('root ' + mode, ax.hex(half.root), vectors['root_' + mode]);
  equal('auth ' + mode, ax.hex(half.auth), vectors['auth_' + mode]);
  equal('login ' + mode, ax.b64u(half.auth), vectors['login_' + mode]);
  equal('kek ' + mode, ax.hex(half.kek), vectors['kek_' + mode]);
}

const recovery = ax.kdf(given.rk, 'recovery');
const ringKey = ax.kdf(given.mk, 'ring');
for (const [name, key, kind, data] of [
  ['slot_pw', mode0.kek, ax.KIND.password, given.mk],
  ['slot_rec', recovery, ax.KIND.recovery, given.mk],
  ['ring', ringKey, ax.KIND.ring, ax.utf8(vectors.ring_plain)],
]) {
  equal(name, ax.b64u(ax.wrap(key, kind, given.vault, 1, data)), vectors[name]);
  equal(name + ' opens', ax.hex(ax.unwrap(key, kind, given.vault, ax.unb64u(vectors[name]))), ax.hex(data));
}

for (const [name, value] of Object.entries({
  doc: ax.kdf(given.ek1, 'doc'),
  file: ax.kdf(ax.kdf(given.ek1, 'chunk'), 'file', given.file),
  id: ax.kdf(given.stable, 'id'),
  item: ax.kdf(ax.kdf(given.ek1, 'doc'), 'item', ax.documentId(keys, vectors.doc_logical)),
  log: ax.kdf(given.stable, 'log'),
  ring: ringKey,
  rkek: recovery,
})) {
  equal('subkey ' + name, ax.hex(value), vectors.subkeys[name]);
}

const entries = [];
let parent = new Uint8Array(16);
vectors.docs.forEach((expected, index) => {
  const draft = { id: vectors.doc_logical, generation: index + 1, parent, tombstone: expected.deleted, body: ax.utf8(expected.plain) };
  const made = ax.sealDocument(keys, draft);
  equal('id', made.id, vectors.doc_id);
  equal('rev ' + draft.generation, made.rev, expected.rev);
  equal('e ' + draft.generation, made.e, expected.e);
  equal('plain ' + draft.generation, ax.text(ax.openDocument(keys, { ...expected, id: vectors.doc_id })), expected.plain);
  entries.push(ax.concat(ax.documentId(keys, draft.id), ax.le32(draft.generation), made.hash, parent, ax.byte(expected.deleted ? 1 : 0)));
  parent = made.hash;
});

const data = new Uint8Array(vectors.file_size);
for (let i = 0; i < data.length; i++) data[i] = (i * 7 + (i >> 8)) & 255;
const file = ax.sealFile(keys, 1, given.file, data);
file.chunks.forEach((chunk, index) => {
  const expected = vectors.chunks[index];
  equal('chunk ' + index, 'c' + ax.b64u(chunk.address), expected.id);
  equal('chunk length ' + index, chunk.blob.length, expected.len);
  equal('chunk bytes ' + index, ax.hex(ax.blake2b(32, null, chunk.blob)), expected.blob_b2b);
});
equal('last chunk', ax.b64u(file.chunks.at(-1).blob), vectors.chunk_last_blob);
equal('manifest', 'c' + ax.b64u(file.manifest.address), vectors.manifest.id);
equal('manifest bytes', ax.b64u(file.manifest.blob), vectors.manifest.blob);
const blobs = new Map([...file.chunks, file.manifest].map(piece => [ax.hex(piece.address), piece.blob]));
const opened = ax.openFile(keys, 1, given.file, data.length, file.manifest.address, address => blobs.get(ax.hex(address)));
equal('file opens', ax.hex(ax.blake2b(32, null, opened)), ax.hex(ax.blake2b(32, null, data)));

let head = new Uint8Array(32);
entries.forEach((entry, index) => {
  equal('log entry ' + index, ax.hex(entry), vectors.log_entries[index]);
  head = ax.blake2b(32, ax.kdf(given.stable, 'log'), ax.concat(head, given.dev, ax.le64(index + 1), entry));
});
equal('log head', ax.hex(head), vectors.log_head);

for (const [length, padded] of vectors.padme) equal('padme ' + length, ax.padme(length), padded);

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
