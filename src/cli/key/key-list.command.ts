import { Option, SubCommand } from 'nest-commander';
import { type ListedSession, SessionList } from '../../core/auth-keys/session-list';
import { DeviceRepository } from '../../core/devices/device.repository';
import { Database } from '../../storage/database';
import type { Acting } from '../shell/acting';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { instantText } from '../shell/instant-text';
import { USER_OPTION } from '../user/user-argument';

interface KeyListOptions extends BrandedOptions {
  readonly user?: string;
}

const HEAD = ['SESSION', 'SIGNED IN', 'LAST USED', 'KEY EXPIRES', 'ADDRESS', 'DEVICE'];

@SubCommand({ name: 'list', description: "a user's living sessions; keys themselves are never shown" })
export class KeyListCommand extends BrandedCommand<KeyListOptions> {
  protected readonly examples = ['brandgate key list --brand acme --user ann@acme.example'];

  protected async execute({ options, out }: Invocation<KeyListOptions>): Promise<void> {
    const acting = await this.acting(options);
    const user = await acting.user(options.user ?? '');
    const sessions = await acting.get(SessionList).of(acting.brand.id, user.id, acting.now);
    const shown = await Promise.all(
      sessions.map(async (session) => shownSession(session, await deviceCode(acting, session))),
    );
    const rows = shown.map((s) => [s.id, s.signedInAt, s.lastUsedAt, s.keyExpiresAt, s.address, s.deviceCode]);
    out.table({ user: { id: user.uid, username: user.username }, sessions: shown }, HEAD, rows);
  }

  @Option(USER_OPTION)
  parseUser(value: string): string {
    return value;
  }
}

function shownSession(session: ListedSession, code: string | null) {
  const { uid, createdAt, lastUsedAt, expiresAt, address, userAgent } = session;
  return {
    id: uid,
    signedInAt: instantText(createdAt),
    lastUsedAt: lastUsedAt === null ? null : instantText(lastUsedAt),
    keyExpiresAt: instantText(expiresAt),
    address,
    userAgent,
    deviceCode: code,
  };
}

async function deviceCode({ get, brand }: Acting, { deviceId }: ListedSession): Promise<string | null> {
  if (deviceId === null) return null;
  return (await get(DeviceRepository).findById(get(Database).store, brand.id, deviceId))?.code ?? null;
}
