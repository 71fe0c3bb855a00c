import { EXIT, type ExitCode } from '../shell/exit-code';
import type { Output } from '../shell/output';
import { printable } from '../shell/printable';
import type { Finding, Severity } from './finding';

const STYLES: Readonly<Record<Severity, Parameters<Output['styled']>[0]>> = {
  ok: 'green',
  info: 'cyan',
  warning: 'yellow',
  error: 'red',
};

/** Prints findings, each with what to do. @param isStrict warnings count as errors */
export function reportFindings(out: Output, findings: readonly Finding[], isStrict: boolean): ExitCode {
  const count = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings] = [count('error'), count('warning')];
  out.show({ errors, warnings, findings }, () => findings.map((finding) => lineOf(out, finding)).join('\n'));
  out.note(`${errors} errors, ${warnings} warnings, ${count('info')} notes.`);
  return errors > 0 || (isStrict && warnings > 0) ? EXIT.failed : EXIT.ok;
}

function lineOf(out: Output, { severity, check, brand, message, advice }: Finding): string {
  const where = brand === null ? check : `${check} (${brand})`;
  const text = message.split('\n').map(printable).join('\n');
  const next = advice === null ? '' : `\n         ${printable(advice)}`;
  return `${out.styled(STYLES[severity], severity.padEnd(7))}  ${printable(where)}: ${text}${next}`;
}
