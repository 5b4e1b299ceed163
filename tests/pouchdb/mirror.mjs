// An app with a real PouchDB beside a running daemon: it syncs with the mirror, and 'aurix' edits the same documents.
// node mirror.mjs http://app:secret@127.0.0.1:port/mirror FOLDER COMMAND...
import { Buffer } from 'node:buffer';
import { execFile } from 'node:child_process';
import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import PouchDB from 'pouchdb';
import memory from 'pouchdb-adapter-memory';

PouchDB.plugin(memory);
const [url, folder, program, ...before] = process.argv.slice(2);
const local = new PouchDB('app', { adapter: 'memory' });
const plain = new URL(url);
const login = { authorization: `Basic ${Buffer.from(`${plain.username}:${plain.password}`).toString('base64')}` };
[plain.username, plain.password] = ['', ''];

const aurix = async (...words) => (await promisify(execFile)(program, [...before.slice(0, 1), ...words, ...before.slice(1)])).stdout;
const put = (id, content, ...more) => {
  const file = join(folder, 'content.json');
  writeFileSync(file, JSON.stringify(content));
  return aurix('put', file, '--id', id, ...more);
};
const vault = async id => JSON.parse(await aurix('get', id));
const own = ({ _id, _rev, _attachments, $type, ...content }) => content;

// What comes is waited for on the feed, not on a clock.
const until = (db, id, test) => new Promise((resolve, reject) => {
  const feed = db.changes({ since: 0, live: true, include_docs: true, conflicts: true })
    .on('change', change => {
      if (change.id === id && test(change.doc, change)) {
        feed.cancel();
        resolve(change.doc);
      }
    })
    .on('error', reject);
});
let session;
const start = () => {
  session = local.sync(url, { live: true, retry: true });
  session.on('error', error => { console.error(error); process.exit(1); });
};
const stop = () => new Promise(resolve => { session.on('complete', resolve); session.cancel(); });
const mirror = new PouchDB(url, { skip_setup: true });
const big = Buffer.alloc(3 * 1024 * 1024, 'heron ');
writeFileSync(join(folder, 'big.bin'), big);
writeFileSync(join(folder, 'small.txt'), 'copper lantern');

// what the vault has comes, with its type; small files as attachments, large ones by name
await put('note:1', { title: 'First', _odd: 1, $type: 'mine' }, '--type', 'note');
await aurix('attach', 'note:1', join(folder, 'small.txt'), '--name', 'small.txt');
await aurix('attach', 'note:1', join(folder, 'big.bin'), '--name', 'big.bin');
start();
const first = await until(local, 'note:1', doc => doc.$files);
assert.equal(first.$type, 'note');
assert.deepEqual([first.title, first.$_odd, first.$$type, first.$files], ['First', 1, 'mine', { 'big.bin': { type: 'application/octet-stream', size: big.length } }]);
assert.equal((await local.getAttachment('note:1', 'small.txt')).toString(), 'copper lantern');
const part = await fetch(`${plain}/note:1/big.bin`, { headers: { ...login, range: 'bytes=6-11' } });
assert.deepEqual([part.status, part.headers.get('content-range'), await part.text()], [206, `bytes 6-11/${big.length}`, 'heron ']);

// what the app writes arrives in the vault, and its revision stays good for its next write
const made = await local.put({ _id: 'app:1', n: 1 });
await until(mirror, 'app:1', doc => doc.n === 1);
const again = await local.put({ _id: 'app:1', _rev: made.rev, n: 2 });
await until(mirror, 'app:1', doc => doc.n === 2);
await put('note:2', { seen: true }); // the vault has gone past what the app wrote when the app has this
await until(local, 'note:2', doc => doc.seen);
assert.deepEqual(await vault('app:1'), { n: 2 });
assert.equal((await local.get('app:1'))._rev, again.rev);
const typed = await local.put({ ...(await local.get('note:1')), title: 'Second' });
await put('note:3', { seen: true });
await until(local, 'note:3', doc => doc.seen);
assert.deepEqual(await vault('note:1'), { title: 'Second', _odd: 1, $type: 'mine' });
assert.equal((await local.get('note:1'))._rev, typed.rev);

