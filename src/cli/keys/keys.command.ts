import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { KeysNewCommand } from './keys-new.command';
import { KeysRotateCommand } from './keys-rotate.command';
import { KeysStatusCommand } from './keys-status.command';

@Command({
  name: 'keys',
  description: 'the key ring: what encrypts, peppers passwords and derives keys',
  subCommands: [KeysNewCommand, KeysStatusCommand, KeysRotateCommand],
})
export class KeysCommand extends CommandGroup {}
