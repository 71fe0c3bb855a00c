import { Injectable } from '@nestjs/common';
import { WindowCounters } from './window-counters';

/** Devices a session may add, and in what time. */
const ADDITIONS = 10;
const WINDOW_MS = 600_000;

/** A session that keeps naming new devices is filling the table, not registering (SEC-BF, row "devices"). */
@Injectable()
export class DeviceAdditions {
  constructor(private readonly counters: WindowCounters) {}

  mayAdd(sessionUid: string): boolean {
    return !this.counters.hit(`codes:${sessionUid}`, ADDITIONS, WINDOW_MS).isExceeded;
  }
}
