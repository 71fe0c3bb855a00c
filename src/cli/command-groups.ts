import type { CommandClass } from './shell/shell.module';

type Loader = () => Promise<CommandClass>;

/** The first words of the command line. Only what is called is loaded: that is most of a command's time. */
const COMMANDS: Readonly<Record<string, Loader>> = {
  serve: async () => (await import('./gateway/serve.command.js')).ServeCommand,
  isready: async () => (await import('./gateway/isready.command.js')).IsReadyCommand,
  migrate: async () => (await import('./migrate/migrate.command.js')).MigrateCommand,
  config: async () => (await import('./config/config.command.js')).ConfigCommand,
  brand: async () => (await import('./brand/brand.command.js')).BrandCommand,
  domain: async () => (await import('./domain/domain.command.js')).DomainCommand,
  user: async () => (await import('./user/user.command.js')).UserCommand,
  key: async () => (await import('./key/key.command.js')).KeyCommand,
  device: async () => (await import('./device/device.command.js')).DeviceCommand,
  role: async () => (await import('./role/role.command.js')).RoleCommand,
  app: async () => (await import('./app/app.command.js')).AppCommand,
  service: async () => (await import('./service/service.command.js')).ServiceCommand,
  'mail-channel': async () => (await import('./mail-channel/mail-channel.command.js')).MailChannelCommand,
  'mail-template': async () => (await import('./mail-template/mail-template.command.js')).MailTemplateCommand,
  'push-channel': async () => (await import('./push-channel/push-channel.command.js')).PushChannelCommand,
  push: async () => (await import('./push/push.command.js')).PushCommand,
  outbox: async () => (await import('./outbox/outbox.command.js')).OutboxCommand,
  release: async () => (await import('./release/release.command.js')).ReleaseCommand,
  audit: async () => (await import('./audit/audit.command.js')).AuditCommand,
  why: async () => (await import('./why/why.command.js')).WhyCommand,
  keys: async () => (await import('./keys/keys.command.js')).KeysCommand,
  doctor: async () => (await import('./doctor/doctor.command.js')).DoctorCommand,
  backup: async () => (await import('./backup/backup.command.js')).BackupCommand,
  restore: async () => (await import('./backup/restore.command.js')).RestoreCommand,
};

/** @returns the command that these arguments call, or all of them, for the list of what there is */
export function loadCommands(args: readonly string[]): Promise<CommandClass[]> {
  const [word = ''] = args;
  if (word === '--version' || word === '-V') return Promise.resolve([]);
  const called = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  return Promise.all((called ? [called] : Object.values(COMMANDS)).map((load) => load()));
}
