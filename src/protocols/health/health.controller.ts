import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { GatewaySettings } from '../../core/gateway-settings/gateway-settings';
import { Access } from '../../gate/access.decorator';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { areSameText } from '../../kernel/secrets/same-text';
import { Metrics } from '../../ports/metrics.port';
import { AnswersPlain, NATIVE_REFUSAL } from '../wire/answers-plain.decorator';
import { Readiness } from '../wire/readiness';
import { closedObject, FLAG, oneOf, TEXT } from '../wire/schema';

const JSON_TYPE = 'application/json';
const CHECKS = closedObject({ database: oneOf(['up', 'down']), draining: FLAG });

/** For orchestrators and monitoring (REL-11). They reveal nothing and cost next to nothing. */
@ApiTags('Operations')
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly settings: GatewaySettings,
  ) {}

  @Get('health/live')
  @Access({ level: 'open' })
  @ApiOperation({ summary: 'The process runs.' })
  @AnswersPlain(200, JSON_TYPE, closedObject({ status: oneOf(['ok']) }))
  live() {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @Access({ level: 'open' })
  @ApiOperation({ summary: 'The process can serve: the database answers and no shutdown is under way.' })
  @AnswersPlain(200, JSON_TYPE, closedObject({ status: oneOf(['ok']), checks: CHECKS }))
  @AnswersPlain(503, JSON_TYPE, closedObject({ status: oneOf(['unavailable']), checks: CHECKS }))
  async ready(@Res({ passthrough: true }) response: Response) {
    const state = await this.readiness.check();
    response.status(state.isReady ? 200 : 503);
    return { status: state.isReady ? 'ok' : 'unavailable', checks: state.checks };
  }

  @Get('metrics')
  @Access({ level: 'open' })
  @ApiOperation({ summary: 'Metrics for Prometheus, for who holds the metrics token' })
  @AnswersPlain(200, 'text/plain', TEXT)
  @AnswersPlain(403, JSON_TYPE, NATIVE_REFUSAL)
  async prometheus(@Headers('authorization') authorization: string | undefined, @Res() response: Response) {
    const { metricsToken } = this.settings.current;
    const isAllowed = metricsToken !== null && areSameText(authorization ?? '', `Bearer ${metricsToken}`);
    if (!isAllowed) throw new BrandgateError('access.denied', { reason: 'metrics-token' });
    const { contentType, text } = await this.metrics.render();
    response.setHeader('Content-Type', contentType);
    response.end(text);
  }
}
