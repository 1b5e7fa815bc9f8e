// Deny assignments evaluated: they outweigh every role. Rules: "Understand Azure deny assignments".

import type { Fact } from './fact.js';
import { isDataActionGranted, scopeCovers } from './rbac.js';
import { sameId, sameName } from './resource-id.js';
import type { DeniedPrincipal, DenyAssignment } from './roles.js';

/** Who wants to do something. */
export interface DeniedSubject {
  readonly objectId: string;
  /** The groups that it is in; left out where nobody looked. */
  readonly groups?: Fact<readonly string[]> | undefined;
}

/** What deny assignments do to a data action. */
export type DenialVerdict =
  | { readonly status: 'free' }
  | { readonly status: 'denied'; readonly by: DenyAssignment }
  /** It is not known whether a group that it names, or leaves out, holds the subject. */
  | { readonly status: 'unknown'; readonly by: DenyAssignment };

/** Whether a deny assignment denies a data action at a resource. */
export function dataActionDenial(
  denials: readonly DenyAssignment[],
  subject: DeniedSubject,
  resourceId: string,
  dataAction: string,
): DenialVerdict {
  const verdicts = denials
    .filter((deny) => isAbout(deny, resourceId, dataAction))
    .map((by) => ({ status: denialBy(by, subject), by }));
  const denied = verdicts.find(({ status }) => status === 'yes');
  const unknown = verdicts.find(({ status }) => status === 'unknown');
  if (denied !== undefined) {
    return { status: 'denied', by: denied.by };
  }
  return unknown === undefined ? { status: 'free' } : { status: 'unknown', by: unknown.by };
}

/** True when a deny assignment is about a data action at a resource, of whomever. */
function isAbout(deny: DenyAssignment, resourceId: string, dataAction: string): boolean {
  const reaches = deny.appliesBelow
    ? scopeCovers(deny.scope, resourceId)
    : sameId(deny.scope, resourceId);
  return reaches && isDataActionGranted(deny.permissions, dataAction);
}

type Answer = 'yes' | 'no' | 'unknown';

function denialBy({ principals, excluded }: DenyAssignment, subject: DeniedSubject): Answer {
  const [named, leftOut] = [isAmong(principals, subject), isAmong(excluded, subject)];
  if (named === 'no' || leftOut === 'yes') {
    return 'no';
  }
  return named === 'yes' && leftOut === 'no' ? 'yes' : 'unknown';
}

const EVERYONE = '00000000-0000-0000-0000-000000000000';

function isAmong(
  principals: readonly DeniedPrincipal[],
  { objectId, groups }: DeniedSubject,
): Answer {
  const ids = [EVERYONE, objectId, ...(groups?.status === 'known' ? groups.value : [])];
  if (principals.some(({ id }) => ids.some((each) => sameName(each, id)))) {
    return 'yes';
  }
  const open = groups?.status !== 'known' && principals.some((each) => mayBeGroup(each));
  return open ? 'unknown' : 'no';
}

/** Azure always says the type; a word that is not known is no reason to take it for nobody. */
function mayBeGroup({ id, type }: DeniedPrincipal): boolean {
  return id !== EVERYONE && !/^(?:User|ServicePrincipal)$/iu.test(type);
}
