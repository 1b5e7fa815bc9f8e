// A storage account in which a restore may stage what it makes.

import type { PublicAccess } from './public-access.js';
import type { ResourceId } from './resource-id.js';

/** A storage account. */
export interface StorageAccount {
  readonly id: ResourceId;
  readonly name: string;
  readonly location: string;
  /** Such as `StorageV2` or `BlobStorage`. */
  readonly kind: string;
  /** Such as `Standard_LRS`. */
  readonly sku: string;
  /** Ends with a slash. */
  readonly blobEndpoint: string;
  readonly publicAccess: PublicAccess;
  /** What a network that no rule names meets: `Allow` or `Deny`. */
  readonly defaultNetworkAction: string;
  /** True where trusted Azure services pass the network rules. */
  readonly letsTrustedServicesThrough: boolean;
  /** True for Data Lake Storage, which has no page blobs. */
  readonly hierarchicalNamespace: boolean;
  /** False where only Entra tokens open it: a restore has to use an identity of the vault. */
  readonly sharedKeyAccess: boolean;
}
