// A rolldown plugin: zod interprets its schemas. Otherwise it writes and compiles a parser of each one at its first
// use, which a command that runs once does not earn back: preflight and enable of one machine take 7 to 10 % less CPU
// time without, and a preflight of 800 machines the same. zod.config() would come too late, since schemas decide as they are made.

const CONFIG = '__zod_globalConfig = {}';
const INTERPRETED = '__zod_globalConfig = { jitless: true }';

/** Changes what zod's configuration begins with. */
export function interpretedSchemas() {
  return {
    name: 'interpreted-schemas',
    transform: {
      filter: { id: /[\\/]zod[\\/]v4[\\/]core[\\/]core\.js$/u },
      handler(code) {
        if (!code.includes(CONFIG)) {
          throw new Error(
            'zod keeps its configuration elsewhere: see tools/interpreted-schemas.js',
          );
        }
        return { code: code.replace(CONFIG, INTERPRETED), map: null };
      },
    },
  };
}
