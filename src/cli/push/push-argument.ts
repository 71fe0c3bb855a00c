/** The argument of commands about one message. */
export const PUSH_ARGUMENT = { arguments: '<id>', argsDescription: { id: 'as "push list" shows it' } };
