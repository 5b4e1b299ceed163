// The formats of docs/formats/envelope.md, written from the page and not from the product's code.
import sodium from 'libsodium-wrappers-sumo';

await sodium.ready;

export const KIND = { document: 0x01, tombstone: 0x02, chunk: 0x10, manifest: 0x11, ring: 0x30, password: 0x31, recovery: 0x32 };
export const CHUNK_SIZE = 1048572;
export const MINIMUM = { slot: 64, document: 256, chunk: 4096 };

export const utf8 = text => new TextEncoder().encode(text);
export const text = bytes => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
export const hex = bytes => sodium.to_hex(bytes);
export const unhex = string => sodium.from_hex(string);
export const b64u = bytes => sodium.to_base64(bytes, sodium.base64_variants.URLSAFE_NO_PADDING);
export const unb64u = string => sodium.from_base64(string, sodium.base64_variants.URLSAFE_NO_PADDING);
export const random = count => sodium.randombytes_buf(count);

export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const byte = value => Uint8Array.of(value);

export function le32(value) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

export function le64(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes;
}

export const readLe32 = (bytes, at) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);

/** BLAKE2b; key null for none. */
export const blake2b = (length, key, message) => sodium.crypto_generichash(length, message, key);

export const kdf = (key, label, ...context) => blake2b(32, key, concat(utf8('aurix/1/' + label), byte(0), ...context));

export const header = (kind, epoch) => concat(utf8('AX'), byte(1), byte(kind), le32(epoch));

export function padme(length) {
  if (length < 2) return length;
  const exponent = Math.floor(Math.log2(length));
  const free = exponent - (Math.floor(Math.log2(exponent)) + 1);
  return free <= 0 ? length : Math.ceil(length / 2 ** free) * 2 ** free;
}

export function pad(data, minimum) {
  const padded = new Uint8Array(Math.max(minimum, padme(4 + data.length)));
  padded.set(le32(data.length));
  padded.set(data, 4);
  return padded;
}

export function unpad(padded, minimum) {
  const length = readLe32(padded, 0);
  if (length > padded.length - 4 || padded.subarray(4 + length).some(b => b !== 0) || padded.length !== Math.max(minimum, padme(4 + length))) {
    throw Error('PaddingInvalid');
  }
  return padded.slice(4, 4 + length);
}

const associated = (head, context) => concat(head, le32(context.length), context);
const siv = (key, a, padded) => blake2b(32, kdf(key, 'siv'), concat(le64(a.length), a, padded));

/** Answers [V, C]. */
export function seal(key, head, context, padded) {
  const a = associated(head, context);
  const v = siv(key, a, padded);
  return [v, sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, a, null, v.slice(0, 24), kdf(key, 'enc'))];
}

/** Answers P, or throws. */
export function open(key, head, context, v, ciphertext) {
  const a = associated(head, context);
  const padded = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, a, v.slice(0, 24), kdf(key, 'enc'));
  if (!sodium.memcmp(v, siv(key, a, padded))) throw Error('SivMismatch');
  return padded;
}

// ── login ──

export const salt = (user, database) => {
  const [u, d] = [utf8(user), utf8(database)];
  return blake2b(16, null, concat(utf8('aurix/1/salt'), byte(0), le32(u.length), u, le32(d.length), d));
};

export const stretch = (user, database, password) =>
  sodium.crypto_pwhash(32, utf8(password.normalize('NFKC')), salt(user, database), 3, 256 << 20, sodium.crypto_pwhash_ALG_ARGON2ID13);

/** secretKey: null for mode 0, 16 bytes for mode 1. */
export function split(stretched, secretKey = null) {
  const root = blake2b(32, secretKey, concat(utf8('aurix/1/root'), byte(0), byte(secretKey ? 1 : 0), stretched));
  return { root, auth: kdf(root, 'auth'), kek: kdf(root, 'kek') };
}

// ── vault document ──

