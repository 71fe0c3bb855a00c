/** An address that a browser may be sent to: http or https, without user information. Names of a private network count, too. */
export const WEB_ADDRESS = {
  protocols: ['http', 'https'],
  require_protocol: true,
  require_tld: false,
  disallow_auth: true,
};
