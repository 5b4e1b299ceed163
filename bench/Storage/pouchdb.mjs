// PouchDB 9 on its leveldb adapter, on the documents of the storage benchmark. Prints the seconds that the work alone took.
// usage: node pouchdb.mjs single|bulk|read lazy|sync FOLDER DOCUMENTS WARMUP COUNT CALLERS BATCH
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [what, durability, folder, lines, ...numbers] = process.argv.slice(2);
const [warmUp, count, callers, batch] = numbers.map(Number);
const require = createRequire(new URL('../../tests/pouchdb/package.json', import.meta.url));
const PouchDB = require('pouchdb');

// The adapter passes no write options on to leveldown, whose `sync` is false by default: a power cut loses what was acknowledged.
if (durability === 'sync') {
  const leveldown = require('leveldown');
  for (const [name, place] of [['_put', 2], ['_batch', 1], ['_del', 1]]) {
    const original = leveldown.prototype[name];
    leveldown.prototype[name] = function (...given) {
      given[place] = { ...given[place], sync: true };
      return original.apply(this, given);
    };
  }
}

const documents = readFileSync(lines, 'utf8').trimEnd().split('\n').map(line => JSON.parse(line));
const [warm, all] = [documents.slice(0, warmUp), documents.slice(warmUp)];
const database = new PouchDB(join(folder, 'pouch'), { adapter: 'leveldb' });

const inTurns = async (items, write) => {
  let next = 0;
  await Promise.all(Array.from({ length: callers }, async () => {
    while (next < items.length) await write(items[next++]);
  }));
};
const inBulk = async items => {
  for (let place = 0; place < items.length; place += batch) {
    const answers = await database.bulkDocs(items.slice(place, place + batch));
    if (answers.some(answer => answer.error)) throw new Error('A document was refused.');
  }
};

await inTurns(warm, document => database.put(document));
const work = {
  single: () => inTurns(all.slice(0, count), document => database.put(document)),
  bulk: () => inBulk(all.slice(0, count)),
  read: async () => {
    for (let place = 0; place < count; place++) await database.get(all[(place * 7919) % all.length]._id);
  },
};
if (what === 'read') {
  await inBulk(all);
}

const started = process.hrtime.bigint();
await work[what]();
console.log((Number(process.hrtime.bigint() - started) / 1e9).toFixed(3));
process.exit(0);
