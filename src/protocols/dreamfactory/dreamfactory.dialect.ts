import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { GatewayConfig } from '../../config/gateway-config';
import type { Arrival } from '../../gate/arrival';
import type { Dialect, Exchange } from '../../gate/dialect';
import { Gate } from '../../gate/gate';
import { hasBody } from '../../gate/has-body';
import { Passage } from '../../gate/passage';
import { attachPassage } from '../../gate/passage-of-request';
import type { Requirement } from '../../gate/requirement';
import { Clock } from '../../kernel/clock';
import type { BrandgateError } from '../../kernel/errors/brandgate-error';
import { clientAddressOf } from '../wire/peer-address';
import { readDreamFactoryBody } from './dreamfactory.body';
import { readDreamFactoryArrival, REQUEST_HEADERS } from './dreamfactory.credentials';
import { arrivalOf } from './dreamfactory-arrival';
import { DreamFactorySteps } from './dreamfactory-steps';
import { DreamFactoryPresenter } from './dreamfactory.presenter';
import { respelled, verbOf } from './request-spelling';
import { resourcePathOf } from './resource-path';
import { strayRefusal } from './stray-requests';

/** What nobody serves demands no more than to be let through the gate. */
const STRAY: Requirement = { level: 'brand' };

/** The API of DreamFactory, as far as it is about who somebody is (docs/protocols/dreamfactory.md). */
@Injectable()
export class DreamFactoryDialect implements Dialect {
  readonly name = 'dreamfactory';
  readonly prefix = '/api/v2';
  readonly absentPaths = [];
  readonly requestHeaders = REQUEST_HEADERS;
  readonly gate: Gate;
  /** Bodies are read before a request is routed, because they may name its verb. */
  private readonly bodies = new WeakMap<Request, object>();

  constructor(
    private readonly presenter: DreamFactoryPresenter,
    private readonly config: GatewayConfig,
    private readonly clock: Clock,
    steps: DreamFactorySteps,
  ) {
    this.gate = new Gate(steps.inOrder);
  }

  /** Row 1 of section 7: path, body, verb. */
  async receive(request: Request): Promise<void> {
    request.url = respelled(request.url);
    const isSystem = resourcePathOf(request.url).service === 'system';
    const body = hasBody(request) ? await readDreamFactoryBody(request, isSystem) : {};
    this.bodies.set(request, body);
    request.method = verbOf(request, body);
  }

  readBody(request: Request): Promise<object> {
    return Promise.resolve(this.bodies.get(request) ?? {});
  }

  readArrival(request: Request, body: unknown, correlationId: string): Arrival {
    const address = clientAddressOf(request, this.config.trustedProxies);
    return readDreamFactoryArrival(request, body as object, { address, correlationId });
  }

  /** A path that nobody serves tells so to whoever may ask for it (section 7). */
  async judgeStray(request: Request, { correlationId }: Exchange): Promise<BrandgateError> {
    const arrival = this.readArrival(request, await this.readBody(request), correlationId);
    const passage = new Passage(arrival, STRAY, this.clock.now());
    attachPassage(request, { gate: this.gate, passage });
    await this.gate.advance(passage);
    return strayRefusal(arrivalOf(passage));
  }

  sendResult(passage: Passage, response: Response, status: number, data: unknown): void {
    this.presenter.sendResult(passage, response, status, data);
  }

  sendError(exchange: Exchange, passage: Passage | null, response: Response, error: BrandgateError): void {
    this.presenter.sendError(exchange, passage, response, error);
  }

  rawError(error: BrandgateError, correlationId: string): { headers: string; body: string } {
    return this.presenter.raw(error, correlationId);
  }
}
