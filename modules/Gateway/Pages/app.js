// The dashboard: views over the API of docs/api.md. No step is needed to build it.
import { api, events, forget, hasToken, setToken } from './api.js';
import { card, date, diff, el, pretty, short, table, tell } from './parts.js';

const main = document.getElementById('main');
const pulse = document.getElementById('pulse');
let following;

const views = {
  async documents(id) {
    return id ? documentView(id) : listView();
  },
  async conflicts(id) {
    return id ? conflictView(id) : conflictsView();
  },
  sync: syncView,
  devices: devicesView,
  modules: modulesView,
};

// Whatever is shown is read again when something happens; what is being typed is left alone.
async function show() {
  if (!hasToken()) {
    return login();
  }
  const [, name = 'documents', id] = location.hash.split('/');
  for (const link of document.querySelectorAll('nav a')) {
    link.toggleAttribute('aria-current', link.hash === `#/${name}`);
  }
  try {
    const shown = await (views[name] ?? views.documents)(id && decodeURIComponent(id));
    main.replaceChildren(...[shown].flat());
  } catch (failure) {
    if (failure.status === 401) {
      forget();
      tell('That token is not good, or has ended.');
      return login();
    }
    main.replaceChildren(card('This cannot be shown', el('p', {}, failure.message)));
  }
  follow();
}

function login() {
  main.replaceChildren(document.getElementById('login').content.cloneNode(true));
  const form = main.querySelector('form');
  form.token.focus();
  form.addEventListener('submit', event => {
    event.preventDefault();
    setToken(form.token.value.trim());
    show();
  });
}

// Does something, says how it ended, and shows what is so now.
const act = (work, done) => async () => {
  try {
    await work();
    tell(done);
  } catch (failure) {
    tell(failure.nextStep ? `${failure.message} ${failure.nextStep}` : failure.message);
  }
  await show();
};

const button = (text, work, done, kind = '') => el('button', { type: 'button', class: kind, onclick: act(work, done) }, text);

async function listView() {
  const search = el('input', { type: 'search', placeholder: 'Words, beg*, "a phrase", title:word, -without', 'aria-label': 'Search', autocomplete: 'off' });
  const found = el('div', { class: 'found' });
  const fill = async () => {
    const query = search.value.trim();
    const rows = query ? (await api('GET', `search?q=${encodeURIComponent(query)}`)).hits : (await api('GET', 'documents?limit=200')).documents;
    found.replaceChildren(rows.length === 0 ? el('p', { class: 'soft' }, query ? 'Nothing has all of these words.' : 'There is no document yet.') : table(
      ['Document', 'Type', 'Edited', ''],
      rows.map(row => [
        [el('a', { href: `#/documents/${encodeURIComponent(row.id)}` }, row.id), row.snippet ? el('div', { class: 'soft' }, marked(row.snippet, row.marks)) : ''],
        row.type, date(row.edited), row.heads > 1 ? el('span', { class: 'tag bad' }, `${row.heads} versions`) : row.files ? `${row.files} files` : '',
      ])));
  };
  search.addEventListener('input', () => fill().catch(failure => tell(failure.message)));
  await fill();
  return card('Documents', el('div', { class: 'bar' }, el('div', { class: 'wide' }, search), newButton()), found);
}

const newButton = () => el('button', { type: 'button', class: 'main', onclick: async () => {
  const made = await api('POST', 'documents', { type: 'note', content: { title: 'New note' } });
  location.hash = `#/documents/${encodeURIComponent(made.id)}`;
} }, 'New note');

function marked(text, marks) {
  const parts = [];
  let end = 0;
  for (const [start, length] of marks) {
    parts.push(text.slice(end, start), el('mark', {}, text.slice(start, start + length)));
    end = start + length;
  }
  return [...parts, text.slice(end)];
}

