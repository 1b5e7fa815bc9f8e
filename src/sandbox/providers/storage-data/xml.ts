// Writing the XML of blob storage.

/** A document around its root element; Azure puts a byte order mark before it. */
export function xmlDocument(root: string): string {
  return `\u{FEFF}<?xml version="1.0" encoding="utf-8"?>${root}`;
}

/** An element that holds only text. */
export function xmlElement(name: string, text: string): string {
  return text === '' ? `<${name} />` : `<${name}>${xmlText(text)}</${name}>`;
}

/** Text as it may stand in an element or in an attribute. */
export function xmlText(text: string): string {
  return text.replaceAll(/[&<>"]/gu, (sign) => ENTITIES[sign] ?? sign);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
