// No network is not a sign-in refused.
import { describe, expect, it } from 'vitest';
import { AzbackupError } from '../../../../src/errors/azbackup-error.js';
import { CLOUDS } from '../../../../src/services/arm/clouds.js';
import { createCredential } from '../../../../src/services/arm/sign-in/credential.js';
import { sharedClientOptions } from '../../../../src/services/arm/transport/transport.js';
import {
  connectionError,
  json,
  servicesUnderTest,
  type Answer,
} from '../../../support/contract/services-under-test.js';

async function signInError(answer: Answer) {
  const azure = servicesUnderTest(answer, { maxRetries: 1 });
  const credential = await createCredential({
    cloud: CLOUDS.AzureCloud,
    environment: {
      AZURE_TENANT_ID: '54826b22-38d6-4fb2-bad9-b7b93a3e9c5a',
      AZURE_CLIENT_ID: '00000000-0000-0000-0000-0000000000aa',
      AZURE_CLIENT_SECRET: 'canary-client-secret',
    },
    client: sharedClientOptions(azure.transport),
  });
  const error: unknown = await credential
    .getToken('https://management.azure.com/.default')
    .catch((thrown: unknown) => thrown);
  return { ...azure, error };
}

describe('a sign-in service that cannot be reached', () => {
  it.each(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED'])(
    '(%s) is out of reach, by its host',
    async (code) => {
      const { error } = await signInError(() => {
        throw connectionError(code);
      });
      expect(error).toBeInstanceOf(AzbackupError);
      expect(error).toMatchObject({
        fields: {
          code: 'AZB_UNREACHABLE',
          kind: 'unavailable',
          message: 'could not reach login.microsoftonline.com to sign in',
          causes: [code],
        },
      });
    },
  );

  it('is not repeated by the request that wanted the token', async () => {
    const { error } = await signInError(() => {
      throw connectionError('EAI_AGAIN');
    });
    expect(error).toMatchObject({ cause: undefined });
  });

  it('is not blamed for a refusal', async () => {
    const { error } = await signInError(() =>
      json({ error: 'invalid_client', error_description: 'AADSTS7000215' }, 401),
    );
    expect(error).not.toBeInstanceOf(AzbackupError);
    expect(error).toMatchObject({ name: 'AuthenticationRequiredError' });
  });
});