const slotContext = (vault, kind, generation) => concat(vault, byte(kind === KIND.password ? 1 : 0), byte(0), le32(generation));
const ringContext = (vault, generation) => concat(vault, le32(generation));
const wrapContext = (vault, kind, generation) => (kind === KIND.ring ? ringContext : (v, g) => slotContext(v, kind, g))(vault, generation);
const wrapMinimum = kind => kind === KIND.ring ? MINIMUM.document : MINIMUM.slot;

export function wrap(key, kind, vault, generation, data) {
  const [v, c] = seal(key, header(kind, 0), wrapContext(vault, kind, generation), pad(data, wrapMinimum(kind)));
  return concat(header(kind, 0), le32(generation), v, c);
}

export function unwrap(key, kind, vault, wrapped) {
  if (hex(wrapped.slice(0, 8)) !== hex(header(kind, 0))) throw Error('SlotInvalid');
  const padded = open(key, header(kind, 0), wrapContext(vault, kind, readLe32(wrapped, 8)), wrapped.slice(12, 44), wrapped.slice(44));
  return unpad(padded, wrapMinimum(kind));
}

/** Opens aurix-vault with a KEK, answering { vault, mk, stable, epochs, current }. */
export function openVault(document, kek) {
  const vault = unb64u(document.vault);
  const mk = unwrap(kek, KIND.password, vault, unb64u(document.slots.pw[0]));
  const ring = JSON.parse(text(unwrap(kdf(mk, 'ring'), KIND.ring, vault, unb64u(document.ring))));
  const epochs = Object.fromEntries(ring.epochs.map(epoch => [epoch.e, unb64u(epoch.k)]));
  return { vault, mk, stable: unb64u(ring.stable), epochs, current: ring.cur };
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Bech32's checksum (BIP 173); 1 when the symbols end with their own. */
function polymod(symbols) {
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let state = 1;
  for (const symbol of symbols) {
    const top = state >>> 25;
    state = ((state & 0x1ffffff) << 5) ^ symbol;
    for (let bit = 0; bit < 5; bit++) if ((top >>> bit) & 1) state ^= generator[bit];
  }
  return state >>> 0;
}

export function recoveryCode(key) {
  const bits = [...key].map(b => b.toString(2).padStart(8, '0')).join('') + '0000';
  const symbols = [CROCKFORD.indexOf('R'), 1, ...bits.match(/.{5}/g).map(group => parseInt(group, 2))];
  const check = polymod([...symbols, 0, 0, 0, 0, 0, 0]) ^ 1;
  for (let index = 5; index >= 0; index--) symbols.push((check >>> (5 * index)) & 31);
  return symbols.map(symbol => CROCKFORD[symbol]).join('').match(/.{5}/g).join('-');
}

export function parseRecoveryCode(code) {
  const symbols = [...code.replaceAll('-', '')].map(c => CROCKFORD.indexOf(c));
  if (symbols.length !== 60 || polymod(symbols) !== 1) throw Error('RecoveryCodeInvalid');
  const bits = symbols.slice(2, 54).map(symbol => symbol.toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.slice(0, 256).match(/.{8}/g), group => parseInt(group, 2));
}

// ── documents ──

export const documentId = (keys, id) => blake2b(32, kdf(keys.stable, 'id'), utf8(id));
const itemKey = (keys, epoch, bid) => kdf(kdf(keys.epochs[epoch], 'doc'), 'item', bid);
const documentContext = (keys, bid, generation, parent) => concat(keys.vault, bid, le32(generation), parent);

/** draft: { id, generation, parent (16 bytes), tombstone, body (bytes) }. */
export function sealDocument(keys, draft, epoch = keys.current) {
  const bid = documentId(keys, draft.id);
  const head = header(draft.tombstone ? KIND.tombstone : KIND.document, epoch);
  const [v, c] = seal(itemKey(keys, epoch, bid), head, documentContext(keys, bid, draft.generation, draft.parent), pad(draft.body, MINIMUM.document));
  return {
    id: 'd' + b64u(bid),
    rev: draft.generation + '-' + hex(v.slice(0, 16)),
    hash: v.slice(0, 16),
    e: b64u(concat(head, le32(draft.generation), draft.parent, v, c)),
  };
}

/** Answers the plaintext of what a server holds as { id, rev, deleted, e }. */
export function openDocument(keys, document) {
  const bid = unb64u(document.id.slice(1));
  const e = unb64u(document.e);
  const [generation, parent, v] = [readLe32(e, 8), e.slice(12, 28), e.slice(28, 60)];
  const head = header(document.deleted ? KIND.tombstone : KIND.document, readLe32(e, 4));
  if (hex(e.slice(0, 8)) !== hex(head)) throw Error('KindMismatch');
  if (document.rev !== generation + '-' + hex(v.slice(0, 16))) throw Error('RevMismatch');
  const padded = open(itemKey(keys, readLe32(e, 4), bid), head, documentContext(keys, bid, generation, parent), v, e.slice(60));
  return unpad(padded, MINIMUM.document);
}

// ── files ──

const fileKey = (keys, epoch, file) => kdf(kdf(keys.epochs[epoch], 'chunk'), 'file', file);

function sealPiece(keys, epoch, file, kind, tail, data) {
  const head = header(kind, epoch);
  const [v, c] = seal(fileKey(keys, epoch, file), head, concat(keys.vault, file, ...tail), pad(data, MINIMUM.chunk));
  return { address: v, blob: concat(head, c) };
}

function openPiece(keys, epoch, file, kind, tail, piece) {
  const head = header(kind, epoch);
  if (hex(piece.blob.slice(0, 8)) !== hex(head)) throw Error('ChunkInvalid');
  const padded = open(fileKey(keys, epoch, file), head, concat(keys.vault, file, ...tail), piece.address, piece.blob.slice(8));
  return unpad(padded, MINIMUM.chunk);
}

/** Answers { chunks, manifest }, each piece as { address, blob }. */
export function sealFile(keys, epoch, file, data) {
  const count = Math.max(1, Math.ceil(data.length / CHUNK_SIZE));
  const chunks = Array.from({ length: count }, (_, index) =>
    sealPiece(keys, epoch, file, KIND.chunk, [le64(index), byte(index === count - 1 ? 1 : 0)], data.subarray(index * CHUNK_SIZE, (index + 1) * CHUNK_SIZE)));
  const list = concat(...chunks.map(chunk => chunk.address));
  return { chunks, manifest: sealPiece(keys, epoch, file, KIND.manifest, [le64(data.length), le32(count)], list) };
}

/** The reverse; blobs answers the sealed bytes of an address. */
export function openFile(keys, epoch, file, size, manifest, blobs) {
  const count = Math.max(1, Math.ceil(size / CHUNK_SIZE));
  const list = openPiece(keys, epoch, file, KIND.manifest, [le64(size), le32(count)], { address: manifest, blob: blobs(manifest) });
  if (list.length !== 32 * count) throw Error('AttachmentLength');
  const parts = Array.from({ length: count }, (_, index) => {
    const address = list.slice(32 * index, 32 * (index + 1));
    return openPiece(keys, epoch, file, KIND.chunk, [le64(index), byte(index === count - 1 ? 1 : 0)], { address, blob: blobs(address) });
  });
  const data = concat(...parts);
  if (data.length !== size) throw Error('AttachmentLength');
  return data;
}

// ── canonical JSON ──

/** RFC 8785, with bigint for whole numbers that a double cannot hold. */
export function canonical(value) {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value !== null && typeof value === 'object') {
    // The default sort compares UTF-16 code units, which is the order of RFC 8785.
    return '{' + Object.keys(value).sort().map(name => JSON.stringify(name) + ':' + canonical(value[name])).join(',') + '}';
  }
  return JSON.stringify(value);
}
