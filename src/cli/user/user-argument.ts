/** The argument of commands about one user. */
export const USER_ARGUMENT = {
  arguments: '<user>',
  argsDescription: { user: 'user name, e-mail address, phone number or id' },
};
