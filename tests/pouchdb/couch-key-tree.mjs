// CouchDB's revision trees, after src/couch/src/couch_key_tree.erl of Apache CouchDB 3.5: merge/2, stem/2 and repair_tree/2.
// A tree is { pos, node }, a node { key, deleted, children }, siblings in order of their keys. Nothing is changed in place.

const byKey = (one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0);
const byPlace = (one, other) => one.pos - other.pos || byKey(one.node, other.node);

/** A path as a tree of one branch. `path` is newest first, as _revisions tells it. */
export function toTree(start, path, deleted) {
  let node = null;
  for (const key of path) {
    node = node === null ? { key, deleted, children: [] } : { key, deleted: undefined, children: [node] };
  }
  return { pos: start - path.length + 1, node };
}

/** merge/2: the first tree that the path fits takes it. */
export function merge(trees, path) {
  for (const [index, tree] of trees.entries()) {
    const merged = mergeAt([tree.node], tree.pos - path.pos, path.node);
    if (merged) {
      const rest = trees.filter((_, other) => other !== index);
      return [...rest, { pos: Math.min(tree.pos, path.pos), node: merged[0] }].sort(byPlace);
    }
  }
  return [...trees, path].sort(byPlace);
}

// merge_at/3: walks down whichever side begins earlier until both stand at the same generation.
function mergeAt(nodes, offset, path) {
  if (nodes.length === 0 || !path) {
    return null;
  }
  if (offset > 0) {
    const merged = mergeAt(nodes, offset - 1, path.children[0]);
    return merged && [{ ...path, children: merged }];
  }
  for (const [index, node] of nodes.entries()) {
    let merged = null;
    if (offset < 0) {
      const children = mergeAt(node.children, offset + 1, path);
      merged = children && { ...node, children };
    } else if (node.key === path.key) {
      merged = { ...node, deleted: node.deleted ?? path.deleted, children: extend(node.children, path.children[0]) };
    }
    if (merged) {
      return nodes.with(index, merged);
    }
  }
  return null;
}

// merge_extend/2: from here on both sides agree as far as they go.
function extend(nodes, path) {
  if (!path) {
    return nodes;
  }
  const index = nodes.findIndex((node) => node.key === path.key);
  return index < 0
    ? [...nodes, path].sort(byKey)
    : nodes.with(index, { ...nodes[index], deleted: nodes[index].deleted ?? path.deleted, children: extend(nodes[index].children, path.children[0]) });
}

/**
 * stem/2: a node stays when a leaf is within the limit below it. A tree that holds a key twice, because a path met two trees and was
 * merged into the first, is rebuilt from its paths; `doubtful` says that it then depends on which tree came first what stays.
 */
export function stem(trees, limit) {
  const { branches, twice } = cut(trees, limit);
  if (!twice) {
    return { trees: branches, doubtful: false };
  }
  const rebuilt = repair(trees, limit);
  return { trees: rebuilt, doubtful: JSON.stringify(rebuilt) !== JSON.stringify(cut(repair(trees, Infinity), limit).branches) };
}

function cut(trees, limit) {
  const seen = new Set();
  const branches = [];
  let twice = false;

  // The node if it stays (else its branches are trees of their own), and how many more levels above it may stay.
  const walk = (pos, node) => {
    twice ||= seen.has(node.key);
    seen.add(node.key);
    if (node.children.length === 0) {
      return { node, left: limit - 1 };
    }
    const kept = node.children.map((child) => walk(pos + 1, child)).filter((child) => child.node);
    const left = Math.max(-1, ...kept.map((child) => child.left));
    if (left > 0) {
      return { node: { ...node, children: kept.map((child) => child.node) }, left: left - 1 };
    }
    branches.push(...kept.map((child) => ({ pos: pos + 1, node: child.node })));
    return { node: null, left: -1 };
  };

  for (const { pos, node } of trees) {
    const walked = walk(pos, node);
    if (walked.node) {
      branches.push({ pos, node: walked.node });
    }
  }
  return { branches: branches.sort(byPlace), twice };
}

function repair(trees, limit) {
  return leaves(trees)
    .map(({ pos, path }) => ({ pos, path: path.slice(0, limit) }))
    .map(({ pos, path }) => ({ pos: pos + 1 - path.length, node: path.reduce((child, { key, deleted }) => ({ key, deleted, children: child ? [child] : [] }), null) }))
    .sort(byPlace)
    .reduce(merge, []);
}

/** Every leaf with its generation, and its path newest first. */
export function leaves(trees) {
  const found = [];
  const walk = (pos, node, above) => {
    const path = [node, ...above];
    if (node.children.length === 0) {
      found.push({ pos, path });
    }
    node.children.forEach((child) => walk(pos + 1, child, path));
  };
  trees.forEach(({ pos, node }) => walk(pos, node, []));
  return found;
}

/** Whether the trees hold a revision, be it by name alone. */
export function has(trees, pos, key) {
  const search = (at, node) => (at === pos ? node.key === key : at < pos && node.children.some((child) => search(at + 1, child)));
  return trees.some((tree) => search(tree.pos, tree.node));
}
