// How figures are told (docs/performance.md, "Method").
import { cpus } from 'node:os';

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median with the least and the most. */
export function spread(values, digits) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} (from ${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}

/** The same with the middle half, where single rounds stray far. */
export function spreadWithHalf(values, digits) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part) => sorted[Math.floor((sorted.length - 1) * part)].toFixed(digits);
  return `${median(values).toFixed(digits)} (half of the rounds ${at(0.25)} to ${at(0.75)}, all ${at(0)} to ${at(1)})`;
}

/** In turns; every other round runs backwards, so that a machine that slows down favours nobody. */
export function inTurn(round, variants) {
  return round % 2 === 0 ? variants : [...variants].reverse();
}

export function machine() {
  const today = new Date().toISOString().slice(0, 10);
  return `machine: ${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, ${today}`;
}
