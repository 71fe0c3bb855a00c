/** An audience in a few words: lists by their length. @param audience as the API shows it */
export function audienceText(audience: object): string {
  return Object.entries(audience).map(memberText).join(' ');
}

function memberText([name, value]: [string, unknown]): string {
  if (value === true) return name;
  const isList = Array.isArray(value) && value.length > 1;
  return `${name}=${isList ? value.length : String(value)}`;
}