async function documentView(id) {
  const path = `documents/${encodeURIComponent(id)}`;
  const [shown, { revisions }] = await Promise.all([api('GET', path).catch(failure => failure.code === 'Deleted' ? null : Promise.reject(failure)), api('GET', `${path}/history`)]);
  const winner = revisions.find(revision => revision.shown);
  const text = el('textarea', { 'aria-label': 'Content', spellcheck: 'false' });
  text.value = shown ? pretty(shown.content) : '';
  const save = () => api('PUT', path, { content: JSON.parse(text.value) }, { 'If-Match': shown.rev });
  const files = Object.entries(shown?.files ?? {});
  const compare = el('div', { class: 'diff', 'aria-live': 'polite' });
  return [
    card([id, ' ', el('span', { class: 'tag' }, shown?.type ?? 'deleted')],
      shown ? [text, el('div', { class: 'bar' }, button('Save', save, 'Saved.', 'main'), button('Delete', () => api('DELETE', path, undefined, { 'If-Match': shown.rev }), 'Deleted. Its history brings it back.', 'bad'))] : el('p', {}, 'This document is deleted. Bring one of its revisions back below.'),
      files.length ? [el('h3', {}, 'Files'), table(['Name', 'Type', 'Bytes'], files.map(([name, file]) => [name, file.mediaType, file.size.toLocaleString()]))] : ''),
    card('History',
      table(['Revision', 'What', 'Edited', ''], revisions.map(revision => [
        el('code', {}, short(revision.rev)), [revision.deleted ? 'delete' : revision.kind ?? 'content not kept', ' ', revision.shown ? el('span', { class: 'tag good' }, 'shown') : ''], date(revision.edited),
        revision.kind && !revision.deleted && !revision.shown
          ? [el('button', { type: 'button', onclick: () => differences(path, revision, shown, compare) }, 'Compare'), ' ', button('Restore', () => api('POST', `${path}/restore`, { rev: revision.rev }, { 'If-Match': winner.rev }), 'Restored as a new edit.')]
          : '',
      ]), ['act']),
      compare),
  ];
}

async function differences(path, revision, shown, place) {
  const old = await api('GET', `${path}?rev=${revision.rev}`);
  place.replaceChildren(el('h3', {}, `From ${short(revision.rev)} to what is shown`), diff(pretty(old.content), shown ? pretty(shown.content) : ''));
  place.scrollIntoView({ block: 'nearest' });
}

async function conflictsView() {
  const { conflicts } = await api('GET', 'conflicts');
  return card('Conflicts', conflicts.length === 0 ? el('p', { class: 'soft' }, 'Nothing has met that was edited apart.') : table(
    ['Document', 'State', 'Versions', ''],
    conflicts.map(conflict => [
      el('a', { href: `#/conflicts/${encodeURIComponent(conflict.id)}` }, conflict.id),
      conflict.settled ? [el('span', { class: 'tag good' }, 'settled'), conflict.strategy ? ` by ${conflict.strategy}` : ''] : [el('span', { class: 'tag bad' }, 'open'), ` ${conflict.reason ?? ''}`],
      String(conflict.versions.length), conflict.choices ? `${conflict.choices} choices left to you` : '',
    ])));
}

async function conflictView(id) {
  const path = `conflicts/${encodeURIComponent(id)}`;
  const told = await api('GET', path);
  const side = (title, version, pick) => version ? el('section', { class: `side${version.rev === told.shown ? ' shown' : ''}`, 'aria-label': title },
    el('h3', {}, title), el('p', { class: 'soft' }, [el('code', {}, short(version.rev)), ' ', date(version.edited)]),
    el('pre', {}, version.deleted ? '(deleted)' : version.kept ? pretty(version.content) : '(not kept on this device)'), pick ?? '') : '';
  const pick = version => told.merge
    ? button('Show this version again', () => api('POST', `${path}/undo`, { version: version.rev }), 'The document shows that version again.')
    : button('Let this version stand', () => api('POST', `${path}/answer`, { version: version.rev }), 'Decided.', 'main');
  return card([id, ' ', el('span', { class: `tag ${told.merge ? 'good' : 'bad'}` }, told.merge ? `settled by ${told.strategy}` : 'open')],
    el('p', { class: 'soft' }, told.merge ? `On ${told.baseQuality === 'exact' ? 'the exact common ancestor' : `a base that is ${told.baseQuality}`}. Both versions stay in the history.` : told.reason ?? ''),
    el('div', { class: 'sides' }, side('Before', told.base), ...told.versions.map((version, place) => side(`Version ${place + 1}`, version, pick(version))), side('Result', told.result)),
    ...told.choices.map(choice => el('section', {}, el('h3', {}, `Left to you: ${choice.kind} at ${choice.path || 'the whole document'}`), el('div', { class: 'bar' },
      ...choice.variants.map(variant => button(pretty(variant.value), () => api('POST', `${path}/answer`, { version: variant.rev, choice: choice.id }), 'Decided.')),
      button('Keep what stands', () => api('POST', `${path}/answer`, { choice: choice.id }), 'Dismissed.')))),
    el('p', {}, el('a', { href: `#/documents/${encodeURIComponent(id)}` }, 'Open the document')));
}

