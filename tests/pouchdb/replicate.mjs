// Replicates a PouchDB with the gateway, both ways, and checks what came of it.
// node replicate.mjs http://user:password@host:port/db [pouchdb-server]
import { Buffer } from 'node:buffer';
import { spawn } from 'node:child_process';
import { strict as assert } from 'node:assert';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';

PouchDB.plugin(memory);
const [url, peer] = process.argv.slice(2);
const gateway = new PouchDB(url, { skip_setup: true });
const hex = c => c.repeat(32);

const freePort = () => new Promise(resolve => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

async function startServer() {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'pouchdb-server-'));
  const bin = createRequire(import.meta.url).resolve('pouchdb-server/bin/pouchdb-server');
  const child = spawn(process.execPath, [bin, '--in-memory', '--host', '127.0.0.1', '--port', `${port}`], { cwd: folder });
  await new Promise((resolve, reject) => {
    child.stdout.on('data', text => `${text}`.includes('has started') && resolve());
    child.on('exit', code => reject(new Error(`pouchdb-server ended with ${code}`)));
  });
  child.removeAllListeners('exit');
  return { url: `http://127.0.0.1:${port}/peer`, stop: () => { child.kill(); rmSync(folder, { recursive: true, force: true }); } };
}

const leaves = async (db, id) =>
  (await db.get(id, { open_revs: 'all' })).map(row => `${row.ok._rev}${row.ok._deleted ? '!' : ''}`).sort();

async function sameOnBothSides(one, other, id) {
  assert.deepEqual(await leaves(one, id), await leaves(other, id), `leaves of ${id}`);
  const [a, b] = await Promise.all([one, other].map(db => db.get(id).then(doc => doc._rev, error => error.status)));
  assert.equal(a, b, `winner of ${id}`);
}

const server = peer === 'pouchdb-server' ? await startServer() : undefined;
try {
  const local = server ? new PouchDB(server.url) : new PouchDB('peer', { adapter: 'memory' });
  const big = Buffer.alloc(3 * 1024 * 1024, 'heron ');
  const small = Buffer.from('copper lantern').toString('base64');

  // out: documents, a deletion, attachments
  await local.bulkDocs(Array.from({ length: 150 }, (_, n) => ({ _id: `out-${n}`, n, text: 'ß€😀' })));
  const gone = await local.put({ _id: 'gone' });
  await local.remove('gone', gone.rev);
  await local.put({ _id: 'files', _attachments: { 'a b.txt': { content_type: 'text/plain', data: small } } });
  await local.putAttachment('big', 'rec/x.bin', big, 'application/octet-stream');
  const pushed = await local.replicate.to(gateway);
  assert.equal(pushed.ok, true);
  assert.equal(pushed.doc_write_failures, 0);
  assert.equal((await gateway.info()).doc_count, 152);
  await assert.rejects(gateway.get('gone'), { reason: 'deleted' });
  assert.equal((await gateway.getAttachment('files', 'a b.txt')).toString(), 'copper lantern');
  assert.ok((await gateway.getAttachment('big', 'rec/x.bin')).equals(big));

  // back: what the gateway has of its own
  await gateway.put({ _id: 'in-1', n: 1 });
  await gateway.putAttachment('in-big', 'rec.bin', big, 'application/octet-stream');
  await gateway.put({ ...(await gateway.get('files')), edited: true });
  assert.equal((await local.replicate.from(gateway)).ok, true);
  assert.ok((await local.getAttachment('in-big', 'rec.bin')).equals(big));
  assert.equal((await local.get('files')).edited, true);
  assert.equal((await local.getAttachment('files', 'a b.txt')).toString(), 'copper lantern');

  // a branch on each side, once with the winner here and once there, and a deleted one
  for (const [id, mine, theirs] of [['c1', 'a', 'b'], ['c2', 'b', 'a']]) {
    const root = { _id: id, _rev: `1-${hex('0')}`, _revisions: { start: 1, ids: [hex('0')] } };
    const branch = (c, deleted) => ({ _id: id, c, ...(deleted && { _deleted: true }), _revisions: { start: 2, ids: [hex(c), hex('0')] }, _rev: `2-${hex(c)}` });
    await local.bulkDocs([root, branch(mine), branch('d', true)], { new_edits: false });
    await gateway.bulkDocs([root, branch(theirs)], { new_edits: false });
  }
  await local.sync(gateway);
  for (const id of ['c1', 'c2', 'gone', 'files', 'big', 'in-big']) {
    await sameOnBothSides(local, gateway, id);
  }
  assert.equal((await gateway.get('c1')).c, 'b');
  assert.equal((await local.get('c2')).c, 'b');

  // live, in both directions
  const live = local.sync(gateway, { live: true, retry: false });
  live.on('error', error => { throw error; });
  const arrives = (db, id) => new Promise(resolve => {
    const feed = db.changes({ since: 0, live: true }).on('change', change => change.id === id && (feed.cancel(), resolve()));
  });
  const there = arrives(gateway, 'live-out');
  const here = arrives(local, 'live-in');
  await local.put({ _id: 'live-out' });
  await gateway.put({ _id: 'live-in' });
  await Promise.all([there, here]);
  live.cancel();
  console.log('replicated');
} finally {
  server?.stop();
}
process.exit(0);
