import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { GatewayConfig } from '../../config/gateway-config';
import type { Arrival } from '../../gate/arrival';
import type { Dialect, Exchange } from '../../gate/dialect';
import { Gate } from '../../gate/gate';
import { GateSteps } from '../../gate/gate-steps';
import type { Passage } from '../../gate/passage';
import type { BrandgateError } from '../../kernel/errors/brandgate-error';
import { clientAddressOf } from '../wire/peer-address';
import { type Form, readFormBody } from './form-body';
import { readPagesArrival } from './page-request';
import { PagesPresenter } from './pages.presenter';
import { CheckForm } from './steps/check-form';
import { CHECK_SITE } from './steps/check-site';
import type { PageAnswer } from './views/page-view';

/** The hosted pages of every brand: the path names it, a cookie the caller, forms carry the rest (docs/pages.md). */
@Injectable()
export class PagesDialect implements Dialect {
  readonly name = 'pages';
  readonly prefix = '/pages';
  readonly absentPaths = [];
  readonly gate: Gate;

  constructor(
    private readonly presenter: PagesPresenter,
    private readonly config: GatewayConfig,
    checkForm: CheckForm,
    steps: GateSteps,
  ) {
    this.gate = new Gate([
      steps.checkHeaders,
      CHECK_SITE,
      steps.resolveBrand,
      checkForm,
      steps.resolveAuthKey,
      steps.checkAccess,
    ]);
  }

  readBody(request: Request): Promise<Form> {
    return readFormBody(request);
  }

  readArrival(request: Request, _body: unknown, correlationId: string): Arrival {
    return readPagesArrival(request, clientAddressOf(request, this.config.trustedProxies), correlationId);
  }

  sendResult(passage: Passage, response: Response, _status: number, data: unknown): void {
    this.presenter.sendResult(passage, response, data as PageAnswer);
  }

  sendError(exchange: Exchange, passage: Passage | null, response: Response, error: BrandgateError): void {
    this.presenter.sendError(exchange, passage, response, error);
  }

  rawError(error: BrandgateError, correlationId: string): { headers: string; body: string } {
    return this.presenter.raw(error, correlationId);
  }
}
