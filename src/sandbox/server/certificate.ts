// Writes X.509 certificates: Node reads them but cannot make them. Structures of RFC 5280, signed with
// ECDSA and SHA-256.

import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import { dateOf } from '../kernel/time/instant.js';

/** When a certificate holds, in milliseconds since the epoch by the clock of those who check it. */
export interface ValidPeriod {
  readonly fromMilliseconds: number;
  readonly untilMilliseconds: number;
}

/** Who signs. */
export interface Signer {
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * The certificate of an authority that signs itself, in PEM.
 * @param domains the only names, with everything below them, that it can vouch for
 */
export function authorityCertificate(
  signer: Signer,
  domains: readonly string[],
  period: ValidPeriod,
): string {
  const permittedSubtrees = new GeneralSubtrees(
    domains.map((domain) => new GeneralSubtree({ base: new GeneralName({ dNSName: domain }) })),
  );
  return certificate({ name: signer.name, publicKey: signer.publicKey }, signer, period, [
    extension(
      id_ce_basicConstraints,
      new BasicConstraints({ cA: true, pathLenConstraint: 0 }),
      true,
    ),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign), true),
    extension(id_ce_nameConstraints, new NameConstraints({ permittedSubtrees }), true),
  ]);
}

/** Whom a server's certificate names. */
export interface ServerName {
  /** DNS names; the first is also the subject. */
  readonly names: readonly [string, ...string[]];
  readonly addresses?: readonly string[];
}

/** The certificate of a server, signed by an authority, in PEM. */
export function serverCertificate(
  server: ServerName,
  publicKey: KeyObject,
  signer: Signer,
  period: ValidPeriod,
): string {
  const altNames = new SubjectAlternativeName([
    ...server.names.map((dNSName) => new GeneralName({ dNSName })),
    ...(server.addresses ?? []).map((iPAddress) => new GeneralName({ iPAddress })),
  ]);
  const issuerKey = new AuthorityKeyIdentifier({
    keyIdentifier: new KeyIdentifier(keyIdentifier(signer.publicKey)),
  });
  return certificate({ name: server.names[0], publicKey }, signer, period, [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth]), false),
    // Python's strict check, on by default since 3.13, refuses certificates without it.
    extension(id_ce_authorityKeyIdentifier, issuerKey, false),
    extension(id_ce_subjectAltName, altNames, false),
  ]);
}

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const SERIAL_BYTES = 16;

function certificate(
  subject: { readonly name: string; readonly publicKey: KeyObject },
  signer: Signer,
  period: ValidPeriod,
  extensions: readonly Extension[],
): string {
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const toSign = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature: algorithm,
    issuer: commonName(signer.name),
    subject: commonName(subject.name),
    validity: new Validity({
      notBefore: dateOf(period.fromMilliseconds),
      notAfter: dateOf(period.untilMilliseconds),
    }),
    subjectPublicKeyInfo: publicKeyInfo(subject.publicKey),
    extensions: new Extensions([
      ...extensions,
      extension(
        id_ce_subjectKeyIdentifier,
        new SubjectKeyIdentifier(keyIdentifier(subject.publicKey)),
        false,
      ),
    ]),
  });
  const signature = sign('sha256', new Uint8Array(AsnConvert.serialize(toSign)), signer.privateKey);
  const signed = new Certificate({
    tbsCertificate: toSign,
    signatureAlgorithm: algorithm,
    signatureValue: exactBytes(signature),
  });
  return pem(Buffer.from(AsnConvert.serialize(signed)));
}

function extension(id: string, value: object, critical: boolean): Extension {
  const extnValue = new OctetString(AsnConvert.serialize(value));
  return new Extension({ extnID: id, critical, extnValue });
}

function commonName(text: string): Name {
  const value = new AttributeValue({ utf8String: text });
  return new Name([
    new RelativeDistinguishedName([new AttributeTypeAndValue({ type: COMMON_NAME, value })]),
  ]);
}

function publicKeyInfo(key: KeyObject): SubjectPublicKeyInfo {
  return AsnConvert.parse(key.export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo);
}

/** The digest of the key's bits: RFC 5280, section 4.2.1.2, method 1. */
function keyIdentifier(key: KeyObject): OctetString {
  const bits = new Uint8Array(publicKeyInfo(key).subjectPublicKey);
  return new OctetString(exactBytes(createHash('sha1').update(bits).digest()));
}

/** Random and positive, of a fixed length: the first bits are 01. */
function serialNumber(): ArrayBuffer {
  const bytes = new Uint8Array(randomBytes(SERIAL_BYTES));
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.buffer;
}

/** A copy: small Buffers share the memory of others. */
function exactBytes(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/gu) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
