import type { ErrorCode } from '../../../kernel/errors/catalogue';
import { closedObject, type JsonSchema, NamedSchema, TEXT, TRUE } from '../../wire/schema';

const FLAG = { description: 'true, 1, yes, on, y or t; the query may say it as well, and wins.' };

/** Which members count depends on what is there (section 9 of the contract). */
export const PASSWORD_BODY = {
  type: 'object',
  properties: {
    email: { ...TEXT, description: 'Where people name themselves by it.' },
    username: { ...TEXT, description: 'Where people name themselves by it.' },
    old_password: TEXT,
    new_password: TEXT,
    code: { ...TEXT, description: '32 characters, out of the mail.' },
    security_answer: TEXT,
    reset: FLAG,
    login: FLAG,
  },
} as const satisfies JsonSchema;

/** A change, a change with a new session, or the question that is asked. */
export const PasswordAnswerSchema = new NamedSchema('DreamFactoryPasswordAnswer', {
  oneOf: [
    closedObject({ success: TRUE }),
    closedObject({ success: TRUE, session_token: { ...TEXT, description: 'A signed session token (JWT).' } }),
    closedObject({ security_question: TEXT }),
  ],
});

/** Errors of these endpoints, beside those of any. */
export const PASSWORD_REFUSALS: readonly ErrorCode[] = ['token.invalid', 'password.format', 'channel.not-configured'];
