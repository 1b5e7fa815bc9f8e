// docs/schemas/drill-evidence.schema.json: JSON Schema, draft 2020-12, of the file that `azbackup drill run --evidence` writes.

import { format } from 'oxfmt';
import { z } from 'zod';
import { drillEvidenceSchema } from '../../src/commands/drill/evidence-files/schema.js';

/** The text of the file. */
export async function evidenceSchemaText(): Promise<string> {
  const { $schema, ...schema } = z.toJSONSchema(drillEvidenceSchema);
  const whole = {
    $schema,
    $id: 'https://azbackup.example/schemas/drill-evidence.schema.json',
    title: 'Evidence of a restore drill of azbackup',
    ...schema,
  };
  const { code } = await format('drill-evidence.schema.json', JSON.stringify(whole), {
    printWidth: 100,
  });
  return code;
}
