// Resource providers of Azure, as a subscription has them.

/** What a subscription may use of a resource provider. */
export interface ResourceProvider {
  readonly namespace: string;
  /** Azure's word, such as `Registered`. */
  readonly registrationState: string;
  /** The api-versions that it serves, by resource type in lower case. */
  readonly apiVersions: Readonly<Record<string, readonly string[]>>;
}
