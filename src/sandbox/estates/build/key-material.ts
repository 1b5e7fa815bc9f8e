// RSA material for the keys of the worlds. Making a key takes up to a second, which every test and
// every first command would pay, so that the worlds share a set made once with node:crypto. They
// protect nothing: whoever has the program has them. A key created in the sandbox gets its own.

import { z } from 'zod';
import data from './key-material.json' with { type: 'json' };

/** Size of all of them. Windows Server 2022 takes no smaller key encryption key. */
export const materialBits = 3072;

const material = z.array(z.base64()).min(1).parse(data);

/** A private key as PKCS #8 PEM; different for as many numbers as there is material. */
export function privateKeyPem(number: number): string {
  const der = material[number % material.length] ?? '';
  const lines = der.match(/.{1,64}/gu) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}
