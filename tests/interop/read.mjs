// node read.mjs written.json: opens what the product wrote, from the password up, and tells on stdout what was inside.
import { readFileSync } from 'node:fs';
import * as ax from './aurix.mjs';

const written = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { auth, kek } = ax.split(ax.stretch(written.user, written.database, written.password));
const keys = ax.openVault(written.vaultDocument, kek);

const recoveryKey = ax.kdf(ax.parseRecoveryCode(written.recoveryCode), 'recovery');
const recovered = ax.unwrap(recoveryKey, ax.KIND.recovery, keys.vault, ax.unb64u(written.vaultDocument.slots.rec));

const documents = written.documents.map(document => {
  const plain = ax.text(ax.openDocument(keys, document));
  if ('d' + ax.b64u(ax.documentId(keys, JSON.parse(plain).id)) !== document.id) throw Error('IdMismatch');
  return plain;
});

const blobs = new Map(written.file.blobs.map(piece => [piece.address, ax.unb64u(piece.blob)]));
const file = ax.openFile(
  keys, written.file.epoch, ax.unb64u(written.file.id), written.file.size, ax.unb64u(written.file.manifest), address => blobs.get(ax.b64u(address)));

console.log(JSON.stringify({
  serverPassword: ax.b64u(auth),
  recoveryOpens: ax.hex(recovered) === ax.hex(keys.mk),
  documents,
  file: ax.hex(ax.blake2b(32, null, file)),
}));
