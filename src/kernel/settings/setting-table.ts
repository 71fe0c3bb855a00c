import type { Setting } from './setting';

/** A setting under the name that the documentation gives it. */
export interface NamedSetting {
  readonly name: string;
  readonly setting: Setting<unknown>;
}

/** The documentation's table of settings in Markdown, one row each, columns not aligned. */
export function settingTable(settings: readonly NamedSetting[]): string {
  const header = ['| setting | default | unit | values | meaning |', '| --- | --- | --- | --- | --- |'];
  return [...header, ...settings.map(rowOf)].join('\n');
}

function rowOf({ name, setting }: NamedSetting): string {
  const { type, default: fallback, unit = '', meaning } = setting;
  const cells = [
    `\`${name}\``,
    `\`${JSON.stringify(fallback)}\``,
    unit,
    type.expected,
    `${meaning}${notesOf(setting)}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function notesOf({ counts, keptFor, isOperators, isSecret, risk }: Setting<unknown>): string {
  const notes = [
    ...(isSecret ? ['secret: shown as true or false'] : []),
    ...(counts === undefined ? [] : [`counts for ${counts}`]),
    ...(isOperators ? ['changed by a SuperAdmin only'] : []),
    ...(risk === undefined ? [] : [`\`${JSON.stringify(risk.value)}\` is a risk to be accepted by name: ${risk.text}`]),
    ...(keptFor === undefined ? [] : [`**kept for ${keptFor}, no effect yet**`]),
  ];
  return notes.map((note) => `; ${note}`).join('');
}
