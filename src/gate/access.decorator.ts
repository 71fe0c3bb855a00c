import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
import type { Requirement } from './requirement';
import { CredentialThrottlerGuard } from './limits/credential-throttler.guard';

export const REQUIREMENT = 'brandgate:requirement';

/** Declares what a route demands; the gateway refuses to start while any route declares nothing. */
export function Access(requirement: Requirement): MethodDecorator & ClassDecorator {
  const declare = SetMetadata(REQUIREMENT, requirement);
  return requirement.limits === undefined ? declare : applyDecorators(declare, UseGuards(CredentialThrottlerGuard));
}
