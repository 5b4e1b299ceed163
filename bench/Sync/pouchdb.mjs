// PouchDB's side of the push-pull benchmark. Prints the seconds that the transfer alone took.
// usage: node pouchdb.mjs push|pull DATABASE LOGIN DOCUMENTS BATCH
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [direction, database, login, documents, batch] = process.argv.slice(2);
const require = createRequire(new URL('../../tests/pouchdb/package.json', import.meta.url));
const PouchDB = require('pouchdb');
PouchDB.plugin(require('pouchdb-adapter-memory'));

const docs = readFileSync(documents, 'utf8').trimEnd().split('\n').map(line => {
  const { id, type, content } = JSON.parse(line);
  return { _id: id, type, ...content };
});
const [username, password] = Buffer.from(login, 'base64').toString().split(':');
const local = new PouchDB('bench', { adapter: 'memory' });
const remote = new PouchDB(database, { auth: { username, password } });
await remote.info();
const source = direction === 'push' ? local : remote;
for (let n = 0; n < docs.length; n += 500) await source.bulkDocs(docs.slice(n, n + 500));

const started = process.hrtime.bigint();
const options = { batch_size: Number(batch) };
await (direction === 'push' ? local.replicate.to(remote, options) : local.replicate.from(remote, options));
console.log((Number(process.hrtime.bigint() - started) / 1e9).toFixed(3));
process.exit(0);
