import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Access } from '../../gate/access.decorator';
import { Readiness } from '../wire/readiness';
import { renderWelcome } from './welcome.page';

/** `GET /`: what this is and whether it is well. */
@ApiExcludeController()
@Controller()
export class WelcomeController {
  constructor(private readonly readiness: Readiness) {}

  @Get()
  @Access({ level: 'open' })
  async welcome(@Res() response: Response): Promise<void> {
    const { html, contentSecurityPolicy } = renderWelcome(await this.readiness.check());
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', contentSecurityPolicy);
    response.end(html);
  }
}
