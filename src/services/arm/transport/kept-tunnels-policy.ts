// Keeps the connections through a proxy open from one request to the next.

import { Agent } from 'node:http';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';

/**
 * Keeps an agent's tunnels for later requests, as the SDKs do with connections that go through no proxy: theirs to a
 * proxy makes a tunnel and a TLS handshake for each request, which is more work than all the rest of it. Goes around each
 * attempt, inside the SDKs' own choice of the agent.
 */
export const keptTunnelsPolicy: PipelinePolicy = {
  name: 'azbackupKeptTunnelsPolicy',
  sendRequest: (request, next) => {
    const { agent, url } = request;
    if (agent instanceof Agent && 'options' in agent && url.startsWith('https:')) {
      // Without `secureEndpoint` the agent looks at the stack for who asks, and files a tunnel that is free under
      // another name than the one by which it looks for it.
      const options = Object.assign({}, agent.options, { secureEndpoint: true });
      Object.assign(agent, { keepAlive: true, options });
    }
    return next(request);
  },
};
