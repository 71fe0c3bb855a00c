import type { BrandgateError } from '../../kernel/errors/brandgate-error';
import { DREAMFACTORY_FORMS } from './dreamfactory.errors';
import { DreamFactoryRefusal, type ErrorContext } from './dreamfactory-refusal';
import { TEXTS } from './dreamfactory.texts';
import { htmlEntities } from './html-entities';
import { limitContext } from './limit-context';

/** What of an error is sent. */
export interface ErrorForm {
  readonly status: number;
  readonly text: string;
  readonly context: ErrorContext | null;
}

const BAD_PATHS: readonly string[] = ['path-dubious', 'path-undecodable'];

export function formOf(error: BrandgateError, correlationId: string): ErrorForm {
  const { status, text } = plainForm(error);
  // Elsewhere braces are the client's own.
  const told = status < 500 ? text : text.replace('{id}', correlationId);
  return { status, text: told, context: contextOf(error) };
}

/** The text of a failure, its members in the order of the contract (DF-ERR-01, -02). */
export function failureEnvelope({ status, text, context }: ErrorForm): string {
  return JSON.stringify({ error: { code: status, context, message: htmlEntities(text), status_code: status } });
}

function plainForm(error: BrandgateError): { readonly status: number; readonly text: string } {
  if (error instanceof DreamFactoryRefusal) return { status: error.entry.status, text: error.entry.message };
  const isBadPath = error.code === 'request.invalid' && BAD_PATHS.includes(error.reason?.reason ?? '');
  if (isBadPath) return { status: 400, text: TEXTS.invalidPath };
  // A brand may say it in its own words (DF-DEV-05).
  const isOwnText = error.code === 'app.version-unsupported';
  return isOwnText ? { status: error.entry.status, text: error.message } : DREAMFACTORY_FORMS[error.code];
}

function contextOf(error: BrandgateError): ErrorContext | null {
  if (error instanceof DreamFactoryRefusal) return error.context;
  if (error.code === 'rate.exceeded') return limitContext(error);
  if (error.code === 'app.version-unsupported') return error.data as ErrorContext;
  if (error.fields.length === 0) return null;
  const context: Record<string, string[]> = {};
  for (const { field, message } of error.fields) (context[field] ??= []).push(message);
  return context;
}