async function syncView() {
  const { remotes, quarantined } = await api('GET', 'sync');
  const name = remote => remote.remote === 'main' ? 'Sync' : `Sync with ${remote.remote}`;
  const ask = (what, remote) => () => api('POST', `sync/${what}?remote=${remote.remote}`);
  return [
    ...remotes.map(remote => card([name(remote), ' ', el('span', { class: `tag ${remote.state === 'enabled' ? 'good' : ''}` }, remote.state)],
      remote.state === 'off' ? el('p', {}, 'Nothing leaves this device. Opt in with ', el('code', {}, 'aurix sync enable'), '.') : [
        el('p', { class: 'soft' }, `${remote.user} at ${remote.address}`),
        el('div', { class: 'bar' },
          remote.state === 'paused' ? button('Resume', ask('resume', remote), 'Sync goes on.', 'main') : button('Pause', ask('pause', remote), 'Paused.'),
          remote.state === 'enabled' ? button('Sync now', ask('now', remote), 'A round is done.') : ''),
        table(['', ''], [
          ['Both sides held the same at', date(remote.lastEqual) || 'not known yet'],
          ['Not on the server yet', remote.pending === null ? 'not counted' : `${remote.pending} documents`],
          ...(remote.lastProblem ? [['Last problem', el('span', { class: 'tag bad' }, remote.lastProblem)]] : []),
          ...(remote.heldDeletes ? [['Deletes held back', String(remote.heldDeletes)]] : []),
        ]),
        ...remote.underWay.map(progress => el('div', {}, el('label', {}, progress.phase, el('progress', { max: progress.total ?? 1, value: progress.total ? progress.done : 0 })), el('p', { class: 'soft' }, `${progress.done} of ${progress.total ?? '?'}`))),
        remote.lanes.length ? [el('h3', {}, 'Lanes'), table(['Lane', 'State', 'Since'], remote.lanes.map(lane => [lane.lane, lane.isWell ? el('span', { class: 'tag good' }, 'well') : [el('span', { class: 'tag bad' }, 'trouble'), ` ${lane.problem}`], date(lane.since)]))] : '',
        ...remote.alarms.map(alarm => el('p', {}, el('span', { class: 'tag bad' }, alarm.code), ` ${alarm.meaning} ${alarm.nextStep}`)),
      ])),
    quarantined ? card('Set aside', el('p', {}, `${quarantined} things from servers were refused and set aside. `, el('code', {}, 'aurix quarantine list'), ' names them.')) : '',
  ].filter(Boolean);
}

async function devicesView() {
  const { devices } = await api('GET', 'devices');
  return card('Devices', devices.length === 0 ? el('p', { class: 'soft' }, 'Devices know of each other after the first round of sync.') : table(
    ['Name', 'Last heard of', 'Vouches for', ''],
    devices.map(device => [[device.name, ' ', device.this ? el('span', { class: 'tag good' }, 'this one') : ''], date(device.lastHeard), `${device.entries} revisions`, device.retired ? 'retired' : ''])));
}

async function modulesView() {
  const [{ modules }, { rules }] = await Promise.all([api('GET', 'modules'), api('GET', 'strategies')]);
  return [
    card('Modules', table(['Module', 'Serves', 'Version', 'State', ''], modules.map(module => [
      module.id, module.role, module.version, [el('span', { class: `tag ${module.state === 'serving' ? 'good' : 'bad'}` }, module.state), module.problem ? ` ${module.problem}` : ''],
      module.state === 'serving' && module.role !== 'gateway' && !module.role.startsWith('strategy:') ? button('Reload', () => api('POST', `modules/${module.id}/reload`), `${module.id} was loaded anew.`) : '',
    ]), ['act'])),
    card('Strategies', table(['Rule', 'Strategy', 'Types', 'From'], rules.map(rule => [rule.id, [rule.strategy, rule.served ? '' : [' ', el('span', { class: 'tag bad' }, 'not here')]], rule.type, rule.source]))),
  ];
}

async function follow() {
  if (following) {
    return;
  }
  following = true;
  pulse.textContent = 'Live';
  try {
    for await (const _ of events()) {
      if (!main.contains(document.activeElement) || document.activeElement === main) {
        await show();
      }
    }
  } catch {
    // it is said below, and tried again
  }
  pulse.textContent = 'Not connected; trying again';
  following = false;
  setTimeout(() => hasToken() && follow(), 3000);
}

addEventListener('hashchange', () => { show().then(() => main.focus()); });
show();
