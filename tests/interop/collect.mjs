// Proposals to collect chunks, and answers (docs/formats/envelope.md §9), written from the page and not from the product's code.
//   node collect.mjs make crypto-vectors.json               the known answers of collect-vectors.json, on stdout
//   node collect.mjs verify crypto-vectors.json collect-vectors.json
//   node collect.mjs read crypto-vectors.json written.json  opens what the product sealed, tells on stdout what was inside
import { readFileSync } from 'node:fs';
import * as ax from './aurix.mjs';

const COLLECTION = 0x22;

const logKey = keys => ax.kdf(keys.stable, 'log');
const proposalName = keys => ax.blake2b(32, logKey(keys), ax.utf8('collect'));
const answerName = (keys, device) => ax.blake2b(32, logKey(keys), ax.concat(ax.utf8('collect'), device));
const chunks = ids => ax.b64u(ax.concat(...ids.map(ax.hex).sort().map(ax.unhex)));

function sealNamed(keys, name, json) {
  const key = ax.kdf(ax.kdf(keys.epochs[keys.current], 'device'), 'item', name);
  const head = ax.header(COLLECTION, keys.current);
  const [v, c] = ax.seal(key, head, ax.concat(keys.vault, name, ax.le64(json.ctr)), ax.pad(ax.utf8(ax.canonical(json)), ax.MINIMUM.document));
  return { id: 'g' + ax.b64u(name), e: ax.b64u(ax.concat(head, ax.le64(json.ctr), v, c)), seal: ax.hex(v), plain: ax.canonical(json) };
}

function open(keys, { id, e }) {
  const bytes = ax.unb64u(e);
  const name = ax.unb64u(id.slice(1));
  const epoch = ax.readLe32(bytes, 4);
  if (ax.hex(bytes.slice(0, 8)) !== ax.hex(ax.header(COLLECTION, epoch))) throw Error('KindMismatch');
  const key = ax.kdf(ax.kdf(keys.epochs[epoch], 'device'), 'item', name);
  const data = ax.unpad(ax.open(key, bytes.slice(0, 8), ax.concat(keys.vault, name, bytes.slice(8, 16)), bytes.slice(16, 48), bytes.slice(48)), ax.MINIMUM.document);
  const json = JSON.parse(ax.text(data));
  const expected = 'p' in json ? answerName(keys, ax.unhex(json.dev)) : proposalName(keys);
  if (ax.hex(name) !== ax.hex(expected) || BigInt(json.ctr) !== new DataView(bytes.buffer).getBigUint64(8, true)) throw Error('IdMismatch');
  return ax.canonical(json);
}

const [mode, vectorsPath, path] = process.argv.slice(2);
const vectors = JSON.parse(readFileSync(vectorsPath, 'utf8'));
const given = Object.fromEntries(['vault', 'ek1', 'stable', 'dev'].map(name => [name, ax.unhex(vectors.in[name])]));
const keys = { vault: given.vault, stable: given.stable, epochs: { 1: given.ek1 }, current: 1 };
const other = 'd0d1d2d3d4d5d6d7d8d9dadbdcdddedf';

function make() {
  const [one, two] = [new Uint8Array(32).fill(0xfb), new Uint8Array(32).fill(0x01)];
  const entries = { [vectors.in.dev]: 3, [other]: 41 };
  const proposal = sealNamed(keys, proposalName(keys), { c: chunks([one, two]), ctr: 7, dev: vectors.in.dev, n: entries, t: 1767225600123 });
  const answer = sealNamed(keys, answerName(keys, ax.unhex(other)), { ctr: 2, dev: other, keep: chunks([two]), n: entries, p: proposal.seal, yes: true });
  return { proposal, answer, over: sealNamed(keys, proposalName(keys), { c: '', ctr: 8, dev: other, n: {}, t: 0 }) };
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
  for (const name of Object.keys(expected)) {
    equal(name, made[name], expected[name]);
    equal(`${name} opens`, open(keys, expected[name]), expected[name].plain);
  }
  console.log(`${passed} passed, ${failed} failed`);
} else {
  const written = JSON.parse(readFileSync(path, 'utf8'));
  console.log(JSON.stringify(written.map(document => open(keys, document))));
}
