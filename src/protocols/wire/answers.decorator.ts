import { SetMetadata } from '@nestjs/common';
import type { ErrorCode } from '../../kernel/errors/catalogue';
import type { Schema } from './schema';

export const ANSWERS = 'brandgate:answers';

/** What `data` is: one thing, a page of a list in the dialect's form, or a plain array. */
export type AnswerData = Schema | { readonly list: Schema } | { readonly array: Schema };

/** Where the status is not the route's own alone, or headers of its own come with it. */
export interface AnswerDetails {
  readonly data: AnswerData;
  readonly statuses?: readonly number[];
  readonly headers?: readonly string[];
}

export interface DeclaredAnswers extends AnswerDetails {
  readonly refusals: readonly ErrorCode[];
}

/**
 * Declares what a route answers, for `openapi.json`; a test fails for every route of a dialect that declares nothing, and
 * for every answer that is not as declared.
 * @param refusals errors of the route's own; those that follow from its `@Access` come by themselves
 */
export function Answers(what: AnswerData | AnswerDetails, ...refusals: readonly ErrorCode[]): MethodDecorator {
  const declared: DeclaredAnswers = { ...('data' in what ? what : { data: what }), refusals };
  return SetMetadata(ANSWERS, declared);
}
