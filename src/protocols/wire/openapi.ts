import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../../config/version';

/** The description of every route, made from the controllers. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Brandgate')
    .setDescription(
      'Device-aware auth gateway for many brands. Every call names its brand and, once signed in, its Auth Key.',
    )
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'Brand-URL' }, 'Brand-URL')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'Auth-Key' }, 'Auth-Key')
    .build();
  return SwaggerModule.createDocument(app, config);
}

/** Interactive pages at `/docs`, the document at `/openapi.json`. */
export function serveDocumentation(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => describeApi(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Brandgate API',
  });
}
