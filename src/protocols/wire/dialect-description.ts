import type { OpenAPIObject } from '@nestjs/swagger';
import type { Requirement } from '../../gate/requirement';
import type { DeclaredAnswers } from './answers.decorator';
import type { ApiComponents, PlainSchema } from './api-components';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** A route of a dialect, with what Nest found out about it and what its handler declares. */
export interface DescribedRoute {
  /** Changed in place. */
  readonly operation: Operation;
  readonly requirement: Requirement;
  /** The schema of its body, null when it takes none. */
  readonly body: PlainSchema | null;
  /** Null when the handler has no `@Answers`. */
  readonly answers: DeclaredAnswers | null;
}

/** What a dialect adds to `openapi.json`: the form of its answers, its headers, how it words refusals. */
export interface DialectDescription {
  /** Path prefix of the dialect's routes, without trailing slash. */
  readonly prefix: string;
  describe(route: DescribedRoute, components: ApiComponents): void;
  /** Adds how a path that belongs to no dialect is refused before it is looked at; asked of the first dialect only. */
  describePage(operation: Operation, components: ApiComponents): void;
}
