import type { Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants';
import { JfwModule } from '../../src/protocols/jfw/jfw.module';
import type { TestDatabase } from '../support/test-database';
import { TestGateway } from '../support/start-gateway';

/** The whole gateway with controllers more, as if somebody had added them to the native dialect. */
export async function startWith(...controllers: Type[]): Promise<TestGateway> {
  return startOn(undefined, ...controllers);
}

/** The same on a database of the test's own, which it drops whether or not the gateway starts. */
export async function startOn(database: TestDatabase | undefined, ...controllers: Type[]): Promise<TestGateway> {
  const own = Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, JfwModule) as Type[];
  Reflect.defineMetadata(MODULE_METADATA.CONTROLLERS, [...controllers, ...own], JfwModule);
  try {
    return await TestGateway.start(database === undefined ? {} : { database });
  } finally {
    Reflect.defineMetadata(MODULE_METADATA.CONTROLLERS, own, JfwModule);
  }
}
