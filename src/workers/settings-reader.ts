import { Injectable } from '@nestjs/common';
import { GatewaySettings } from '../core/gateway-settings/gateway-settings';
import { RevocationJournal } from '../core/revocations/revocation-journal';
import { EventLog } from '../ports/event-log.port';
import { Loop } from './loop';

/** With the journal's own pace well below the second in which a change must be seen. */
const REFRESH_MS = 200;

/** Keeps the installation's settings as others change them: a line of the journal about a brand makes it look. */
@Injectable()
export class SettingsReader {
  private readonly loop: Loop;

  constructor(journal: RevocationJournal, settings: GatewaySettings, log: EventLog) {
    journal.onRevoked(({ scope }) => {
      if (scope === 'brand') settings.outdate();
    });
    journal.onFlush(() => settings.outdate());
    settings.onLoaded(() => {
      for (const setting of settings.faulty) log.warn('gateway-setting.faulty', { setting });
    });
    this.loop = new Loop('gateway-settings', REFRESH_MS, () => settings.refresh(), log);
  }

  start(): void {
    this.loop.start();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
  }
}
