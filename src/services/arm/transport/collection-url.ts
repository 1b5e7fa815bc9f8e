// Which addresses are of lists. The SDKs read a list without entries as an empty one, so that whoever asks has to
// know before that there must be some.

/** The lists of a key vault; below a name the versions alone are one, and not a version. */
const KEY_VAULT_LISTS = /^\/(?:deleted)?(?:keys|secrets)(?:\/[^/]+\/versions)?\/?$/iu;

/** True where a GET is answered with a list: Resource Manager's addresses are types and names in turn. */
export function namesCollection(url: string): boolean {
  const { pathname } = new URL(url);
  if (KEY_VAULT_LISTS.test(pathname)) {
    return true;
  }
  if (!/^\/subscriptions(?:\/|$)/iu.test(pathname)) {
    return false;
  }
  const own = pathname.split(/\/providers\/[^/]+\//iu).at(-1) ?? '';
  return own.split('/').filter((part) => part !== '').length % 2 === 1;
}
