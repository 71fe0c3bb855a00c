import { DeviceIdentity } from './device-identity.ts';
import { InvalidOptionError } from './invalid-option-error.ts';

describe('DeviceIdentity', () => {
  it('JFW-DEV-02: names the device with all that is known of it', () => {
    const device = new DeviceIdentity({
      ...{ code: 'phone-1', name: 'Máy của Ngọc', appVersion: '2.1.0', os: 'Android', pushToken: 'abc:def' },
    });
    expect(device.headers()).toEqual({
      'X-Device-Code': 'phone-1',
      'X-Device-Token': 'abc:def',
      'X-Device-Name': 'M%C3%A1y%20c%E1%BB%A7a%20Ng%E1%BB%8Dc',
      'X-App-Version-Number': '2.1.0',
      'X-Os-Device': 'Android',
    });
  });

  it('JFW-HDR-01: leaves out what is not known', () => {
    expect(new DeviceIdentity({ code: 'phone-1', name: ' ' }).headers()).toEqual({ 'X-Device-Code': 'phone-1' });
  });

  it('changes what is given, takes back what is null', () => {
    const device = new DeviceIdentity({ code: 'phone-1', name: 'a', appVersion: '1', os: 'iOS', pushToken: 't' });
    device.setDetails({ name: null, appVersion: '2', os: undefined });
    device.setPushToken(null);
    expect(device.headers()).toEqual({ 'X-Device-Code': 'phone-1', 'X-App-Version-Number': '2', 'X-Os-Device': 'iOS' });
    expect(device.appVersion).toBe('2');
  });

  it.each(['', 'a b', 'a,b', 'ệ', 'a\n', 'x'.repeat(201)])('JFW-HDR-05: refuses the code %j', (code) => {
    expect(() => new DeviceIdentity({ code })).toThrow(InvalidOptionError);
  });

  it.each(['', 'a b', 'a,b', 'é', 'x'.repeat(4097)])('JFW-HDR-06: refuses the push token %j', (token) => {
    const device = new DeviceIdentity({ code: '!~' });
    expect(() => device.setPushToken(token)).toThrow(InvalidOptionError);
    expect(device.headers()).toEqual({ 'X-Device-Code': '!~' });
  });
});
