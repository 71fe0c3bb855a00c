import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Access } from '../../gate/access.decorator';
import { AnswersPlain } from '../wire/answers-plain.decorator';
import { Readiness } from '../wire/readiness';
import { TEXT } from '../wire/schema';
import { renderWelcome } from './welcome.page';

/** `GET /`: what this is and whether it is well. */
@ApiTags('Operations')
@Controller()
export class WelcomeController {
  constructor(private readonly readiness: Readiness) {}

  @Get()
  @Access({ level: 'open' })
  @ApiOperation({ summary: 'What this is, and whether it is well' })
  @AnswersPlain(200, 'text/html', TEXT)
  async welcome(@Res() response: Response): Promise<void> {
    const { html, contentSecurityPolicy } = renderWelcome(await this.readiness.check());
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', contentSecurityPolicy);
    response.end(html);
  }
}
