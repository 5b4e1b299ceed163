// node rotation.mjs vectors | write | read written.json
// Rotated vaults, from docs/formats/envelope.md: a ring with closed epochs, and the list of what stays valid of them.
import { readFileSync } from 'node:fs';
import * as ax from './aurix.mjs';

export const ENTRY = 52;

/** leaves: [{ bid, generation, hash }] → the list's bytes, ascending, none twice. */
export function closingList(leaves) {
  const entries = leaves.map(leaf => ax.concat(leaf.bid, ax.le32(leaf.generation), leaf.hash)).map(entry => [ax.hex(entry), entry]);
  const sorted = entries.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  return ax.concat(...sorted.filter(([name], index) => index === 0 || sorted[index - 1][0] !== name).map(([, entry]) => entry));
}

/** Whether the list names a document's revision. */
export function isListed(list, document) {
  const wanted = ax.hex(ax.concat(ax.unb64u(document.id.slice(1)), ax.le32(Number(document.rev.split('-')[0])), ax.unhex(document.rev.split('-')[1])));
  for (let at = 0; at < list.length; at += ENTRY) if (ax.hex(list.slice(at, at + ENTRY)) === wanted) return true;
  return false;
}

/** The ring's canonical text; closed is { file, manifest, size } or null. */
export function ringText(keys, generation, closed) {
  return ax.canonical({
    ...(closed ? { closed: { f: ax.b64u(closed.file), m: ax.b64u(closed.manifest), sz: closed.size } } : {}),
    cur: keys.current,
    epochs: Object.entries(keys.epochs).map(([e, k]) => ({ e: Number(e), k: ax.b64u(k) })),
    gen: generation,
    stable: ax.b64u(keys.stable),
  });
}

export const wrapRing = (keys, generation, closed) =>
  ax.wrap(ax.kdf(keys.mk, 'ring'), ax.KIND.ring, keys.vault, generation, ax.utf8(ringText(keys, generation, closed)));

const counted = (start, count) => Uint8Array.from({ length: count }, (_, index) => start + index);

/** Known answers for counted keys. */
function vectors() {
  const keys = {
    vault: counted(0x00, 16), mk: counted(0xb0, 32), stable: counted(0x40, 32),
    epochs: { 1: counted(0x20, 32), 2: counted(0x90, 32) }, current: 2,
  };
  const file = counted(0x10, 16);
  const leaves = ['note:2', 'note:1', 'note:2'].map(id => ({ bid: ax.documentId(keys, id), generation: 7, hash: counted(0x30, 16) }));
  const list = closingList(leaves);
  const sealed = ax.sealFile(keys, 2, file, list);
  const ring = wrapRing(keys, 5, { file, manifest: sealed.manifest.address, size: list.length });
  return {
    inputs: {
      vaultId: ax.hex(keys.vault), mk: ax.hex(keys.mk), stable: ax.hex(keys.stable), ek1: ax.hex(keys.epochs[1]), ek2: ax.hex(keys.epochs[2]),
      fileId: ax.hex(file), ids: ['note:2', 'note:1', 'note:2'], generation: 7, hash: ax.hex(counted(0x30, 16)), ringGeneration: 5,
    },
    list: ax.hex(list),
    chunk: 'c' + ax.b64u(sealed.chunks[0].address),
    chunkBlob: ax.hex(ax.blake2b(32, null, sealed.chunks[0].blob)),
    manifest: 'c' + ax.b64u(sealed.manifest.address),
    manifestBlob: ax.hex(ax.blake2b(32, null, sealed.manifest.blob)),
    ring: ax.b64u(ring),
  };
}

/** A vault that was rotated here, with a document that its list names and one that it does not. */
function write() {
  const [user, database, password] = ['alex', 'aurix-k3f9q2mz', 'five words after the rotation'];
  const keys = { vault: ax.random(16), mk: ax.random(32), stable: ax.random(32), epochs: { 1: ax.random(32), 2: ax.random(32) }, current: 2 };
  const actor = '00000000000000a1';
  const documents = ['note:listed', 'note:unlisted'].map(id => ax.sealDocument(
    keys,
    {
      id, generation: 1, parent: new Uint8Array(16), tombstone: false,
      body: ax.utf8(ax.canonical({ v: 1, kind: 'edit', id, type: 'note', cs: { [actor]: [[1, 1]] }, dot: [actor, 1], stamp: [1, 0, actor], parents: [], x: {} })),
    },
    1));
  const list = closingList([{ bid: ax.documentId(keys, 'note:listed'), generation: 1, hash: documents[0].hash }]);
  const file = ax.random(16);
  const sealed = ax.sealFile(keys, 2, file, list);
  const { kek } = ax.split(ax.stretch(user, database, password));
  return {
    user, database, password,
    vaultDocument: {
      v: 1, vault: ax.b64u(keys.vault), prof: 1, mode: 0,
      slots: {
        pw: [ax.b64u(ax.wrap(kek, ax.KIND.password, keys.vault, 4, keys.mk))],
        rec: ax.b64u(ax.wrap(ax.kdf(ax.random(32), 'recovery'), ax.KIND.recovery, keys.vault, 4, keys.mk)),
      },
      ring: ax.b64u(wrapRing(keys, 2, { file, manifest: sealed.manifest.address, size: list.length })),
    },
    documents: documents.map(({ id, rev, e }) => ({ id, rev, e })),
    chunk: ax.b64u(sealed.chunks[0].blob),
    manifest: ax.b64u(sealed.manifest.blob),
  };
}

/** Opens a vault that the product rotated, and judges its documents by the list. */
function read(written) {
  const { kek } = ax.split(ax.stretch(written.user, written.database, written.password));
  const keys = ax.openVault(written.vaultDocument, kek);
  const ring = JSON.parse(ax.text(ax.unwrap(ax.kdf(keys.mk, 'ring'), ax.KIND.ring, keys.vault, ax.unb64u(written.vaultDocument.ring))));
  const blobs = new Map(written.blobs.map(piece => [piece.address, ax.unb64u(piece.blob)]));
  const list = ax.openFile(keys, ring.cur, ax.unb64u(ring.closed.f), ring.closed.sz, ax.unb64u(ring.closed.m), address => blobs.get(ax.b64u(address)));
  return {
    current: ring.cur,
    generation: ring.gen,
    documents: written.documents.map(document => ({ plain: ax.text(ax.openDocument(keys, document)), listed: isListed(list, document) })),
  };
}

const [mode, path] = process.argv.slice(2);
const answer = mode === 'vectors' ? vectors() : mode === 'write' ? write() : read(JSON.parse(readFileSync(path, 'utf8')));
console.log(JSON.stringify(answer, null, mode === 'vectors' ? 2 : 0));
