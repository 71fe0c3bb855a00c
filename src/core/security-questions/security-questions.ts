import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { BrandId, UserId } from '../../kernel/ids';
import { PasswordHasher } from '../../kernel/hashing/password-hasher';
import { KeyRing } from '../../kernel/secrets/key-ring';
import { lengthPrefixed } from '../../kernel/secrets/part-text';
import { canonicalIdentifier } from '../../kernel/text/canonical-key';
import { Database, type Store } from '../../storage/database';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import type { SecurityQuestionEntity } from './security-question.entity';
import { SecurityQuestionRepository } from './security-question.repository';

const MAX_TRIES = 5;
const WINDOW_MS = 86_400_000;

export interface GivenAnswer {
  readonly userId: UserId | null;
  readonly answer: string;
  readonly at: number;
  readonly signal?: AbortSignal;
}

/** Questions that stand in a mail's place, or beside it, when somebody forgot their password (DF-PWD-12, -13, -21). */
@Injectable()
export class SecurityQuestions {
  constructor(
    private readonly database: Database,
    private readonly repository: SecurityQuestionRepository,
    private readonly hasher: PasswordHasher,
    private readonly ring: KeyRing,
  ) {}

  /** @param userId null for an account that there is not: the same statement */
  async find(brandId: BrandId, userId: UserId | null): Promise<SecurityQuestionEntity | null> {
    return this.repository.find(this.database.store, { brandId, userId });
  }

  /**
   * The question of an account that has none, or is none: one of the brand's, always the same for the same address
   * (SEC-ENU-05). The ring's oldest entry picks it, so that a new entry changes nothing.
   */
  decoy({ id, settings }: BrandSnapshot, identifier: string): string {
    const list = settings.dreamfactory.securityQuestions;
    const oldest = this.ring.ids.at(-1) ?? this.ring.currentId;
    const key = this.ring.subKey('code', oldest) ?? this.ring.subKey('code');
    const address = canonicalIdentifier(identifier) ?? identifier;
    const parts = lengthPrefixed('security-question', String(id), address);
    const number = createHmac('sha256', key).update(parts).digest().readUInt32BE();
    return list[number % list.length] ?? '';
  }

  /**
   * The question whose answer this is; a wrong one takes one of five tries a day, and after them the right one is wrong as
   * well. An account that there is not costs the same work. What is proven is either used, or its try given back.
   */
  async prove(
    brand: BrandSnapshot,
    { userId, answer, at, signal }: GivenAnswer,
  ): Promise<SecurityQuestionEntity | null> {
    const { store } = this.database;
    const owner = { brandId: brand.id, userId };
    const limits = { since: at - WINDOW_MS, now: at, max: MAX_TRIES };
    const mayTry = await this.repository.reserveTry(store, owner, limits);
    const question = await this.repository.find(store, owner);
    const stored = mayTry ? (question?.answerHash ?? null) : null;
    const context = { brandId: brand.id, ...(signal ? { signal } : {}) };
    const { ok } = await this.hasher.verify(foldedAnswer(answer), stored, context);
    return ok ? question : null;
  }

  async giveBack(question: SecurityQuestionEntity): Promise<void> {
    await this.repository.giveBackTry(this.database.store, question);
  }

  /** The answer did its work, or a mail did. @returns false when the question is another by now */
  async clearTries(store: Store, question: SecurityQuestionEntity): Promise<boolean> {
    return this.repository.clearTries(store, question);
  }

  /** Somebody proved by mail who they are: tries from elsewhere are forgotten (DF-PWD-13). */
  async forgive(brandId: BrandId, userId: UserId): Promise<void> {
    const question = await this.find(brandId, userId);
    if (question !== null) await this.repository.clearTries(this.database.store, question);
  }

  async hash(brandId: BrandId, answer: string, signal?: AbortSignal): Promise<string> {
    return this.hasher.hash(foldedAnswer(answer), { brandId, ...(signal ? { signal } : {}) });
  }
}

/** As it is compared: trimmed and without case (SEC-RST-06). */
export function foldedAnswer(answer: string): string {
  return answer.normalize('NFKC').trim().toUpperCase().toLowerCase();
}
