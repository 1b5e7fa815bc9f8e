// Looks at the subscription: that it can be read, its providers, the backup service in the tenant, rights.

import { judgePrincipal, judgeProvider, judgeRights, USED_API_VERSIONS } from './azure.rules.js';
import { ok } from './diagnosis.js';
import {
  blocked,
  examination,
  NO_SUBSCRIPTION,
  NOT_SIGNED_IN,
  restingOn,
  type Examination,
  type Session,
} from './examination.js';

/** The examinations of the subscription. */
export function azureOf(session: Session): readonly Examination[] {
  const { context, around, signedIn, subscription } = session;
  if (around.connectionProblem !== undefined) {
    return [blocked('azure', 'subscription', 'the subscription', around.connectionProblem)];
  }
  const { services, backupApplication } = context;
  const { appId, displayName } = backupApplication;
  return [
    examination(
      'azure',
      'subscription',
      () =>
        restingOn(signedIn, 'the subscription', NOT_SIGNED_IN, async () => {
          const { name, id } = await subscription();
          return ok(`reads the subscription ${name}`, [id]);
        }),
      'fail',
    ),
    ...Object.keys(USED_API_VERSIONS).map((namespace) => providerOf(session, namespace)),
    examination(
      'azure',
      'backup-service',
      () =>
        restingOn(signedIn, displayName, NOT_SIGNED_IN, async () =>
          judgePrincipal(
            backupApplication,
            appId === undefined
              ? undefined
              : await (await services.directory()).servicePrincipal(appId),
          ),
        ),
      'warn',
    ),
    examination('azure', 'rights', () =>
      restingOn(subscription, 'your rights', NO_SUBSCRIPTION, async ({ id, name }) => {
        const roles = await services.roles();
        return judgeRights(await roles.callerPermissions(`/subscriptions/${id}`), name);
      }),
    ),
  ];
}

function providerOf({ context, around, subscription }: Session, namespace: string): Examination {
  const short = namespace.replace('Microsoft.', '');
  return examination('azure', `provider:${short}`, () =>
    restingOn(subscription, namespace, NO_SUBSCRIPTION, async ({ id }) => {
      const provider = await (await context.services.subscriptions()).provider(id, namespace);
      return judgeProvider(namespace, provider, around.cloud.apiVersions);
    }),
  );
}
