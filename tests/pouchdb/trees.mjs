// Answers histories of one document's tree: one JSON a line in, one out.
// in:  { whole, limit, steps: [{ start, path: [newest first], deleted, look }], ask: ["generation-hash"] }
// out: { looks: [{ step, couch, pouch, whole }] }; each view { winner, leaves: [[rev, deleted, path]], known: [rev] }, or null
//      where the comparison is over: see severs below and `doubtful` in couch-key-tree.mjs
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import * as couch from './couch-key-tree.mjs';

const require = createRequire(import.meta.url);
const pouchMerge = require('pouchdb-merge');
const PouchDB = require('pouchdb').plugin(require('pouchdb-adapter-memory'));

const rank = (one, other) => {
  const [a, b] = [one, other].map(([rev, deleted]) => ({ deleted, pos: parseInt(rev, 10), key: rev.slice(rev.indexOf('-') + 1) }));
  return a.deleted - b.deleted || b.pos - a.pos || (a.key < b.key ? 1 : -1);
};

const view = (winner, leaves, known) => ({ winner, leaves: leaves.sort(rank), known });

// At most as many ancestors as the limit are told, though an edge that another branch keeps may lead further (couch_db:make_doc/5).
function couchView(trees, limit, ask) {
  const leaves = couch.leaves(trees).map(({ pos, path }) => [`${pos}-${path[0].key}`, path[0].deleted, path.slice(0, limit).map(({ key }) => key)]);
  leaves.sort(rank);
  return view(leaves[0][0], leaves, ask.filter((rev) => couch.has(trees, parseInt(rev, 10), rev.slice(rev.indexOf('-') + 1))));
}

function pouchView(tree, ask) {
  const paths = new Map(pouchMerge.rootToLeaf(tree).map(({ pos, ids }) => [`${pos + ids.length - 1}-${ids.at(-1).id}`, ids.map(({ id }) => id).reverse()]));
  const leaves = pouchMerge.collectLeaves(tree).map(({ rev, opts }) => [rev, !!opts.deleted, paths.get(rev)]);
  return view(pouchMerge.winningRev({ rev_tree: tree }), leaves, ask.filter((rev) => pouchMerge.revExists(tree, rev)));
}

const pouchPath = ({ start, path, deleted }) => {
  const node = path.slice(1).reduce((child, id) => [id, { status: 'missing' }, [child]], [path[0], { status: 'available', deleted }, []]);
  return { pos: start - path.length + 1, ids: node };
};

function edges(tree) {
  const found = new Map();
  pouchMerge.traverseRevTree(tree, (_, pos, id, parent) => {
    const rev = `${pos}-${id}`;
    found.set(rev, (found.get(rev) ?? new Set()).add(parent));
    return rev;
  });
  return found;
}

// Stemming path by path takes a node off a parent that another branch keeps. CouchDB leaves it there (stem_tree/4).
function severs(before, after) {
  const [left, right] = [edges(before), edges(after)];
  return [...left].some(([rev, parents]) => right.has(rev) && [...parents].some((parent) => parent && right.has(parent) && !right.get(rev).has(parent)))
    || [...right.values()].some((parents) => parents.size > 1);
}

const namesOf = (tree) => {
  const names = new Set();
  pouchMerge.traverseRevTree(tree, (_, pos, id, __, { status }) => void (status === 'missing' && names.add(`${pos}-${id}`)));
  return names;
};

// PouchDB's revsDiff also asks for what it knows by name alone; CouchDB's find_missing/2 looks at the names and asks for nothing else.
async function wholeView(db, names, ask) {
  const open = await db.get('d', { open_revs: 'all', revs: true });
  const leaves = open.map(({ ok }) => [ok._rev, !!ok._deleted, ok._revisions.ids]);
  const { rows: [row] } = await db.allDocs({ keys: ['d'] });
  const { d } = await db.revsDiff({ d: ask });
  const missing = new Set(d?.missing);
  return view(row.value.rev, leaves, ask.filter((rev) => !missing.has(rev) || names.has(rev)));
}

let count = 0;
async function answer({ whole, limit, steps, ask }) {
  const db = whole ? new PouchDB(`trees${count++}`, { adapter: 'memory', revs_limit: limit }) : null;
  let trees = [];
  let tree = [];
  let severed = false;
  let doubtful = false;
  const looks = [];
  for (const [index, step] of steps.entries()) {
    // Both leave a tree alone that knows the revision (prep_and_validate_replicated_updates/5; updateDoc).
    if (!couch.has(trees, step.start, step.path[0])) {
      const stemmed = couch.stem(couch.merge(trees, couch.toTree(step.start, step.path, step.deleted)), limit);
      trees = stemmed.trees;
      doubtful ||= stemmed.doubtful;
    }
    if (!pouchMerge.revExists(tree, `${step.start}-${step.path[0]}`)) {
      const before = pouchMerge.merge(structuredClone(tree), pouchPath(step), Infinity).tree;
      tree = pouchMerge.merge(tree, pouchPath(step), limit).tree;
      severed ||= severs(before, tree);
    }
    if (db) {
      await db.bulkDocs([{ _id: 'd', _rev: `${step.start}-${step.path[0]}`, _deleted: step.deleted, _revisions: { start: step.start, ids: step.path } }], { new_edits: false });
    }
    if (step.look) {
      looks.push({
        step: index,
        couch: doubtful ? null : couchView(trees, limit, ask),
        pouch: severed ? null : pouchView(tree, ask),
        whole: db && !severed ? await wholeView(db, namesOf(tree), ask) : null,
      });
    }
  }
  await db?.destroy();
  return { looks };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + '\n');
}
