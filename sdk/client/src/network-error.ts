import { ClientError } from './client-error.ts';

/** No answer came, or not all of it: offline, refused, broken off. Whether the gateway saw the request is unknown. */
export class NetworkError extends ClientError {
  override readonly name: string = 'NetworkError';
}
