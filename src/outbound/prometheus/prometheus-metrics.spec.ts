import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrometheusMetrics } from './prometheus-metrics';

const page = readFileSync(join(__dirname, '../../../docs/operations.md'), 'utf8');
const told = [...page.matchAll(/^\| `(brandgate_[a-z_]+)`/gm)].map(([, name]) => name);

describe('docs/operations.md', () => {
  it('lists every metric of the gateway once', async () => {
    const { text } = await new PrometheusMetrics().render();
    const exposed = [...text.matchAll(/^# TYPE (brandgate_[a-z_]+) /gm)].map(([, name]) => name);
    expect([...told].sort()).toEqual(exposed.sort());
  });
});

describe('PrometheusMetrics', () => {
  it('counts what apps did by operating system and figure', async () => {
    const metrics = new PrometheusMetrics();
    metrics.countAppVersionEvents('iOS', 'refused', 2);
    metrics.countAppVersionEvents('iOS', 'refused', 1);
    const { text } = await metrics.render();
    expect(text).toContain('brandgate_app_version_events_total{os="iOS",figure="refused"} 3');
  });
});
