// How the platform tells that it does not get at the key of an encrypted disk.

/** Why an operation fails. */
export interface ComputeFailure {
  readonly code: string;
  readonly message: string;
}

/**
 * A secret or key that cannot be fetched. The code is documented (troubleshoot backup of encrypted Azure
 * virtual machines); the wording is an assumption, and so is that a wrong secret is told in the same way.
 */
export function keyNotFetched(reason: string): ComputeFailure {
  return {
    code: 'DiskEncryptionInternalError',
    message: `Failed to fetch the key of an encrypted disk: ${reason}.`,
  };
}

/** Documentation: Understand common error messages when you manage virtual machines in Azure. */
export function unwrapFailed(secretUrl: string, keyUrl: string): ComputeFailure {
  return {
    code: 'DiskEncryptionKeySecretUnwrapFailed',
    message: `Unwrap of secret ${secretUrl} value using key ${keyUrl} failed.`,
  };
}

/** Documentation: the same page. */
export function tagsMissing(secretUrl: string, tags: readonly string[]): ComputeFailure {
  return {
    code: 'DiskEncryptionKeySecretMissingTags',
    message: `${secretUrl} secret doesn't have the ${tags.join(', ')} tags. Please update the secret version, add the required tags and retry.`,
  };
}
