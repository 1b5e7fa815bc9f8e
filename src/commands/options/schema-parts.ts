// What of zod the schemas of options are made of. As a whole it has its messages in fifty languages, which every command
// would load.

export {
  NEVER,
  array,
  boolean,
  coerce,
  enum,
  guid,
  ipv4,
  literal,
  number,
  string,
  union,
} from 'zod';
