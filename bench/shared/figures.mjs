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

/** For many short rounds: the median, bounds that hold it with 95 %, and the middle half of the rounds. */
export function medianWithBounds(values, digits) {
  const sorted = [...values].sort((a, b) => a - b);
  const last = sorted.length - 1;
  const at = (place) => sorted[Math.min(last, Math.max(0, Math.round(place)))].toFixed(digits);
  const reach = 0.98 * Math.sqrt(sorted.length);
  const bounds = `${at(last / 2 - reach)} to ${at(last / 2 + reach)}`;
  return `${median(values).toFixed(digits)} (95 %: ${bounds}; half of the rounds: ${at(last / 4)} to ${at((last * 3) / 4)})`;
}

/** In turns; every other round runs backwards, so that a machine that slows down favours nobody. */
export function inTurn(round, variants) {
  return round % 2 === 0 ? variants : [...variants].reverse();
}

export function machine() {
  const today = new Date().toISOString().slice(0, 10);
  return `machine: ${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, ${today}`;
}
