// The default subscription of az's own sign-in, from the profile file that az keeps.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const profileSchema = z.object({
  subscriptions: z.array(z.object({ id: z.string(), isDefault: z.boolean().optional() })),
});

/** The subscription that az uses by default; undefined when az was never signed in here. */
export async function azDefaultSubscription(
  env: Readonly<Record<string, string | undefined>>,
  homeDirectory: string,
): Promise<string | undefined> {
  const folder = env['AZURE_CONFIG_DIR'] ?? path.join(homeDirectory, '.azure');
  try {
    const text = await readFile(path.join(folder, 'azureProfile.json'), 'utf8');
    // az writes the file with a byte order mark.
    const profile = profileSchema.parse(JSON.parse(text.replace(/^\u{FEFF}/u, '')));
    return profile.subscriptions.find(({ isDefault }) => isDefault === true)?.id;
  } catch {
    // Another program's file: missing or unreadable only means that it names no default.
    return undefined;
  }
}
