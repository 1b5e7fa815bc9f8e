// Which Azure Policy refused a request. Azure puts the identifiers into the message, as JSON within the sentence.

/** Azure's code for it. */
export const POLICY_DENIAL_CODE = 'RequestDisallowedByPolicy';

const ASSIGNMENT =
  /"policyAssignment":\{"name":"(?<name>(?:[^"\\]|\\.)*)","id":"(?<id>(?:[^"\\]|\\.)*)"/gu;

/** The assignments that the message names, each by name and id; none where it names none. */
export function policyAssignmentsIn(
  message: string,
): readonly { readonly name: string; readonly id: string }[] {
  return [...message.matchAll(ASSIGNMENT)].map(({ groups }) => ({
    name: groups?.['name'] ?? '',
    id: groups?.['id'] ?? '',
  }));
}
