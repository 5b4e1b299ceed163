// Everything that the dashboard offers, in a real Chromium, by mouse and by keyboard.
// node dashboard.mjs http://127.0.0.1:port/ TOKEN FOLDER
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [apps, token, folder] = process.argv.slice(2);
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const rest = async (method, path, body, more = {}) => (await fetch(new URL(path, apps), { method, headers: { ...headers, ...more }, body: body && JSON.stringify(body) })).json();
const browser = await chromium.launch({ executablePath: process.env.AURIX_TEST_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1200, height: 800 }, colorScheme: 'light' });
const mistakes = [];
page.on('pageerror', error => mistakes.push(error.message));
page.on('console', message => message.type() === 'error' && !message.text().includes('the server responded with a status of') && mistakes.push(message.text()));
const shot = name => page.screenshot({ path: join(folder, `${name}.png`) });
const told = text => page.locator('#told').getByText(text).first().waitFor();

try {
  // two edits apart of one document, made by a PouchDB that had not heard of the other one
  await rest('PUT', 'api/v1/documents/note:walk', { type: 'note', content: { title: 'Walk', text: 'along the harbour' } }, { 'if-none-match': '*' });
  let mirrored;
  do {
    mirrored = await rest('GET', 'mirror/note:walk');
  } while (!mirrored._rev);
  const [generation, hash] = mirrored._rev.split('-');
  const branch = (letter, body) => ({ _id: 'note:walk', $type: 'note', ...body, _rev: `${Number(generation) + 1}-${letter.repeat(32)}`, _revisions: { start: Number(generation) + 1, ids: [letter.repeat(32), hash] } });
  await rest('POST', 'mirror/_bulk_docs', { new_edits: false, docs: [
    branch('a', { title: 'Walk', text: 'along the old harbour' }),
    branch('b', { title: 'Long walk', text: 'along the harbour' }),
  ] });

  // a token lets the page in, and a wrong one does not
  await page.goto(new URL('dashboard', apps).href);
  await page.getByLabel('Token').fill('dashboard:wrong');
  await page.keyboard.press('Enter');
  await told('That token is not good');
  await page.getByLabel('Token').fill(token);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'note:walk' }).waitFor();
  await shot('documents');

  // new, save, compare, restore, delete
  await page.getByRole('button', { name: 'New note' }).click();
  const content = page.getByLabel('Content');
  await content.fill('{"title":"Written here","text":"<img src=x onerror=alert(1)>"}');
  await page.getByRole('button', { name: 'Save' }).click();
  await told('Saved.');
  await page.getByRole('button', { name: 'Compare' }).first().click();
  await page.locator('.diff .add', { hasText: 'Written here' }).waitFor();
  await shot('document');
  await page.getByRole('button', { name: 'Restore' }).first().click();
  await told('Restored');
  assert.match(await content.inputValue(), /New note/);
  await content.fill('{"title":');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('#told p').last().waitFor();
  await page.getByRole('button', { name: 'Delete' }).click();
  await told('Deleted');
  await page.getByText('This document is deleted').waitFor();

  // by keyboard: past the link that skips, to a view, and into it
  await page.keyboard.press('Control+Home');
  await page.locator('nav a').first().focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'note:walk' }).click();
  await page.locator('.side').nth(3).waitFor();
  assert.equal(await page.locator('.side').count(), 4); // before, two versions, and what came of them
  assert.match(await page.getByRole('region', { name: 'Result' }).innerText(), /Long walk[^]*along the old harbour|along the old harbour[^]*Long walk/);
  await shot('conflict');
  await page.getByRole('button', { name: 'Show this version again' }).first().click();
  await told('shows that version again');

  // search, as it is typed
  await page.getByRole('link', { name: 'Documents' }).click();
  await page.getByLabel('Search').fill('harb*');
  await page.locator('mark').first().waitFor();
  await page.getByLabel('Search').fill('');

  // what another way in writes is there by itself
  await page.getByRole('link', { name: 'Modules' }).focus();
  await rest('PUT', 'api/v1/documents/note:new', { type: 'note', content: { title: 'Heard of' } }, { 'if-none-match': '*' });
  await page.getByRole('link', { name: 'note:new' }).waitFor();

  // sync, devices, modules
  await page.getByRole('link', { name: 'Sync' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await told('Paused.');
  await page.getByRole('button', { name: 'Resume' }).click();
  await told('Sync goes on.');
  await page.getByRole('button', { name: 'Sync now' }).click();
  await told('A round is done.');
  await shot('sync');
  await page.getByRole('link', { name: 'Devices' }).click();
  await page.getByText('this one').waitFor();
  await page.getByRole('link', { name: 'Modules' }).click();
  await page.getByRole('row', { name: /aurix\.conflict/ }).getByRole('button', { name: 'Reload' }).click();
  await told('aurix.conflict was loaded anew.');
  await shot('modules');
  assert.deepEqual(mistakes, []);
  console.log('shown');
} finally {
  await browser.close();
}
