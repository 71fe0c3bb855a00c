/** Fixed texts that are long, or said in several places (section 15 of the contract): each byte of them is contract. */
export const TEXTS = {
  neither:
    'No session token (JWT) or API Key detected in request. Please send in X-DreamFactory-Session-Token and/or ' +
    'X-DreamFactory-API-Key request header. You can also use URL query parameters session_token and/or api_key.',
  noKey:
    'No API Key provided. Please provide a valid API Key using X-DreamFactory-API-Key request header or ' +
    "'api_key' url query parameter.",
  noToken:
    'No session token (JWT) provided. Please provide a valid JWT using X-DreamFactory-Session-Token request header or ' +
    "'session_token' url query parameter.",
  noRole: 'Role not found. A role may not be assigned to you or your application.',
  roleInactive:
    'Access Forbidden. The role assigned to you or your application or the default role of your application is not active.',
  keyOfAnotherBrand: 'The API Key provided does not belong to the requested brand.',
  twoBrands: 'The request names more than one brand.',
  invalidPath: 'Invalid path.',
  invalidRequest: 'Invalid request.',
  payload: 'Unrecognized payload type',
  validation: 'Validation failed',
  notAuthenticated: 'Unauthorized. User is not authenticated.',
  limits: 'API limit(s) exceeded. ',
  unavailable: 'Service is temporarily unavailable. Please retry.',
} as const;
