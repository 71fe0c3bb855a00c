import type { PasswordFault } from '../../../core/users/password-policy';
import { EN_ERRORS } from './en.errors';

const PASSWORD_FAULTS: Readonly<Record<PasswordFault, string>> = {
  tooShort: 'The password is too short.',
  tooLong: 'The password is too long.',
  repeatedCharacter: 'The password is one character, repeated.',
  sequence: 'The password is a plain sequence of characters.',
  ownName: 'The password is your own name or address, or that of the service.',
  common: 'This password is one of the most common ones; others would guess it.',
  breached: 'This password has been in the hands of thieves; others would try it.',
  usedBefore: 'You have used this password before.',
  level: 'The password needs a digit, a special character, an upper-case and a lower-case letter.',
};

/** What the pages say, in English. The other languages have the same texts. */
export const EN = {
  languageName: 'English',
  errorInTitle: 'Error',
  checkThese: 'There is a problem',
  optional: 'optional',
  support: 'Need help? Write to',
  toSignIn: 'Go to sign-in',

  fields: {
    username: 'User name, e-mail address or phone number',
    emailAddress: 'E-mail address',
    password: 'Password',
    otp: 'One-time code',
    newPassword: 'New password',
    repeatPassword: 'New password again',
    firstName: 'First name',
    lastName: 'Last name',
  },
  hints: {
    otp: 'We have sent it to you.',
    newPassword: (length: number) => `At least ${length} characters. Several unrelated words make a good one.`,
  },
  missing: {
    username: 'Enter your user name, e-mail address or phone number.',
    emailAddress: 'Enter an e-mail address, such as name@example.com.',
    password: 'Enter your password.',
    otp: 'Enter the one-time code.',
    newPassword: 'Choose a password.',
    repeatPassword: 'Enter the new password again.',
    firstName: 'Enter a shorter first name.',
    lastName: 'Enter a shorter last name.',
  },
  repeatDiffers: 'The two passwords are not the same.',
  passwordFaults: PASSWORD_FAULTS,
  passwordRefused: 'This password cannot be used. Choose another one.',

  signIn: {
    title: 'Sign in',
    button: 'Sign in',
    forgot: 'Forgot your password?',
    register: 'Create an account',
    incorrect: 'The name or the password is not right.',
    locked: 'This account is locked. Try again later, or ask for help.',
    suspended: 'This account is suspended.',
    inactive: 'This account is not active.',
    passwordExpired: 'Your password has expired. Choose a new one with “Forgot your password?”.',
    otpRequired: 'Enter the one-time code as well.',
    otpInvalid: 'The one-time code is not right, or it has expired.',
  },
  forgotPassword: {
    title: 'Forgot your password?',
    lead: 'Tell us your e-mail address. We will send you a link to choose a new password.',
    button: 'Send the link',
  },
  resetPassword: {
    title: 'Choose a new password',
    lead: 'You will be signed out everywhere else.',
    button: 'Save the password',
  },
  verifyEmail: {
    title: 'Confirm your e-mail address',
    lead: 'One click, and we know that this address is yours.',
    button: 'Confirm the address',
  },
  acceptInvitation: {
    title: 'Set up your account',
    lead: 'Choose a password to finish.',
    button: 'Finish',
  },
  register: {
    title: 'Create an account',
    lead: 'We will send you a link to confirm your address and to choose a password.',
    button: 'Send the link',
    already: 'Already have an account?',
  },
  account: {
    title: 'Devices and sessions',
    signedInAs: (name: string) => `Signed in as ${name}`,
    sessions: 'Where you are signed in',
    current: 'This session',
    lastUsed: (when: string) => `Last used ${when}`,
    signedIn: (when: string) => `Signed in ${when}`,
    endSession: 'End session',
    devices: 'Your devices',
    noDevices: 'No device is registered.',
    removeDevice: 'Remove device',
    farewells: 'Devices that were signed out',
    farewell: {
      queued: () => 'It is signed out, and is being told.',
      delivered: () => 'It is signed out. The message is on its way; the device has not confirmed it yet.',
      confirmed: (when: string) => `It is signed out, and confirmed that on ${when}.`,
      unreached: () => 'It is signed out, but could not be told.',
    },
    signOut: 'Sign out',
    everywhere: 'Somebody else in your account?',
    everywhereLead: 'Sign out everywhere, then choose a new password.',
    signOutEverywhere: 'Sign out everywhere',
    unknownBrowser: 'Unknown app or browser',
    browserOn: (browser: string, system: string) => `${browser} on ${system}`,
  },
  done: {
    'reset-link-sent': {
      title: 'Look into your mail',
      text: 'If there is an account with this address, we have sent it a link to choose a new password. It may take a few minutes; look among the unwanted mails, too.',
    },
    'password-changed': {
      title: 'Your new password is saved',
      text: 'You are signed out on all your devices. Sign in with the new password.',
    },
    'email-verified': {
      title: 'Thank you',
      text: 'Your e-mail address is confirmed. You may close this page.',
    },
    'account-ready': {
      title: 'Your account is ready',
      text: 'Sign in with the password that you have just chosen.',
    },
    'registration-sent': {
      title: 'Look into your mail',
      text: 'We have sent you a link to go on with. It may take a few minutes; look among the unwanted mails, too.',
    },
    'signed-out': {
      title: 'You are signed out',
      text: 'You may close this page.',
    },
    'signed-out-everywhere': {
      title: 'You are signed out everywhere',
      text: 'Every session has ended, on all your devices.',
    },
  },
  errors: EN_ERRORS,
  tryAgainIn: (minutes: number) => (minutes === 1 ? 'Try again in one minute.' : `Try again in ${minutes} minutes.`),
  askNewLink: 'Ask for a new link',
  openAgain: 'Open the page again',
};

type Words<T> = T extends string
  ? string
  : T extends (...given: infer A) => string
    ? (...given: A) => string
    : Group<T>;
type Group<T> = { readonly [K in keyof T]: Words<T[K]> };

/** All texts of a language: one that is missing does not compile. */
export type Texts = Group<typeof EN>;
