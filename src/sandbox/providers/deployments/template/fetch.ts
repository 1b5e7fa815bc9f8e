// Where the template of a deployment comes from: the request itself, or an address that Resource Manager reads
// without any identity of its own, so that a private blob needs a signature in it. Documentation: Use linked
// and nested templates; Deploy private ARM template with SAS token.

import { invalidRequestContent } from '../../../http/arm-error.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import type { DeploymentBody } from '../body.js';
import { invalidContentLink, invalidTemplate } from './errors.js';
import { readTemplate, type Template } from './template.js';

/** A template, and where it was read. */
export interface FetchedTemplate {
  readonly template: Template;
  readonly templateLink?: { readonly uri: string; readonly contentVersion: string };
}

/** The template of a request. Throws a Refusal when there is none, or none that can be read. */
export async function fetchTemplate(
  request: OperationRequest<DeploymentBody>,
): Promise<FetchedTemplate> {
  const { template, templateLink } = request.body.properties;
  if ((template === undefined) === (templateLink === undefined)) {
    throw new Refusal(
      invalidRequestContent('Exactly one of the properties template and templateLink is required'),
    );
  }
  if (templateLink === undefined) {
    return { template: readTemplate(template) };
  }
  const url = addressOf(templateLink);
  const { clock, sendWithin } = request;
  const response = await sendWithin({
    method: 'GET',
    url,
    caller: undefined,
    nowMilliseconds: clock.now(),
  });
  const uri = `${url.origin}${url.pathname}`;
  const read = readTemplate(contentOf(request, uri, response));
  const { contentVersion } = read;
  if (templateLink.contentVersion !== undefined && templateLink.contentVersion !== contentVersion) {
    throw invalidTemplate(
      `The content version '${contentVersion}' of the template does not match the requested '${templateLink.contentVersion}'`,
    );
  }
  return { template: read, templateLink: { uri, contentVersion } };
}

function addressOf({ uri, queryString }: { uri: string; queryString?: string | undefined }): URL {
  if (!URL.canParse(uri)) {
    throw new Refusal(invalidRequestContent(`templateLink.uri is not an absolute URI: ${uri}`));
  }
  const url = new URL(uri);
  if (queryString !== undefined) {
    url.search = queryString;
  }
  return url;
}

function contentOf(
  { ids }: OperationRequest,
  uri: string,
  { status, body }: OperationResponse,
): unknown {
  if (status === 501) {
    throw new Refusal({ status, body });
  }
  if (status !== 200 || !(body instanceof Uint8Array)) {
    throw new Refusal(invalidContentLink(uri, ids.guid()));
  }
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'not JSON';
    throw invalidTemplate(`Unable to parse the template: ${reason}`);
  }
}
