// Azure's report on the disks of a VM, as it is where it goes by their settings: whether a volume is open within is not in it.

import { z } from 'zod';

const machineSchema = z.looseObject({
  properties: z.looseObject({
    instanceView: z.looseObject({ disks: z.array(z.looseObject({ name: z.string() })) }),
  }),
});

const ENCRYPTED = {
  code: 'EncryptionState/encrypted',
  level: 'Info',
  displayStatus: 'Encryption is enabled on disk',
};

/** To be had around the sandbox: each disk of a VM is reported as encrypted. */
export async function reportedAsEncrypted(
  request: Request,
  answer: () => Promise<Response>,
): Promise<Response> {
  const response = await answer();
  const body: unknown = /\/virtualMachines\/[^/]+$/u.test(new URL(request.url).pathname)
    ? await response.clone().json()
    : undefined;
  const machine = machineSchema.safeParse(body);
  if (request.method !== 'GET' || !machine.success) {
    return response;
  }
  const { instanceView, ...properties } = machine.data.properties;
  const disks = instanceView.disks.map(({ name }) => ({ name, statuses: [ENCRYPTED] }));
  return Response.json(
    { ...machine.data, properties: { ...properties, instanceView: { ...instanceView, disks } } },
    { headers: response.headers },
  );
}
