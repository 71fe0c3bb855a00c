import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Clock } from '../kernel/clock';
import { REQUIREMENT } from './access.decorator';
import { exchangeOf } from './dialect';
import { hasBody } from './has-body';
import { Passage } from './passage';
import { attachPassage } from './passage-of-request';
import type { Requirement } from './requirement';

type Handler = ReturnType<ExecutionContext['getHandler']>;

/** The step after which routes with credential limits pause, so that their tries are counted first. */
export const COUNTING_POINT = 'resolve-brand';

/** Takes Nest's routes through the gate. Synchronous as long as the gate is. */
@Injectable()
export class GateGuard implements CanActivate {
  private readonly requirements = new WeakMap<Handler, Requirement>();

  constructor(
    private readonly reflector: Reflector,
    private readonly clock: Clock,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const requirement = this.requirementOf(context);
    if (requirement.level === 'open') return true;
    const request = context.switchToHttp().getRequest<Request>();
    if (hasBody(request)) return this.admitWithBody(request, requirement);
    request.body = {};
    const pending = this.admit(request, requirement);
    return pending ? pending.then(() => true) : true;
  }

  private async admitWithBody(request: Request, requirement: Requirement): Promise<boolean> {
    request.body = await exchangeOf(request).dialect.readBody(request);
    await this.admit(request, requirement);
    return true;
  }

  private admit(request: Request, requirement: Requirement): void | Promise<void> {
    const { dialect, correlationId } = exchangeOf(request);
    const arrival = dialect.readArrival(request, request.body, correlationId);
    const passage = new Passage(arrival, requirement, this.clock.now());
    const { brandFromPath } = requirement;
    if (brandFromPath !== undefined) passage.brandInPath = String(request.params[brandFromPath] ?? '');
    attachPassage(request, { gate: dialect.gate, passage });
    return dialect.gate.advance(passage, requirement.limits === undefined ? undefined : COUNTING_POINT);
  }

  private requirementOf(context: ExecutionContext): Requirement {
    const handler = context.getHandler();
    const known = this.requirements.get(handler);
    if (known) return known;
    const requirement = this.reflector.getAllAndOverride<Requirement | undefined>(REQUIREMENT, [
      handler,
      context.getClass(),
    ]);
    // The boot check has refused such a route already; whatever slips past it stays shut.
    if (!requirement) throw new TypeError(`the route ${context.getClass().name}.${handler.name} declares no access`);
    this.requirements.set(handler, requirement);
    return requirement;
  }
}
