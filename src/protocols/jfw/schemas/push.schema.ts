import { objectSchema, TEXT } from '../../wire/schema';

export const PushSentSchema = objectSchema<{ messageId: string }>('PushSent', {
  messageId: { ...TEXT, description: "Google's name of the message: it took it, which is not yet its arrival." },
});
