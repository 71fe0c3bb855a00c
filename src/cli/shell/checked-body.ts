import { JfwBodyPipe } from '../../protocols/jfw/jfw-body.pipe';

/**
 * What options say, held to the rules that the API has for the same thing.
 * @param kind what describes the body of that request
 * @throws BrandgateError request.invalid
 */
export async function checkedBody<T extends object>(kind: new () => T, body: object): Promise<T> {
  const pipe = new JfwBodyPipe({ keepsNull: true });
  return (await pipe.transform(body, { type: 'body', metatype: kind })) as T;
}
