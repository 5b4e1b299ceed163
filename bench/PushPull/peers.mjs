// The peers of the push-pull benchmark. Prints the seconds that the transfer alone took.
// usage: node peers.mjs pouchdb|raw push|pull SERVER COUNT
import { createRequire } from 'node:module';
import { createHash } from 'node:crypto';

const [peer, direction, server, count] = process.argv.slice(2);
const login = 'admin:correct horse battery staple lantern';
const database = new URL('bench', server).toString();
const headers = { authorization: 'Basic ' + Buffer.from(login).toString('base64'), 'content-type': 'application/json' };
const call = async (method, path, body) => {
  const answer = await fetch(database + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};

const text = 'x'.repeat(200);
const documents = Array.from({ length: Number(count) }, (_, n) => ({ _id: 'note:' + String(n).padStart(5, '0'), title: 'Note ' + n, text }));
const batches = size => Array.from({ length: Math.ceil(documents.length / size) }, (_, n) => documents.slice(n * size, (n + 1) * size));

// What an envelope of such a document weighs: the raw peer moves the same bytes as Aurix does.
const envelope = 'e'.repeat(900);
const withRevision = document => {
  const hash = createHash('md5').update(document._id).digest('hex');
  return { _id: document._id, _rev: '1-' + hash, _revisions: { start: 1, ids: [hash] }, e: envelope };
};

const peers = {
  pouchdb: async () => {
    const PouchDB = createRequire(new URL('../../tests/pouchdb/package.json', import.meta.url))('pouchdb');
    PouchDB.plugin(createRequire(new URL('../../tests/pouchdb/package.json', import.meta.url))('pouchdb-adapter-memory'));
    const local = new PouchDB('bench', { adapter: 'memory' });
    const remote = new PouchDB(database, { auth: { username: 'admin', password: 'correct horse battery staple lantern' } });
    await remote.info();
    return {
      prepare: () => (direction === 'push' ? local.bulkDocs(documents) : remote.bulkDocs(documents)),
      move: () => (direction === 'push' ? local.replicate.to(remote, { batch_size: 500 }) : local.replicate.from(remote, { batch_size: 500 })),
    };
  },
  raw: async () => ({
    prepare: () => (direction === 'push' ? undefined : rawPush()),
    move: () => (direction === 'push' ? rawPush() : rawPull()),
  }),
};

const rawPush = async () => {
  for (const batch of batches(400)) {
    await call('POST', '/_revs_diff', Object.fromEntries(batch.map(document => [document._id, [withRevision(document)._rev]])));
    await call('POST', '/_bulk_docs', { new_edits: false, docs: batch.map(withRevision) });
  }
};

const rawPull = async () => {
  for (let since = '0', done = false; !done;) {
    const changes = await call('GET', `/_changes?style=all_docs&limit=400&since=${encodeURIComponent(since)}`);
    for (let n = 0; n < changes.results.length; n += 100) {
      const docs = changes.results.slice(n, n + 100).map(row => ({ id: row.id, rev: row.changes[0].rev }));
      await call('POST', '/_bulk_get?revs=true&latest=true', { docs });
    }
    since = changes.last_seq;
    done = changes.results.length < 400;
  }
};

await call('PUT', '', undefined);
const run = await peers[peer]();
await run.prepare();
const started = process.hrtime.bigint();
await run.move();
console.log((Number(process.hrtime.bigint() - started) / 1e9).toFixed(3));
process.exit(0);
