import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { AuditExportCommand } from './audit-export.command';
import { AuditTailCommand } from './audit-tail.command';
import { AuditVerifyCommand } from './audit-verify.command';

@Command({
  name: 'audit',
  description: 'the trail of a brand: who did what, and whether it is still what was written',
  subCommands: [AuditTailCommand, AuditExportCommand, AuditVerifyCommand],
})
export class AuditCommand extends CommandGroup {}
