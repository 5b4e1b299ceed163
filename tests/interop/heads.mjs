// Device logs and heads (docs/formats/envelope.md §6), written from the page and not from the product's code.
//   node heads.mjs make crypto-vectors.json               the known answers of head-vectors.json, on stdout
//   node heads.mjs verify crypto-vectors.json head-vectors.json
//   node heads.mjs read crypto-vectors.json written.json  opens what the product sealed, tells on stdout what was inside
import { readFileSync } from 'node:fs';
import * as ax from './aurix.mjs';

const HEAD = 0x20;
const SEGMENT = 0x21;
const ENTRY = 69;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const logKey = keys => ax.kdf(keys.stable, 'log');
const headName = (keys, device) => ax.blake2b(32, logKey(keys), ax.concat(ax.utf8('head'), device));
const segmentName = (keys, device, segment) => ax.blake2b(32, logKey(keys), ax.concat(ax.utf8('log'), device, ax.le32(segment)));

function sealNamed(keys, kind, letter, name, counter, data) {
  const key = ax.kdf(ax.kdf(keys.epochs[keys.current], 'device'), 'item', name);
  const head = ax.header(kind, keys.current);
  const [v, c] = ax.seal(key, head, ax.concat(keys.vault, name, ax.le64(counter)), ax.pad(data, ax.MINIMUM.document));
  return { id: letter + ax.b64u(name), e: ax.b64u(ax.concat(head, ax.le64(counter), v, c)) };
}

function openNamed(keys, kind, { id, e }) {
  const bytes = ax.unb64u(e);
  const name = ax.unb64u(id.slice(1));
  const epoch = ax.readLe32(bytes, 4);
  if (ax.hex(bytes.slice(0, 8)) !== ax.hex(ax.header(kind, epoch))) throw Error('KindMismatch');
  const key = ax.kdf(ax.kdf(keys.epochs[epoch], 'device'), 'item', name);
  const context = ax.concat(keys.vault, name, bytes.slice(8, 16));
  return { counter: Number(new DataView(bytes.buffer).getBigUint64(8, true)), data: ax.unpad(ax.open(key, bytes.slice(0, 8), context, bytes.slice(16, 48), bytes.slice(48)), ax.MINIMUM.document) };
}

const sealHead = (keys, head) => sealNamed(keys, HEAD, 'h', headName(keys, ax.unhex(head.dev)), head.ctr, ax.utf8(ax.canonical(head)));

function openHead(keys, document) {
  const { counter, data } = openNamed(keys, HEAD, document);
  const head = JSON.parse(ax.text(data));
  if ('h' + ax.b64u(headName(keys, ax.unhex(head.dev))) !== document.id || head.ctr !== counter) throw Error('IdMismatch');
  return head;
}

const sealSegment = (keys, device, segment, entries) =>
  sealNamed(keys, SEGMENT, 'l', segmentName(keys, device, segment), 128 * segment + entries.length, ax.concat(device, ax.le32(segment), ...entries));

function openSegment(keys, document) {
  const { counter, data } = openNamed(keys, SEGMENT, document);
  const [device, segment] = [data.slice(0, 16), ax.readLe32(data, 16)];
  const entries = Array.from({ length: (data.length - 20) / ENTRY }, (_, index) => data.slice(20 + index * ENTRY, 20 + (index + 1) * ENTRY));
  if ('l' + ax.b64u(segmentName(keys, device, segment)) !== document.id || 128 * segment + entries.length !== counter) throw Error('IdMismatch');
  return { device: ax.hex(device), segment, entries: entries.map(ax.hex) };
}

function extend(keys, device, count, from, entries) {
  let chain = from;
  entries.forEach((entry, index) => {
    chain = ax.blake2b(32, logKey(keys), ax.concat(chain, device, ax.le64(count + index + 1), entry));
  });
  return chain;
}

function fingerprint(keys, heads) {
  const sorted = [...heads].sort((a, b) => (a.dev < b.dev ? -1 : 1));
  const message = ax.concat(ax.utf8('heads'), ...sorted.map(head => ax.concat(ax.unhex(head.dev), ax.le64(head.ctr), ax.le64(head.n), ax.unhex(head.h))));
  const bits = [...ax.blake2b(32, logKey(keys), message)].map(b => b.toString(2).padStart(8, '0')).join('');
  return bits.slice(0, 120).match(/.{5}/g).map(group => CROCKFORD[parseInt(group, 2)]).join('').match(/.{4}/g).join('-');
}

const [mode, vectorsPath, path] = process.argv.slice(2);
const vectors = JSON.parse(readFileSync(vectorsPath, 'utf8'));
const given = Object.fromEntries(['vault', 'ek1', 'stable', 'dev'].map(name => [name, ax.unhex(vectors.in[name])]));
const keys = { vault: given.vault, stable: given.stable, epochs: { 1: given.ek1 }, current: 1 };
const other = 'd0d1d2d3d4d5d6d7d8d9dadbdcdddedf';

function make() {
  const entries = vectors.log_entries.map(ax.unhex);
  const many = Array.from({ length: 128 }, (_, index) => entries[index % 3]);
  const chain = extend(keys, given.dev, 0, new Uint8Array(32), entries);
  const head = { ctr: 7, dev: vectors.in.dev, h: ax.hex(chain), n: 3, name: 'Küche 🎙', retired: [other], ring: 2, seen: { [other]: 41 }, t: 1767225600123 };
  return {
    chain: ax.hex(chain),
    chainAfter: ax.hex(extend(keys, given.dev, 3, chain, many)),
    head: { ...sealHead(keys, head), plain: ax.canonical(head) },
    segment: sealSegment(keys, given.dev, 0, entries),
    fullSegment: sealSegment(keys, given.dev, 3, many),
    fingerprint: fingerprint(keys, [head, { dev: other, ctr: 41, n: 0, h: '0'.repeat(64) }]),
  };
}

if (mode === 'make') {
  console.log(JSON.stringify(make(), null, 2));
} else if (mode === 'verify') {
  const expected = JSON.parse(readFileSync(path, 'utf8'));
  const made = make();
  let [passed, failed] = [0, 0];
  const equal = (name, a, b) => {
    if (JSON.stringify(a) === JSON.stringify(b)) passed++;
    else {
      failed++;
      console.log('MISMATCH', name, a, b);
    }
  };
  equal('log_head', made.chain, vectors.log_head);
  for (const name of Object.keys(expected)) equal(name, made[name], expected[name]);
  equal('head opens', ax.canonical(openHead(keys, expected.head)), expected.head.plain);
  equal('segment opens', openSegment(keys, expected.segment).entries, vectors.log_entries);
  console.log(`${passed} passed, ${failed} failed`);
} else {
  const written = JSON.parse(readFileSync(path, 'utf8'));
  const segment = openSegment(keys, written.segment);
  console.log(JSON.stringify({
    head: ax.canonical(openHead(keys, written.head)),
    entries: segment.entries,
    chain: ax.hex(extend(keys, ax.unhex(segment.device), 0, new Uint8Array(32), segment.entries.map(ax.unhex))),
  }));
}
