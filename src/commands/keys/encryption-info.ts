// The encryption info file that a restore of disks leaves in the staging account. Documented are the names
// of five members ("Restore Key Vault key and secret for encrypted VMs"); where they stand, how they are
// cased and what else there is, is not. So the names are compared without case and looked for in each
// place where Azure is known to put them; what is not known is passed over.

import { parseJson } from '../../domain/parse-json.js';
import { z } from 'zod';
import type { KeyCopies, KeyCopy, SecretCopy } from '../../domain/keys/key-copies.js';
import { KeyMaterial } from '../../domain/keys/key-material.js';
import { decodeText } from '../../domain/text/text-encoding.js';
import { usageError } from '../../errors/azbackup-error.js';

/** Members that may hold the details, the documented one first; the second is that of the API. */
const DETAILS = ['osdiskkeyandsecretdetails', 'keyandsecret', 'keyandsecretdetails', 'properties'];
/** Parts in which the API groups them. */
const PARTS = ['bekdetails', 'kekdetails'];

const text = z.string().trim().min(1).optional().catch(undefined);

const detailsSchema = z.object({
  secreturl: z.string().trim().min(1),
  secretdata: text,
  keyvaultsecretbackupdata: text,
  secretvaultid: text,
  secretkeyvaultid: text,
  keyurl: text,
  keybackupdata: text,
  keyvaultid: text,
  kekvaultid: text,
  keyencryptionalgorithm: text,
  ostype: text,
});

type Details = z.infer<typeof detailsSchema>;

/**
 * What the file holds. Its text appears in no error: it is key material.
 * @param file its name, for messages
 * @throws AzbackupError `AZB_ENCRYPTION_INFO` (2)
 */
export function parseEncryptionInfo(bytes: Uint8Array, file: string): KeyCopies {
  const root = parseWritten(decodeText(bytes));
  if (root === undefined) {
    throw invalid(file, 'it is not JSON');
  }
  const details = detailsSchema.safeParse(detailsIn(lowerCased(root)));
  if (!details.success) {
    throw invalid(file, 'SecretUrl is missing');
  }
  return copiesFrom(details.data);
}

/** JSON, or JSON that was written as a JSON text. */
function parseWritten(written: string): unknown {
  const parsed = parseJson(written);
  return typeof parsed === 'string' ? parseJson(parsed) : parsed;
}

const objectSchema = z.record(z.string(), z.unknown());

/** All names in lower case, at any depth. */
function lowerCased(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => lowerCased(each));
  }
  const object = objectSchema.safeParse(value).data;
  return object === undefined
    ? value
    : Object.fromEntries(
        Object.entries(object).map(([name, each]) => [name.toLowerCase(), lowerCased(each)]),
      );
}

/** The members of the details, whether or not they stand in parts, on top of those around them. */
function detailsIn(root: unknown): Readonly<Record<string, unknown>> {
  const outer = objectFrom(root);
  const nested = DETAILS.map((name) => outer[name]).find((value) => value !== undefined);
  const details = nested === undefined ? {} : detailsIn(nested);
  const parts = PARTS.map((name) => objectFrom(outer[name]));
  return [outer, ...parts, details].reduce((all, each) => ({ ...all, ...each }));
}

/** An object; also the first of a list, and one that was written as a text. */
function objectFrom(value: unknown): Readonly<Record<string, unknown>> {
  if (Array.isArray(value)) {
    return objectFrom(value[0]);
  }
  const read = typeof value === 'string' ? lowerCased(parseJson(value)) : value;
  return objectSchema.safeParse(read).data ?? {};
}

function copiesFrom(details: Details): KeyCopies {
  const key = keyFrom(details);
  const osType = /^(?<os>windows|linux)$/iu.exec(details.ostype ?? '')?.groups?.['os'];
  return {
    secret: secretFrom(details),
    ...(key === undefined ? {} : { key }),
    ...(osType === undefined
      ? {}
      : { osType: osType.toLowerCase() === 'windows' ? 'Windows' : 'Linux' }),
    ...(details.keyencryptionalgorithm === undefined
      ? {}
      : { algorithm: details.keyencryptionalgorithm }),
  };
}

function secretFrom(details: Details): SecretCopy {
  const { secreturl: url, secretdata, keyvaultsecretbackupdata } = details;
  const keyVaultId = details.secretvaultid ?? details.secretkeyvaultid;
  return {
    url,
    ...(keyVaultId === undefined ? {} : { keyVaultId }),
    ...(secretdata === undefined ? {} : { value: new KeyMaterial(secretdata) }),
    ...(keyvaultsecretbackupdata === undefined
      ? {}
      : { backup: new KeyMaterial(keyvaultsecretbackupdata) }),
  };
}

function keyFrom(details: Details): KeyCopy | undefined {
  const { keyurl: url, keybackupdata } = details;
  const keyVaultId = details.keyvaultid ?? details.kekvaultid;
  return url === undefined
    ? undefined
    : {
        url,
        ...(keyVaultId === undefined ? {} : { keyVaultId }),
        ...(keybackupdata === undefined ? {} : { backup: new KeyMaterial(keybackupdata) }),
      };
}

function invalid(file: string, reason: string): Error {
  return usageError('AZB_ENCRYPTION_INFO', `${file} is not an encryption info file`, {
    target: file,
    causes: [reason],
    fix: [
      'use the unmodified blob named in the property "Encryption Info Blob Name" of the restore job',
    ],
  });
}
