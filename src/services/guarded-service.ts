// The last net under the services: what their reading of an answer trips over is an odd answer, not a bug of
// the program. Bugs are found by the tests, which see the error underneath.

import { isFormError, unreadableAnswer } from './arm/odd-answer.js';

/**
 * The service, whose methods throw `AZB_UNEXPECTED_RESPONSE` (unavailable) where an answer is of a form that
 * they cannot read.
 * @param host who answers them
 */
export function guardedService<Service extends object>(service: Service, host: string): Service {
  return new Proxy(service, {
    get: (target, name): unknown => {
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? guardedMethod(target, member, host) : member;
    },
  });
}

function guardedMethod(
  target: object,
  method: Function,
  host: string,
): (...args: unknown[]) => unknown {
  return (...args) => {
    const result: unknown = Reflect.apply(method, target, args);
    return result instanceof Promise ? explained(result, host) : result;
  };
}

async function explained(result: Promise<unknown>, host: string): Promise<unknown> {
  try {
    return await result;
  } catch (error) {
    throw isFormError(error) ? unreadableAnswer(host, error) : error;
  }
}
