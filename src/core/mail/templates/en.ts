import type { ShippedLanguage } from './shipped-mail';

export const ENGLISH: ShippedLanguage = {
  greeting: 'Hello {{recipientName}},',
  support: 'Questions? Write to us at {{supportAddress}}.',
  mails: {
    'reset-link': {
      subject: 'Choose a new password for {{brandName}}',
      before: ['Someone, hopefully you, forgot the password of your {{brandName}} account. Choose a new one here:'],
      button: 'Choose a new password',
      after: [
        'The link works once, for {{minutes}} minutes.',
        'You did not ask for this? Then there is nothing to do: your password stays as it is.',
      ],
    },
    'reset-code': {
      subject: 'Your code for a new {{brandName}} password',
      before: [
        'Someone, hopefully you, forgot the password of your {{brandName}} account. With this code you can choose a new one:',
      ],
      button: 'Choose a new password',
      after: [
        'The code works once, for {{minutes}} minutes. The link brings it along for you.',
        'You did not ask for this? Then there is nothing to do: your password stays as it is.',
      ],
    },
    'verify-email': {
      subject: 'Confirm your e-mail address for {{brandName}}',
      before: ['Good to have you at {{brandName}}. Please confirm that {{recipientAddress}} is your address:'],
      button: 'Confirm this address',
      after: [
        'The link works for {{hours}} hours.',
        'You have no account with us? Then ignore this mail; without you nothing happens.',
      ],
    },
    'email-changed': {
      subject: 'Your e-mail address at {{brandName}} was changed',
      before: [
        'Since {{at}} your {{brandName}} account has another e-mail address: {{newAddress}}. This is the last mail we send to the old one.',
      ],
      after: [
        'It was not you? Then please get in touch with us at once, so that we can give your account back to you.',
      ],
    },
    invitation: {
      subject: 'You are invited to {{brandName}}',
      before: [
        'An account at {{brandName}} is waiting for you. Accept the invitation and choose a password, and you are in:',
      ],
      button: 'Accept the invitation',
      after: [
        'The link works once, for {{hours}} hours. If it has run out by the time you read this, ask for a new one.',
        'You did not expect this? Then simply ignore it.',
      ],
    },
    registration: {
      subject: 'Finish your registration at {{brandName}}',
      before: ['Welcome to {{brandName}}! One step is left: choose a password.'],
      button: 'Choose a password',
      after: [
        'The link works once, for {{hours}} hours, and confirms your address as well.',
        'You did not register? Then ignore this mail; without you nothing happens.',
      ],
    },
    'already-registered': {
      subject: 'You have an account at {{brandName}} already',
      before: [
        'Someone, hopefully you, wanted to register at {{brandName}} with this address. You have an account already: just sign in. If the password has slipped your mind, choose a new one here:',
      ],
      button: 'Choose a new password',
      after: ['It was not you? Then there is nothing to do: nobody learned that you have an account.'],
    },
    'password-changed': {
      subject: 'Your {{brandName}} password was changed',
      before: [
        'The password of your {{brandName}} account was changed at {{at}}. Whoever was signed in elsewhere has been signed out.',
        'It was you? Then all is well. If not, choose a new password right away:',
      ],
      button: 'It was not me',
      after: [],
    },
    'new-device': {
      subject: 'New sign-in to your {{brandName}} account',
      before: [
        'Somebody signed in to your {{brandName}} account on a device that we have not seen with you before:',
        '{{device}} ({{os}}), from {{address}}, at {{at}}',
        'It was you? Then all is well. If not, choose a new password right away; that ends the session as well:',
      ],
      button: 'It was not me',
      after: [],
    },
    'device-drift': {
      subject: 'Your device at {{brandName}} is not what it was',
      before: [
        'An app that is signed in to your {{brandName}} account says something else of its device than before:',
        '{{before}} → {{after}}, from {{address}}, at {{at}}',
        'You have another device, another system or an older version of the app? Then all is well. If not, choose a new password right away; that ends the session as well:',
      ],
      button: 'It was not me',
      after: [],
    },
    'session-theft': {
      subject: 'We ended a session of your {{brandName}} account',
      before: [
        'At {{at}} a secret of one of your sessions at {{brandName}} was used a second time. That can mean that somebody has copied it, so we ended this session to be on the safe side.',
        'Sign in again, and have a look at your sessions and devices:',
      ],
      button: 'Look at my account',
      after: ['If you see something there that is not yours, choose a new password.'],
    },
    'account-locked': {
      subject: 'Your {{brandName}} account was locked',
      before: [
        'An administrator locked your {{brandName}} account at {{at}}. Until it is unlocked again you cannot sign in.',
      ],
      after: ['You do not know why? Please ask us.'],
    },
    'account-suspended': {
      subject: 'Your {{brandName}} account was suspended',
      before: ['An administrator suspended your {{brandName}} account at {{at}}. Nothing in it was deleted.'],
      after: ['You do not know why? Please ask us.'],
    },
    'sign-in-code': {
      subject: 'Your sign-in code for {{brandName}}',
      before: [
        'There were very many failed sign-ins to your {{brandName}} account. To be sure that it is you, please enter this code:',
      ],
      after: [
        'It works for {{minutes}} minutes. Do not give it to anybody; nobody at {{brandName}} will ever ask you for it.',
        'You are not signing in right now? Then somebody knows your password: please choose a new one.',
      ],
    },
    'channel-test': {
      subject: 'A test from {{brandName}}',
      before: ['It works: the mail server of {{brandName}} delivered this mail, which was sent at {{at}}.'],
      after: [],
    },
  },
};
