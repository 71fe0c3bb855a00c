/** What is said when a page cannot be shown or a form was in vain, in English. */
export const EN_ERRORS = {
  badRequest: {
    title: 'This did not work',
    text: 'We could not read what your browser sent. Go back and try once more.',
  },
  notFound: {
    title: 'This page does not exist',
    text: 'The address may be mistyped, or the link was cut off in the mail. Open the whole link.',
  },
  method: {
    title: 'This page does not exist',
    text: 'Go back to the page before, and use the button there.',
  },
  formForeign: {
    title: 'Nothing was changed',
    text: 'The form was sent from another site. Open this page itself and fill the form in here.',
  },
  formToken: {
    title: 'This form has expired',
    text: 'It was open for too long, or your browser refuses cookies. Nothing was changed; open the page again and try once more.',
  },
  linkInvalid: {
    title: 'This link is no longer valid',
    text: 'It was used already, has expired, or a newer one was sent. Ask for a new link.',
  },
  alreadyVerified: {
    title: 'Your address is confirmed already',
    text: 'There is nothing left to do. You may close this page.',
  },
  blocked: {
    title: 'This account cannot be used',
    text: 'It is locked, suspended or not active.',
  },
  denied: {
    title: 'This is not allowed',
    text: 'You may not do this here.',
  },
  brandInactive: {
    title: 'Not available',
    text: 'This service is switched off at the moment.',
  },
  registrationDisabled: {
    title: 'Registration is closed',
    text: 'New accounts cannot be created here. Ask who told you of this service for an invitation.',
  },
  mailUnavailable: {
    title: 'We cannot send mails at the moment',
    text: 'Please try again later.',
  },
  tooMany: {
    title: 'Too many tries',
    text: 'This was tried too often in a short time. Wait a little, then try again.',
  },
  internal: {
    title: 'Something went wrong',
    text: 'It is our fault, not yours. Please try again in a moment.',
  },
  unavailable: {
    title: 'We are busy',
    text: 'Too many people want something at once. Please try again in a moment.',
  },
};
