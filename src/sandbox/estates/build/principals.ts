// Who is in the directory of the worlds. Their ids and secrets show that nobody real has them.

import type { Principal } from '../../providers/graph/state.js';

/** The tenant of all worlds. */
export const tenantId = '11111111-1111-4111-8111-111111111111';

/** Application id of Azure Backup's own service in the public cloud, the same in every tenant. */
const backupServiceAppId = '262044b1-e2ce-469f-a196-69ab7ada62d3';

const defaultDomain = 'contoso.onmicrosoft.com';

/** Object ids of the principals. */
export const objectIds = {
  operator: 'aaaaaaaa-0000-4000-8000-000000000001',
  viewer: 'aaaaaaaa-0000-4000-8000-000000000002',
  backupOperator: 'aaaaaaaa-0000-4000-8000-000000000003',
  backupService: 'aaaaaaaa-0000-4000-8000-000000000004',
  guest: 'aaaaaaaa-0000-4000-8000-000000000005',
  custodian: 'aaaaaaaa-0000-4000-8000-000000000006',
  custodians: 'aaaaaaaa-0000-4000-8000-000000000007',
  diskEncryptionSet: 'aaaaaaaa-0000-4000-8000-000000000008',
} as const;

/** The directory with everybody in it, the operator signed in. */
export function contosoDirectory() {
  return {
    tenants: [{ tenantId, displayName: 'Contoso', defaultDomain }],
    principals: [...applications(), ...people()],
    signedInObjectId: objectIds.operator,
  };
}

function applications(): Principal[] {
  return [
    {
      ...servicePrincipal(objectIds.operator, 'azbackup-operator', 1),
      clientSecret: 'not-a-real-secret-operator',
      graphPermissions: ['Application.Read.All'],
    },
    {
      ...servicePrincipal(objectIds.viewer, 'azbackup-viewer', 2),
      clientSecret: 'not-a-real-secret-viewer',
    },
    {
      ...servicePrincipal(objectIds.backupOperator, 'backup-operator', 3),
      clientSecret: 'not-a-real-secret-backup-operator',
    },
    {
      ...servicePrincipal(objectIds.backupService, 'Backup Management Service', 4),
      appId: backupServiceAppId,
    },
    servicePrincipal(objectIds.diskEncryptionSet, 'des-prod', 8),
  ];
}

function people(): Principal[] {
  return [
    {
      ...user(objectIds.custodian, 'Kaede Custodian', `kaede@${defaultDomain}`),
      userType: 'Member',
    },
    {
      ...user(objectIds.guest, 'Gustav Guest', `gustav_fabrikam.example#EXT#@${defaultDomain}`),
      userType: 'Guest',
    },
    {
      objectId: objectIds.custodians,
      tenantId,
      type: 'Group',
      displayName: 'key-custodians',
      members: [objectIds.custodian],
      graphPermissions: [],
      accountEnabled: true,
    },
  ];
}

function servicePrincipal(objectId: string, displayName: string, number: number): Principal {
  return {
    objectId,
    tenantId,
    type: 'ServicePrincipal',
    displayName,
    appId: `bbbbbbbb-0000-4000-8000-${String(number).padStart(12, '0')}`,
    graphPermissions: [],
    accountEnabled: true,
  };
}

function user(objectId: string, displayName: string, userPrincipalName: string): Principal {
  return {
    objectId,
    tenantId,
    type: 'User',
    displayName,
    userPrincipalName,
    graphPermissions: [],
    accountEnabled: true,
  };
}
