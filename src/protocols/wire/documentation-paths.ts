import type { OpenAPIObject } from '@nestjs/swagger';

/** The pages that no controller serves. */
export const DOCUMENTATION_PATHS: OpenAPIObject['paths'] = {
  '/docs': page('documentation.page', 'This description, to read and to try', 'text/html'),
  '/openapi.json': page('documentation.json', 'This description', 'application/json'),
  '/openapi.yaml': page('documentation.yaml', 'This description as YAML', 'text/yaml'),
};

function page(operationId: string, summary: string, type: string): OpenAPIObject['paths'][string] {
  const schema = { type: type === 'application/json' ? 'object' : 'string' };
  const responses = { '200': { description: 'Success', content: { [type]: { schema } } } };
  return { get: { operationId, summary, tags: ['Operations'], parameters: [], responses } };
}
