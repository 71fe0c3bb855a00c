/** The argument of commands about one user. */
export const USER_ARGUMENT = {
  arguments: '<user>',
  argsDescription: { user: 'user name, e-mail address, phone number or id' },
};

/** The same as an option, where a command is about something of theirs. */
export const USER_OPTION = {
  flags: '--user <user>',
  description: 'whose: user name, e-mail address, phone number or id',
  required: true,
};
