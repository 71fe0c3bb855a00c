import { SubCommand } from 'nest-commander';
import { generateRingEntry, KeyRing } from '../../kernel/secrets/key-ring';
import { type CommonOptions, HouseCommand, type Invocation } from '../shell/house-command';

@SubCommand({ name: 'new', description: 'prints a fresh entry for BRANDGATE_MASTER_KEY' })
export class KeysNewCommand extends HouseCommand {
  protected readonly examples = ['brandgate keys new', 'brandgate keys new --quiet > new.key'];

  protected async execute({ out }: Invocation<CommonOptions>): Promise<void> {
    const entry = generateRingEntry();
    const id = KeyRing.parse(entry).currentId;
    out.show({ id, entry }, () => entry);
    out.note(
      `Its id is ${id}. Put it in front of the ring, "<new>,<old>", and restart the gateways; keep the old one.`,
    );
  }
}
