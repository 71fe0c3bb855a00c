import { Command } from 'nest-commander';
import { CommandGroup } from '../shell/command-group';
import { DeviceFarewellsCommand } from './device-farewells.command';
import { DeviceListCommand } from './device-list.command';
import { DeviceSignOutCommand } from './device-sign-out.command';

@Command({
  name: 'device',
  description: 'devices of users, and signing them out from afar',
  subCommands: [DeviceListCommand, DeviceSignOutCommand, DeviceFarewellsCommand],
})
export class DeviceCommand extends CommandGroup {}
