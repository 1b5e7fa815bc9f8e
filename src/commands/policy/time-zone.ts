// The time zones of policies have Windows' names; Unicode's table, which the package windows-iana keeps,
// turns them into the ones that Intl and people know, and back.

import { WINDOWS_TO_IANA_MAP, findIana, findWindows } from 'windows-iana';
import { sameName } from '../../domain/resource-id.js';
import { nearNames } from '../../facts/choose-machines.js';

/** IANA's name of a zone that a policy names; undefined when Unicode does not know it. */
export function ianaZone(windowsName: string): string | undefined {
  return windowsName === 'UTC' ? 'UTC' : findIana(windowsName)[0];
}

/**
 * Azure's name of the zone that a person names, by IANA's name or already by Windows', in any casing.
 * @returns the names that come near where there is none such
 */
export function windowsZone(
  text: string,
): { readonly name: string } | { readonly name?: undefined; readonly near: readonly string[] } {
  const names = windowsNames();
  const own = names.find((name) => sameName(name, text));
  const mapped = own ?? windowsOfIana(text);
  return mapped === undefined
    ? { near: nearNames(text, [...names, ...Intl.supportedValuesOf('timeZone')]) }
    : { name: mapped };
}

function windowsNames(): readonly string[] {
  return [...new Set(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => windowsName))];
}

function windowsOfIana(text: string): string | undefined {
  const canonical = canonicalZone(text);
  if (canonical === undefined) {
    return undefined;
  }
  // Both: Intl knows casings and newer names, the table older ones.
  const [first] = [canonical, text].flatMap((name) => findWindows(name));
  return canonical === 'UTC' ? 'UTC' : first;
}

/** The zone's name as Intl writes it; undefined when it is none. */
function canonicalZone(text: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
