// Text of others in Markdown.

import { safeText } from './safe-text.js';

/** Text in which nothing is a mark, a tag, a link or a mention. */
export function plainMarkdown(text: string): string {
  return safeText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//')
    .replaceAll(/[\\`*_[\]|~$]/gu, (mark) => `\\${mark}`);
}
