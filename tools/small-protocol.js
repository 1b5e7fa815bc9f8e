// A rolldown plugin: of the MCP SDK only the protocol. Its server also brings ajv, with which it would check answers to
// questions, and schemas of zod 3 with their converter, for those who write such: 46 of 60 kB, gzipped, that we never call.

const STUBS = {
  // We hand over a validator of our own.
  'ajv-provider': 'export class AjvJsonSchemaValidator {}',
  // Only called for a schema of zod 3.
  'zod-to-json-schema': 'export const zodToJsonSchema = undefined;',
  'zod/v3': 'export const object = undefined;',
};
const SDK = /[\\/]@modelcontextprotocol[\\/]sdk[\\/]/u;
const PREFIX = '\0small-protocol:';

/** Puts nothing in the place of what is never called. */
export function smallProtocol() {
  return {
    name: 'small-protocol',
    resolveId: {
      filter: { id: /(?:ajv-provider\.js|^zod-to-json-schema|^zod\/v3)$/u },
      handler(id, importer = '') {
        const name = Object.keys(STUBS).find((each) => id.includes(each));
        return SDK.test(importer) ? PREFIX + name : null;
      },
    },
    load: {
      filter: { id: new RegExp(`^${PREFIX}`, 'u') },
      handler: (id) => STUBS[id.slice(PREFIX.length)],
    },
  };
}
