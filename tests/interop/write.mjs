// node write.mjs: a fresh vault with documents and a file, sealed here, as JSON on stdout for the product to open.
import * as ax from './aurix.mjs';

const user = 'alex';
const database = 'aurix-k3f9q2mz';
const password = 'Grüße aus Köln, ﬁve words';
const keys = { vault: ax.random(16), mk: ax.random(32), stable: ax.random(32), epochs: { 1: ax.random(32), 2: ax.random(32) }, current: 2 };
const recovery = ax.random(32);

const { auth, kek } = ax.split(ax.stretch(user, database, password));
const ring = ax.canonical({
  cur: keys.current,
  epochs: Object.entries(keys.epochs).map(([e, k]) => ({ e: Number(e), k: ax.b64u(k) })),
  gen: 2,
  stable: ax.b64u(keys.stable),
});
const vaultDocument = {
  v: 1,
  vault: ax.b64u(keys.vault),
  prof: 1,
  mode: 0,
  slots: {
    pw: [ax.b64u(ax.wrap(kek, ax.KIND.password, keys.vault, 3, keys.mk))],
    rec: ax.b64u(ax.wrap(ax.kdf(recovery, 'recovery'), ax.KIND.recovery, keys.vault, 3, keys.mk)),
  },
  ring: ax.b64u(ax.wrap(ax.kdf(keys.mk, 'ring'), ax.KIND.ring, keys.vault, 2, ax.utf8(ring))),
};

const actor = '00000000000000a1';
const edit = (id, number, content, parents = []) => ({
  v: 1, kind: 'edit', id, type: 'note', cs: { [actor]: [[1, number]] }, dot: [actor, number],
  stamp: [1767225600000 + number, 0, actor], parents, x: content,
});

const contents = {
  'note:emoji': { text: 'Grüße 🎙️👩‍🚀', '🎙': 'a name beyond the BMP', '\uFF5E': 'sorts after it, by code unit' },
  'note:separators': { text: 'line\u2028paragraph\u2029delete\u007Fbom\uFEFFnul\u0000tab\t' },
  'note:numbers': { big: 12345678901234567890123n, beyond: 9007199254740993n, fraction: 0.5, tenth: 0.1, tiny: 5e-324, huge: 1e21, minus: -1 },
  'Notiz „Ä“': [],
  'note:empty': {},
  'note:long': { text: 'Wort '.repeat(60000) },
};

const documents = [];
function add(draft, epoch) {
  const made = ax.sealDocument(keys, draft, epoch);
  const e = made.e;
  documents.push({ id: made.id, rev: made.rev, deleted: draft.tombstone, e, plain: ax.text(draft.body), logical: draft.id });
  return made;
}

for (const [id, content] of Object.entries(contents)) {
  const body = edit(id, 1, content);
  const first = add({ id, generation: 1, parent: new Uint8Array(16), tombstone: false, body: ax.utf8(ax.canonical(body)) }, 1);
  add({ id, generation: 2, parent: first.hash, tombstone: false, body: ax.utf8(ax.canonical(edit(id, 2, content, [first.rev]))) }, 2);
  const park = { v: 1, kind: 'park', id, type: 'note', parked: { rev: first.rev, body } };
  add({ id, generation: 2, parent: first.hash, tombstone: true, body: ax.utf8(ax.canonical(park)) }, 2);
}

const fileId = ax.random(16);
const data = new Uint8Array(ax.CHUNK_SIZE + 777).map((_, i) => (i * 31 + (i >> 9)) & 255);
const file = ax.sealFile(keys, 2, fileId, data);
const piece = ({ address, blob }) => ({ address: ax.b64u(address), blob: ax.b64u(blob) });

console.log(JSON.stringify({
  user, database, password,
  serverPassword: ax.b64u(auth),
  recoveryCode: ax.recoveryCode(recovery),
  vault: ax.b64u(keys.vault),
  vaultDocument,
  documents,
  file: {
    id: ax.b64u(fileId), epoch: 2, size: data.length, b2b: ax.hex(ax.blake2b(32, null, data)),
    chunks: file.chunks.map(piece), manifest: piece(file.manifest),
  },
}));
