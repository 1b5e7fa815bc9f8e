// Of the sign-in library, the ways that azbackup signs in. Taken by name, so that the bundle leaves the
// others out: browsers, device codes, editors, brokers.

export {
  AzureCliCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
} from '@azure/identity';
