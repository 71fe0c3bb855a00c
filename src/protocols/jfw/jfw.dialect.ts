import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { GatewayConfig } from '../../config/gateway-config';
import type { Arrival } from '../../gate/arrival';
import type { Dialect, Exchange } from '../../gate/dialect';
import { Gate } from '../../gate/gate';
import { GateSteps } from '../../gate/gate-steps';
import type { Passage } from '../../gate/passage';
import { type BrandgateError, invalidField } from '../../kernel/errors/brandgate-error';
import { readJsonBody } from '../wire/json-body';
import { clientAddressOf } from '../wire/peer-address';
import { ABSENT_PATHS } from './absent-paths';
import { readJfwArrival } from './jfw.credentials';
import { JfwPresenter } from './jfw.presenter';

/** JFW-GEN-03. */
const BODY_LIMIT = 102_400;

/** The gateway's own API: headers name the caller, JSON in an envelope carries the rest (docs/protocols/jfw.md). */
@Injectable()
export class JfwDialect implements Dialect {
  readonly name = 'jfw';
  readonly prefix = '/api/v1';
  readonly absentPaths = ABSENT_PATHS;
  readonly gate: Gate;

  constructor(
    private readonly presenter: JfwPresenter,
    private readonly config: GatewayConfig,
    steps: GateSteps,
  ) {
    // The order of JFW-GEN-15; what comes before is the router's, what comes after the handler's.
    this.gate = new Gate([
      steps.checkHeaders,
      steps.resolveBrand,
      steps.checkAppVersion,
      steps.resolveAuthKey,
      steps.registerDevice,
      steps.requireDevice,
      steps.checkAccess,
    ]);
  }

  /** No body, an empty one and `null` are all `{}` (JFW-GEN-04). */
  async readBody(request: Request): Promise<object> {
    const body = (await readJsonBody(request, BODY_LIMIT)) ?? {};
    if (typeof body !== 'object' || Array.isArray(body)) throw invalidField('', 'The body must be a JSON object.');
    return body;
  }

  readArrival(request: Request, body: unknown, correlationId: string): Arrival {
    return readJfwArrival(request, body, clientAddressOf(request, this.config.trustedProxies), correlationId);
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
