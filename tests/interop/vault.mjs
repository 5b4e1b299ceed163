// What docs/formats/envelope.md says of mode 1, invitations, printed keys and the key file of a device, written from the page.
// node vault.mjs vectors            prints known answers (tests/vectors/vault-vectors.json)
// node vault.mjs write              a vault with a Secret Key, an invitation and a protected key file, for the product to open
// node vault.mjs open written.json  opens what the product wrote
import { readFileSync } from 'node:fs';
import sodium from 'libsodium-wrappers-sumo';
import * as ax from './aurix.mjs';

const KIND = { password: 0x31, recovery: 0x32, invitation: 0x33, local: 0x40 };
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

// ── slots ──

const slotContext = (vault, kind, mode, number) => ax.concat(vault, ax.byte(kind === KIND.password ? 1 : 0), ax.byte(kind === KIND.password ? mode : 0), ax.le32(number));

function wrapSlot(key, kind, vault, mode, number, data) {
  const head = ax.header(kind, 0);
  const [v, c] = ax.seal(key, head, slotContext(vault, kind, mode, number), ax.pad(data, ax.MINIMUM.slot));
  return ax.concat(head, ax.le32(number), v, c);
}

function unwrapSlot(key, kind, vault, mode, wrapped) {
  if (ax.hex(wrapped.slice(0, 8)) !== ax.hex(ax.header(kind, 0))) throw Error('SlotInvalid');
  const padded = ax.open(key, ax.header(kind, 0), slotContext(vault, kind, mode, ax.readLe32(wrapped, 8)), wrapped.slice(12, 44), wrapped.slice(44));
  return ax.unpad(padded, ax.MINIMUM.slot);
}

const invitationKey = (x, vault) => ax.kdf(ax.concat(x, new Uint8Array(16)), 'invite', vault);

// ── printed keys ──

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

function print(letter, key) {
  const bits = [...key].map(b => b.toString(2).padStart(8, '0')).join('');
  const padded = bits.padEnd(Math.ceil(bits.length / 5) * 5, '0');
  const symbols = [CROCKFORD.indexOf(letter), 1, ...padded.match(/.{5}/g).map(group => parseInt(group, 2))];
  const check = polymod([...symbols, 0, 0, 0, 0, 0, 0]) ^ 1;
  for (let index = 5; index >= 0; index--) symbols.push((check >>> (5 * index)) & 31);
  return symbols.map(symbol => CROCKFORD[symbol]).join('').match(/.{1,5}/g).join('-');
}

function parse(letter, size, code) {
  const symbols = [...code.replaceAll('-', '')].map(c => CROCKFORD.indexOf(c));
  if (symbols[0] !== CROCKFORD.indexOf(letter) || symbols[1] !== 1 || polymod(symbols) !== 1) throw Error('mistyped');
  const bits = symbols.slice(2, -6).map(symbol => symbol.toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.slice(0, 8 * size).match(/.{8}/g), group => parseInt(group, 2));
}

// ── the key file ──

const localContext = (label, salt) => ax.concat(ax.utf8(label), ax.byte(0), salt);

function wrapLocal(key, label, salt, data, minimum) {
  const head = ax.header(KIND.local, 0);
  const [v, c] = ax.seal(key, head, localContext(label, salt), ax.pad(data, minimum));
  return ax.concat(head, v, c);
}

function unwrapLocal(key, label, salt, wrapped, minimum) {
  return ax.unpad(ax.open(key, ax.header(KIND.local, 0), localContext(label, salt), wrapped.slice(8, 40), wrapped.slice(40)), minimum);
}

const passphraseKey = (passphrase, salt) =>
  ax.kdf(sodium.crypto_pwhash(32, ax.utf8(passphrase.normalize('NFKC')), salt, 3, 256 << 20, sodium.crypto_pwhash_ALG_ARGON2ID13), 'lock');

function protect(plain, passphrase, salt, ldk) {
  const lock = wrapLocal(passphraseKey(passphrase, salt), 'aurix-keys/lock', salt, ldk, ax.MINIMUM.slot);
  const keys = wrapLocal(ldk, 'aurix-keys/body', salt, ax.utf8(plain), ax.MINIMUM.document);
  const text = `{"format":"aurix-keys","v":2,"salt":"${ax.b64u(salt)}","lock":"${ax.b64u(lock)}","keys":"${ax.b64u(keys)}"`;
  return `${text},"check":"${ax.b64u(ax.blake2b(32, null, ax.utf8(text)))}"}\n`;
}

function unprotect(file, passphrase) {
  const { salt, lock, keys, check } = JSON.parse(file);
  const text = file.slice(0, file.indexOf(',"check"'));
  if (check !== ax.b64u(ax.blake2b(32, null, ax.utf8(text)))) throw Error('KeysDamaged');
  const s = ax.unb64u(salt);
  const ldk = unwrapLocal(passphraseKey(passphrase, s), 'aurix-keys/lock', s, ax.unb64u(lock), ax.MINIMUM.slot);
  return ax.text(unwrapLocal(ldk, 'aurix-keys/body', s, ax.unb64u(keys), ax.MINIMUM.document));
}

