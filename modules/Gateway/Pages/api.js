// Speaks to the API with the token that was pasted in.
const key = 'aurix.token';
let token = sessionStorage.getItem(key);
let last;

export const hasToken = () => Boolean(token);
export const setToken = text => sessionStorage.setItem(key, token = text);
export const forget = () => { token = null; sessionStorage.removeItem(key); };

const ask = (method, path, body, headers = {}) => fetch(`/api/v1/${path}`, {
  method,
  headers: { authorization: `Bearer ${token}`, ...(method === 'GET' || method === 'DELETE' ? {} : { 'content-type': 'application/json' }), ...headers },
  body: method === 'GET' || method === 'DELETE' ? undefined : JSON.stringify(body ?? {}),
});

/** The answer, or an Error with what the problem says. */
export async function api(method, path, body, headers) {
  const answer = await ask(method, path, body, headers);
  const json = await answer.json();
  if (!answer.ok) {
    throw Object.assign(new Error(json.detail), { status: answer.status, code: json.title, nextStep: json.nextStep });
  }
  return json;
}

/** Changes as they happen; goes on where it was when it is asked again. */
export async function* events() {
  const answer = await ask('GET', 'events', undefined, last ? { 'last-event-id': last } : {});
  const lines = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await lines.read();
    if (done) {
      return;
    }
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    let heard = false;
    for (const id of parts.map(part => part.match(/^id: "(\d+)"$/m)?.[1]).filter(Boolean)) {
      last = id;
      heard = true;
    }
    if (heard) {
      yield last;
    }
  }
}
