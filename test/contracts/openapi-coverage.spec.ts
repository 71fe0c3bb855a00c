import { ApiDocument } from '../support/api-document';

/** The runner's own code, outside of the TypeScript project. */
interface Reporter {
  readonly faultsOf: (answers: readonly string[]) => string[];
}

describe('a whole run has to see every operation of openapi.json', () => {
  const { faultsOf } = jest.requireActual<Reporter>('../support/openapi-coverage.reporter.cjs');
  const { routes } = ApiDocument.read();
  const complete = routes.flatMap(({ name, operation }) => [
    `${name} 404 BrandNotFound`,
    ...Object.keys(operation.responses)
      .filter((status) => status.startsWith('2'))
      .map((status) => `${name} ${status} -`),
  ]);
  const without = (start: string) => complete.filter((line) => !line.startsWith(start));

  it('is content when each was answered and refused', () => {
    expect(faultsOf(complete)).toEqual([]);
  });

  it('names what no test saw', () => {
    expect(faultsOf(without('GET /api/v1/users/me 2'))).toEqual(['no test saw GET /api/v1/users/me answer 200']);
    expect(faultsOf(without('POST /api/v1/devices 201'))).toEqual(['no test saw POST /api/v1/devices answer 201']);
    expect(faultsOf(without('GET /api/v1/users/me 4'))).toEqual(['no test saw GET /api/v1/users/me refuse anything']);
    expect(faultsOf(without('GET /health/live'))).toEqual(['no test saw GET /health/live answer 200']);
  });
});
