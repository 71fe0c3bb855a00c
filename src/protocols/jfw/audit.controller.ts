import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ExplainRefusalFlow } from '../../flows/explain-refusal/explain-refusal.flow';
import { OwnSecurityEventsFlow } from '../../flows/read-audit/own-security-events.flow';
import { ReadAuditFlow } from '../../flows/read-audit/read-audit.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { AUDIT_FILTERS, auditFilterOf, CURSOR } from './audit-query';
import { type JfwQuery, listView } from './jfw-query';
import { TakesPage } from './query.decorator';
import { AuditEventSchema, RefusalSchema, SecurityEventSchema } from './schemas/audit.schema';
import { Queried, Via } from './via.decorator';
import { auditEventView, securityEventView } from './views/audit.view';
import { refusalView } from './views/refusal.view';

/** What happened, and why it was refused (jfw.md §21, §28). */
@ApiTags('Audit')
@Controller('api/v1')
export class AuditController {
  constructor(
    private readonly readAudit: ReadAuditFlow,
    private readonly ownEvents: OwnSecurityEventsFlow,
    private readonly explainRefusal: ExplainRefusalFlow,
  ) {}

  @Get('audit-events')
  @ApiOperation({ summary: "Read the brand's audit trail, newest first" })
  @Answers({ list: AuditEventSchema })
  @TakesPage({ filters: AUDIT_FILTERS })
  @Access({ level: 'user', permission: 'BRAND.READ' })
  async listAuditEvents(@Via() via: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const { items, total } = await this.readAudit.run(via.targetOrThrow.id, auditFilterOf(query), page);
    return listView(items.map(auditEventView), total, page);
  }

  @Get('users/me/security-events')
  @ApiOperation({ summary: 'What concerns the safety of the own account, newest first' })
  @Answers({ list: SecurityEventSchema })
  @TakesPage({ filters: CURSOR })
  @Access({ level: 'user' })
  async listSecurityEvents(@Via() via: Passage, @Queried() query: JfwQuery) {
    const page = query.page();
    const { brandId, user } = via.sessionOrThrow;
    const owner = { brandId, userId: user.id, userUid: user.uid };
    const { items, total } = await this.ownEvents.run(owner, page, query.text('before'));
    return listView(items.map(securityEventView), total, page);
  }

  @Get('refusals/:correlationId')
  @ApiOperation({ summary: 'Why requests of a correlation id were refused, step by step' })
  @Answers({ array: RefusalSchema }, 'refusal.not-found')
  @Access({ level: 'user', permission: 'BRAND.READ' })
  async explainRefusals(@Param('correlationId') correlationId: string, @Via() via: Passage) {
    const isOperator = via.sessionOrThrow.type === 'SuperAdmin';
    const { id: brandId, isSystem } = via.targetOrThrow;
    const scope = { brandId, withBrandless: isOperator && isSystem };
    const explanations = await this.explainRefusal.run(correlationId, scope, isOperator);
    return explanations.map(refusalView);
  }
}
