// What the views are made of. Text is always text: nothing that a document says becomes markup.
export function el(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    key.startsWith('on') ? made.addEventListener(key.slice(2), value) : value !== '' && made.setAttribute(key, value);
  }
  made.append(...children.flat(Infinity));
  return made;
}

export const card = (title, ...children) => el('section', { class: 'card' }, el('h2', {}, title), ...children);

export const table = (heads, rows, last = []) => el('table', {},
  heads.some(Boolean) ? el('thead', {}, el('tr', {}, ...heads.map(head => el('th', { scope: 'col' }, head)))) : '',
  el('tbody', {}, ...rows.map(row => el('tr', {}, ...row.map((cell, place) => el('td', { class: place === row.length - 1 ? last.join(' ') : '' }, cell))))));

export const date = text => text ? new Date(text).toLocaleString() : '';
export const short = revision => revision.slice(0, revision.indexOf('-') + 9);
export const pretty = value => typeof value === 'string' ? value : JSON.stringify(value, null, 2);

export function tell(text) {
  const said = el('p', {}, text);
  document.getElementById('told').replaceChildren(said); // the last word counts, and covers least
  setTimeout(() => said.remove(), 6000);
}

/** Lines that went and lines that came: the longest common subsequence, which is quick enough for what a person reads. */
export function diff(before, after) {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const common = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      common[i][j] = old[i] === now[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines = [];
  for (let i = 0, j = 0; i < old.length || j < now.length;) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push(el('span', {}, old[i]));
      i++;
      j++;
    } else if (i < old.length && (j === now.length || common[i + 1][j] >= common[i][j + 1])) {
      lines.push(el('span', { class: 'gone' }, old[i++]));
    } else {
      lines.push(el('span', { class: 'add' }, now[j++]));
    }
  }
  return el('pre', {}, ...lines);
}
