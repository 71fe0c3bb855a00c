import type { Type } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants';
import { JfwModule } from '../../src/protocols/jfw/jfw.module';
import { TestGateway } from '../support/start-gateway';

/** The whole gateway with controllers more, as if somebody had added them to the native dialect. */
export async function startWith(...controllers: Type[]): Promise<TestGateway> {
  const own = Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, JfwModule) as Type[];
  Reflect.defineMetadata(MODULE_METADATA.CONTROLLERS, [...controllers, ...own], JfwModule);
  try {
    return await TestGateway.start();
  } finally {
    Reflect.defineMetadata(MODULE_METADATA.CONTROLLERS, own, JfwModule);
  }
}
