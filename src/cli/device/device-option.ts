/** The device that a command is about. */
export const DEVICE_OPTION = { flags: '--device <id>', description: 'as "device list" shows it', required: true };
