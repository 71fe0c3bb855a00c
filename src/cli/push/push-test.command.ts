import { Option, SubCommand } from 'nest-commander';
import { TestPushFlow } from '../../flows/test-push/test-push.flow';
import { DEVICE_OPTION } from '../device/device-option';
import { BrandedCommand, type BrandedOptions } from '../shell/branded-command';
import type { Invocation } from '../shell/house-command';
import { USER_OPTION } from '../user/user-argument';

interface TestOptions extends BrandedOptions {
  readonly user?: string;
  readonly device?: string;
}

@SubCommand({ name: 'test', description: 'sends a test message to one device, at once and without a gateway' })
export class PushTestCommand extends BrandedCommand<TestOptions> {
  protected readonly examples = [
    'brandgate push test --brand acme --user ann@acme.example --device 01993b5e-8a51-7c3f-9a3e-2f5f0d9f1c11',
  ];

  protected async execute({ options, out }: Invocation<TestOptions>): Promise<void> {
    const acting = await this.acting(options);
    const { uid: userUid } = await acting.user(options.user ?? '');
    const messageId = await acting.get(TestPushFlow).run(acting.actor, acting.brand, {
      link: { userUid, deviceUid: options.device ?? '' },
      payload: {},
      at: acting.now,
      // Who has the command line has no need to guess or to flood.
      countTry: () => undefined,
    });
    out.show({ messageId }, () => `Google took it: ${messageId}`);
  }

  @Option(USER_OPTION)
  parseUser(value: string): string {
    return value;
  }

  @Option(DEVICE_OPTION)
  parseDevice(value: string): string {
    return value;
  }
}
