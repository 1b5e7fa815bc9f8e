// What the fields of Azure's JSON hold, by their names: secrets, names, words for people, constants. A field
// that is of none of these kinds is looked at most strictly.

/** What a field of text holds. */
export type FieldKind = 'secret' | 'name' | 'sentence' | 'constant' | 'other';

/** Whatever opens something, or is run; lower-case. */
const SECRETS: ReadonlySet<string> = new Set([
  'access_token',
  'accesssas',
  'accesstoken',
  'accesstokenstring',
  'accountkey',
  'adminpassword',
  'assertion',
  'authorization',
  'client_assertion',
  'client_secret',
  'clientsecret',
  'code_verifier',
  'commandtoexecute',
  'connectionstring',
  'customdata',
  'id_token',
  'keybackupdata',
  'keydata',
  'keyvaultsecretbackupdata',
  'password',
  'primarykey',
  'privatekey',
  'protectedsettings',
  'protectedsettingsfromkeyvault',
  'refresh_token',
  'sastoken',
  'sasuri',
  'script',
  'secondarykey',
  'secret',
  'secretdata',
  'secrettext',
  'sharedaccesssignature',
  'token',
  'userdata',
  // Secrets of a key vault, keys of an account, results of using a key.
  'value',
]);

/** Private parts of a JSON Web Key (RFC 7518, section 6); elsewhere these names mean other things. */
const PRIVATE_KEY_FIELDS: ReadonlySet<string> = new Set([
  'd',
  'dp',
  'dq',
  'k',
  'p',
  'q',
  'qi',
  'key_hsm',
]);

const NAMES =
  /name$|^(?:condition|createdby|description|fqdn|lastmodifiedby|mail|notes|owner|subject|updatedby|upn)$/u;

const SENTENCES =
  /message$|^(?:details?|displaystatus|error_description|errorstring|errortitle|possiblecauses|reason|recommendations|recommendedaction|taskexecutiondetails|title)$/u;

const CONSTANTS =
  /(?:actions?|algorithm|alg|backup|caching|categor(?:y|ies)|code|details|direction|dow|duration|encryption|family|format|frequency|generation|history|kind|level|mode|model|month|of(?:the)?week|offer|operation|option|patchmode|plan|protocol|publisher|range|redundancy|region|role|size|sku|state|status|storage|strategy|support|tier|type|units?|version|zone|zones)s?$|^(?:bypass|certificates|crv|daysoftheweek|defaultaction|key_ops|keyops|keys|kty|location|monthsofyear|osname|primarylocation|secondarylocation|secrets|taskid|weeksofthemonth)$/u;

/** Names that are constants where they stand: of a price, of a kind of storage. */
const PARENTS_OF_CONSTANTS: ReadonlySet<string> = new Set(['sku', 'plan', 'imagereference']);

/** Below these, names of fields are the user's own. */
const FREE_NAMES: ReadonlySet<string> = new Set([
  'tags',
  'metadata',
  'parameters',
  'outputs',
  'variables',
]);

/** Where a field stands: its name, the object that has it, and whether that is a JSON Web Key. */
export interface Place {
  readonly field: string;
  readonly parent: string;
  readonly isKey: boolean;
}

/** What a field holds. */
export function fieldKind({ field, parent, isKey }: Place): FieldKind {
  const name = field.toLowerCase();
  if (SECRETS.has(name) || (isKey && PRIVATE_KEY_FIELDS.has(name))) {
    return 'secret';
  }
  if (name === 'name' && PARENTS_OF_CONSTANTS.has(parent.toLowerCase())) {
    return 'constant';
  }
  if (SENTENCES.test(name)) {
    return 'sentence';
  }
  if (CONSTANTS.test(name)) {
    return 'constant';
  }
  return NAMES.test(name) ? 'name' : 'other';
}

/** True for an object whose fields are named by the user. */
export function hasFreeNames(field: string): boolean {
  return FREE_NAMES.has(field.toLowerCase());
}
