// A container's blobs as List Blobs writes them. Documentation: List Blobs.

import { httpDate } from '../../kernel/time/instant.js';
import type { ContainerName } from './blobs.js';
import type { StoredBlob } from './state.js';
import { xmlDocument, xmlElement, xmlText } from './xml.js';

/** One page of a list. */
export interface ListedPage {
  readonly blobs: readonly { readonly name: string; readonly blob: StoredBlob }[];
  /** Where the next page begins; empty after the last one. */
  readonly nextMarker: string;
}

/** The document of a page; metadata only where `include` asks for them. */
export function blobList(
  { account, container }: ContainerName,
  page: ListedPage,
  query: Readonly<Record<string, string>>,
): string {
  const withMetadata = query['include']?.split(',').includes('metadata') === true;
  const echoed = [
    ['Prefix', query['prefix']],
    ['Marker', query['marker']],
    ['MaxResults', query['maxresults']],
  ] as const;
  const parts = [
    ...echoed.map(([name, value]) => (value === undefined ? '' : xmlElement(name, value))),
    '<Blobs>',
    ...page.blobs.map(({ name, blob }) => listedBlob(name, blob, withMetadata)),
    '</Blobs>',
    xmlElement('NextMarker', page.nextMarker),
  ];
  const endpoint = xmlText(`https://${account}.blob.core.windows.net/`);
  return xmlDocument(
    `<EnumerationResults ServiceEndpoint="${endpoint}" ContainerName="${xmlText(container)}">${parts.join('')}</EnumerationResults>`,
  );
}

/** The document of a page of containers. Documentation: List Containers. */
export function containerList(
  account: string,
  containers: readonly { readonly name: string; readonly createdMilliseconds: number }[],
  nextMarker: string,
): string {
  const listed = containers.map(({ name, createdMilliseconds }) =>
    [
      '<Container>',
      xmlElement('Name', name),
      '<Properties>',
      xmlElement('Last-Modified', httpDate(createdMilliseconds)),
      xmlElement('LeaseStatus', 'unlocked'),
      xmlElement('LeaseState', 'available'),
      xmlElement('HasImmutabilityPolicy', 'false'),
      xmlElement('HasLegalHold', 'false'),
      '</Properties>',
      '</Container>',
    ].join(''),
  );
  const endpoint = xmlText(`https://${account}.blob.core.windows.net/`);
  return xmlDocument(
    `<EnumerationResults ServiceEndpoint="${endpoint}"><Containers>${listed.join('')}</Containers>${xmlElement('NextMarker', nextMarker)}</EnumerationResults>`,
  );
}

function listedBlob(name: string, blob: StoredBlob, withMetadata: boolean): string {
  const metadata = Object.entries(blob.metadata).map(([key, value]) => xmlElement(key, value));
  return [
    '<Blob>',
    xmlElement('Name', name),
    `<Properties>${listedProperties(blob)}</Properties>`,
    withMetadata ? `<Metadata>${metadata.join('')}</Metadata>` : '',
    '</Blob>',
  ].join('');
}

function listedProperties(blob: StoredBlob): string {
  const changed = httpDate(blob.lastModifiedMilliseconds);
  const properties = {
    'Creation-Time': changed,
    'Last-Modified': changed,
    Etag: blob.etag.replaceAll('"', ''),
    'Content-Length': String(blob.size),
    'Content-Type': 'application/octet-stream',
    ...(blob.type === 'PageBlob' ? { 'x-ms-blob-sequence-number': '0' } : {}),
    BlobType: blob.type,
    LeaseStatus: 'unlocked',
    LeaseState: 'available',
    ServerEncrypted: 'true',
  };
  return Object.entries(properties)
    .map(([name, text]) => xmlElement(name, text))
    .join('');
}
