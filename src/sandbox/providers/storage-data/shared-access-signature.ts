// Shared access signatures of a blob or a container, signed with an account's key. Documentation: Create a
// service SAS.

/** Query parameters of a signature that the sandbox takes; the others are refused by name. */
export const SAS_PARAMETERS = ['sv', 'sr', 'sp', 'st', 'se', 'spr', 'sig'];

/** Since when the text names the kind of resource. */
const WITH_RESOURCE = '2018-11-09';

/** Since when the text names the encryption scope. */
const WITH_SCOPE = '2020-12-06';

/** Whether the text of this version's signatures is known here. */
export function isKnownSasVersion(version: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(version) && version >= WITH_RESOURCE;
}

/** The text that was signed; what the sandbox takes no value for is empty in it. */
export function sasText(
  query: Readonly<Record<string, string>>,
  resource: { readonly account: string; readonly container: string; readonly blob?: string },
): string {
  const { sp = '', st = '', se = '', spr = '', sv = '', sr = '' } = query;
  const path = [resource.account, resource.container];
  const named = sr === 'b' && resource.blob !== undefined ? [...path, resource.blob] : path;
  const [identifier, address, snapshot] = ['', '', ''];
  const responseHeaders = ['', '', '', '', ''];
  return [
    sp,
    st,
    se,
    `/blob/${named.join('/')}`,
    identifier,
    address,
    spr,
    sv,
    sr,
    snapshot,
    ...(sv >= WITH_SCOPE ? [''] : []),
    ...responseHeaders,
  ].join('\n');
}
