// Two browsers with PouchDB in IndexedDB, and the device itself, edit the same documents while the lines come and go.
// node together.mjs http://127.0.0.1:port/ TOKEN PAGE_PORT FOLDER COMMAND...
import { execFile } from 'node:child_process';
import { strict as assert } from 'node:assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const [apps, token, port, folder, program, ...before] = process.argv.slice(2);
const [user, password] = token.split(':');
const url = Object.assign(new URL('mirror', apps), { username: user, password }).href;
const pouchdb = readFileSync(join(dirname(createRequire(import.meta.url).resolve('pouchdb/package.json')), 'dist', 'pouchdb.min.js'));
const aurix = async (...words) => (await promisify(execFile)(program, [...before.slice(0, 1), ...words, ...before.slice(1)])).stdout;
const vault = async id => JSON.parse(await aurix('get', id));
const put = (id, content) => {
  writeFileSync(join(folder, 'content.json'), JSON.stringify(content));
  return aurix('put', join(folder, 'content.json'), '--id', id);
};

const server = createServer((request, response) => request.url === '/pouchdb.js'
  ? response.setHeader('content-type', 'text/javascript').end(pouchdb)
  : response.setHeader('content-type', 'text/html').end('<!doctype html><script src="/pouchdb.js"></script>')).listen(Number(port), '127.0.0.1');
const browser = await chromium.launch({ executablePath: process.env.AURIX_TEST_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

async function open() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.evaluate(address => {
    window.db = new PouchDB('notes');
    window.sync = db.sync(address, { live: true, retry: true, back_off_function: () => 200 });
    window.edit = async (id, change) => db.put({ ...(await db.get(id).catch(() => ({ _id: id }))), ...change });
    // Comes back when the document is so, and has no conflict beside it.
    window.until = (id, wanted) => new Promise(resolve => {
      const look = async () => {
        const doc = await db.get(id, { conflicts: true }).catch(() => ({}));
        if (!doc._conflicts && Object.entries(wanted).every(([name, value]) => doc[name] === value)) {
          feed.cancel();
          resolve(doc._rev);
        }
      };
      const feed = db.changes({ since: 'now', live: true }).on('change', look);
      look();
    });
  }, url);
  return { context, edit: (id, change) => page.evaluate(([id, change]) => edit(id, change), [id, change]), until: (id, wanted) => page.evaluate(([id, wanted]) => until(id, wanted), [id, wanted]) };
}

try {
  const [one, two] = [await open(), await open()];
  assert.equal(await one.context.browser().isConnected(), true);
  await one.edit('walk', { title: 'Walk' });
  await two.until('walk', { title: 'Walk' });
  assert.deepEqual(await vault('walk'), { title: 'Walk' });

  // apart, again and again: each edits on its own, the device as well, and the lines come back in another order each time
  const all = { title: 'Walk' };
  for (let round = 0; round < 3; round++) {
    const [first, last] = round % 2 ? [two, one] : [one, two];
    await Promise.all([first, last].map(each => each.context.setOffline(true)));
    await first.edit('walk', { [`first${round}`]: round });
    await last.edit('walk', { [`last${round}`]: round });
    await put('walk', { ...all, [`device${round}`]: round });
    await first.edit(`own-${round}`, { by: 'first' });
    await first.context.setOffline(false);
    await last.context.setOffline(false);
    Object.assign(all, { [`first${round}`]: round, [`last${round}`]: round, [`device${round}`]: round });
    const revisions = await Promise.all([one, two].map(each => each.until('walk', all)));
    await last.until(`own-${round}`, { by: 'first' });
    assert.deepEqual(await vault('walk'), all);
    assert.equal(revisions[0], revisions[1]);
  }
  console.log('equal');
} finally {
  await browser.close();
  server.close();
}
