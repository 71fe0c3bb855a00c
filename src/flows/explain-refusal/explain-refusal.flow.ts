import { Injectable } from '@nestjs/common';
import { BrandDirectory } from '../../core/brands/brand-directory';
import type { RefusalEntity, RefusalStep } from '../../core/refusals/refusal.entity';
import { RefusalRepository, type RefusalScope } from '../../core/refusals/refusal.repository';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { Database } from '../../storage/database';

/** Why one request was refused. */
export interface Explanation {
  readonly correlationId: string;
  /** Epoch ms. */
  readonly happenedAt: number;
  /** Null when no brand was found for it. */
  readonly brand: { readonly uid: string; readonly code: string } | null;
  readonly dialect: string;
  readonly method: string;
  /** The route's template; null when there is none. */
  readonly route: string | null;
  readonly status: number;
  /** Of `docs/errors.md`. */
  readonly code: string;
  readonly userUid: string | null;
  readonly sessionUid: string | null;
  readonly address: string | null;
  readonly steps: readonly Omit<RefusalStep, 'insight'>[];
}

/** What a correlation id is made of (JFW-GEN-11); anything else names nothing, and costs no statement. */
const CORRELATION_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** `brandgate why`: the steps of a refused request, for who may know them. */
@Injectable()
export class ExplainRefusalFlow {
  constructor(
    private readonly database: Database,
    private readonly refusals: RefusalRepository,
    private readonly directory: BrandDirectory,
  ) {}

  /**
   * Newest first, since a client may use an id again; at most 20.
   * @param isOperator of the whole installation, who may know what tells of other brands
   * @throws BrandgateError refusal.not-found
   */
  async run(correlationId: string, scope: RefusalScope, isOperator: boolean): Promise<Explanation[]> {
    const isWellFormed = CORRELATION_ID.test(correlationId);
    const found = isWellFormed ? await this.refusals.find(this.database.store, correlationId, scope) : [];
    if (found.length === 0) throw new BrandgateError('refusal.not-found');
    return Promise.all(found.map((refusal) => this.explain(refusal, isOperator)));
  }

  private async explain({ id, brandId, ...refusal }: RefusalEntity, isOperator: boolean): Promise<Explanation> {
    const brand = brandId === null ? null : await this.directory.findById(brandId);
    const steps = refusal.steps.map(({ insight, ...step }) => {
      return isOperator && insight !== undefined ? { ...step, reason: insight } : step;
    });
    return { ...refusal, brand: brand && { uid: brand.uid, code: brand.code }, steps };
  }
}