// ── commands ──

const range = (start, length) => Uint8Array.from({ length }, (_, index) => start + index);
const pw = 'correct horse battery staple';
const [user, database] = ['alex', 'aurix-k3f9q2mz-sk'];

function vectors() {
  const [vault, mk, rk, sk, x, salt, ldk] = [range(0, 16), range(0x60, 32), range(0x80, 32), range(0xa0, 16), range(0xb0, 16), range(0xd0, 16), range(0xe0, 32)];
  const { auth, kek } = ax.split(ax.stretch(user, database, pw), sk);
  return {
    in: { user, database, password: pw, passphrase: 'only this device knows it', plain: 'what is inside', minute: 29500000, vault: ax.hex(vault), mk: ax.hex(mk), sk: ax.hex(sk), x: ax.hex(x), salt: ax.hex(salt), ldk: ax.hex(ldk) },
    auth: ax.hex(auth),
    kek: ax.hex(kek),
    slot_pw_mode1: ax.b64u(wrapSlot(kek, KIND.password, vault, 1, 2, mk)),
    slot_inv: ax.b64u(wrapSlot(invitationKey(x, vault), KIND.invitation, vault, 1, 29500000, mk)),
    recovery_code: print('R', rk),
    secret_key: print('S', sk),
    invitation: print('N', ax.concat(auth, x)),
    key_file: protect('what is inside', 'only this device knows it', salt, ldk),
  };
}

function write() {
  const [vault, mk, stable, ek, sk, x] = [ax.random(16), ax.random(32), ax.random(32), ax.random(32), ax.random(16), ax.random(16)];
  const { auth, kek } = ax.split(ax.stretch(user, database, pw), sk);
  const epochs = [{ e: 1, k: ax.b64u(ek) }];
  const ring = ax.canonical({ cur: 1, epochs, gen: 1, stable: ax.b64u(stable) });
  const member = `{"vault":"${ax.b64u(vault)}","cur":1,"gen":1,"slot":1,"mk":"${ax.b64u(mk)}","stable":"${ax.b64u(stable)}","epochs":${JSON.stringify(epochs)}`;
  const check = ax.blake2b(32, ax.kdf(mk, 'keyfile'), ax.utf8(member));
  const plain = `{"format":"aurix-keys","v":1,"current":${member},"check":"${ax.b64u(check)}"}}\n`;
  const minute = Math.floor(Date.now() / 60000) + 10;
  return {
    user, database, password: pw, passphrase: 'Grüße an dieses Gerät',
    vault: ax.b64u(vault),
    secretKey: print('S', sk),
    serverPassword: ax.b64u(auth),
    invitation: print('N', ax.concat(auth, x)),
    keyFile: protect(plain, 'Grüße an dieses Gerät', ax.random(16), ax.random(32)),
    vaultDocument: {
      v: 1, vault: ax.b64u(vault), prof: 1, mode: 1,
      slots: {
        pw: [ax.b64u(wrapSlot(kek, KIND.password, vault, 1, 1, mk))],
        rec: ax.b64u(ax.wrap(ax.kdf(ax.random(32), 'recovery'), KIND.recovery, vault, 1, mk)),
        inv: [ax.b64u(wrapSlot(invitationKey(x, vault), KIND.invitation, vault, 1, minute, mk))],
      },
      ring: ax.b64u(ax.wrap(ax.kdf(mk, 'ring'), ax.KIND.ring, vault, 1, ax.utf8(ring))),
    },
  };
}

function open(written) {
  const { slots, vault: id } = written.vaultDocument;
  const vault = ax.unb64u(id);
  const { auth, kek } = ax.split(ax.stretch(written.user, written.database, written.password), parse('S', 16, written.secretKey));
  const code = parse('N', 48, written.invitation);
  const plain = JSON.parse(unprotect(written.keyFile, written.passphrase));
  return {
    serverPassword: ax.b64u(auth),
    invitedAs: ax.b64u(code.slice(0, 32)),
    byPassword: ax.b64u(unwrapSlot(kek, KIND.password, vault, 1, ax.unb64u(slots.pw[0]))),
    byInvitation: ax.b64u(unwrapSlot(invitationKey(code.slice(32), vault), KIND.invitation, vault, 1, ax.unb64u(slots.inv[0]))),
    inKeyFile: plain.current.mk,
    loginInKeyFile: plain.account.login,
  };
}

const [command, file] = process.argv.slice(2);
const result = command === 'vectors' ? vectors() : command === 'write' ? write() : open(JSON.parse(readFileSync(file, 'utf8')));
console.log(JSON.stringify(result, null, 1));