// edits made apart: the vault merges, and PouchDB has the merge as its winner and nothing beside it
await stop();
await local.put({ ...(await local.get('note:1')), app: 'yes' });
await put('note:1', { title: 'Second', _odd: 1, $type: 'mine', vault: 'yes' });
start();
const merged = await until(local, 'note:1', doc => doc.app && doc.vault);
assert.equal(merged._conflicts, undefined);
assert.deepEqual(await vault('note:1'), { title: 'Second', _odd: 1, $type: 'mine', app: 'yes', vault: 'yes' });
assert.ok(merged.$files['big.bin']);
assert.equal((await local.getAttachment('note:1', 'small.txt')).toString(), 'copper lantern');

// a conflict of PouchDB's own making is merged as well
const hex = c => c.repeat(32);
await local.bulkDocs(['a', 'b'].map(c => ({ _id: 'apart', [c]: 1, _rev: `1-${hex(c)}`, _revisions: { start: 1, ids: [hex(c)] } })), { new_edits: false });
const joined = await until(local, 'apart', doc => doc.a && doc.b);
assert.equal(joined._conflicts, undefined);

// deletes, both ways, and back to life
await aurix('delete', 'note:2');
await until(local, 'note:2', (doc, change) => change.deleted);
await aurix('restore', 'note:2');
await until(local, 'note:2', doc => doc.seen);
const gone = await local.remove(await local.get('app:1'));
await until(mirror, 'app:1', (doc, change) => change.deleted && change.changes.some(one => one.rev === gone.rev));
await put('note:4', { seen: true });
await until(local, 'note:4', doc => doc.seen);
await assert.rejects(vault('app:1'));

// attachments of the app, and a recording of any size, straight into the vault
const pinned = await local.putAttachment('note:3', 'a b.txt', (await local.get('note:3'))._rev, Buffer.from('grey heron'), 'text/plain');
await until(mirror, 'note:3', doc => doc._rev === pinned.rev);
await put('note:5', { seen: true });
await until(local, 'note:5', doc => doc.seen);
await aurix('extract', 'note:3', 'a b.txt', '--out', join(folder, 'out.txt'));
assert.equal(readFileSync(join(folder, 'out.txt'), 'utf8'), 'grey heron');
const sent = await fetch(`${plain}/rec:1/rec.bin`, { method: 'PUT', headers: { ...login, 'content-type': 'audio/webm' }, body: big });
assert.equal(sent.status, 201);
await aurix('extract', 'rec:1', 'rec.bin', '--out', join(folder, 'out.bin'));
assert.ok(readFileSync(join(folder, 'out.bin')).equals(big));
const recorded = await until(local, 'rec:1', doc => doc.$files);
assert.equal(recorded._rev, (await sent.json()).rev);
const without = await local.removeAttachment('note:3', 'a b.txt', pinned.rev);
await until(mirror, 'note:3', doc => doc._rev === without.rev);
await put('note:6', { seen: true });
await until(local, 'note:6', doc => doc.seen);
await assert.rejects(aurix('extract', 'note:3', 'a b.txt', '--out', join(folder, 'none.txt')));

// what a PouchDB keeps for itself stays with it, and both sides end equal
await local.put({ _id: '_design/own', views: {} });
await until(mirror, '_design/own', () => true);
await stop();
await local.sync(url);
const ids = (await local.allDocs()).rows.map(row => row.id).filter(id => !id.startsWith('_design/'));
for (const id of ids) {
  assert.equal((await local.get(id, { conflicts: true }))._conflicts, undefined, id);
  assert.equal((await local.get(id))._rev, (await mirror.get(id))._rev, id);
}
console.log(JSON.stringify({ ids, revisions: (await local.changes({ style: 'all_docs' })).results.flatMap(row => row.changes.map(change => change.rev)) }));
process.exit(0);
