import { getMetadataArgsStorage } from 'typeorm';
import '../../ormconfig';
import { SEALED_COLUMNS } from '../../src/core/key-ring/sealed-columns';

describe('SEC-KEY-03: what is sealed', () => {
  it('is known to the rotation of the key ring, column by column', () => {
    const { columns, tables } = getMetadataArgsStorage();
    const tableOf = (target: unknown) => tables.find((table) => table.target === target)?.name;
    const sealed = columns
      .filter(({ options }) => options.name?.endsWith('_sealed'))
      .map(({ target, options }) => `${tableOf(target)}.${options.name}`);
    // Headers of services are sealed inside the JSON of their config.
    const known = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).filter(
      (name) => name !== 'services.config',
    );
    expect(known.sort()).toEqual(sealed.sort());
    expect(sealed.length).toBeGreaterThan(3);
  });
});
