import type { DeviceUser } from '../../../core/devices/device-users';

/** JFW's UserBase (jfw.md §23). @param isMasked who may not know whom they look at sees only hints (JFW-DEV-15) */
export function userBaseView({ user, roles }: DeviceUser, isMasked: boolean) {
  return {
    id: user.uid,
    code: user.code,
    avatar: isMasked ? null : user.avatar,
    packageId: null,
    packageCode: null,
    emailAddress: isMasked ? maskedEmail(user.emailAddress) : user.emailAddress,
    phoneNumber: isMasked ? maskedPhone(user.phoneNumber) : user.phoneNumber,
    nickName: isMasked ? null : user.nickName,
    roles: isMasked ? [] : roles.map(({ code }) => code),
  };
}

/** First letter, and first letter of the domain. */
function maskedEmail(address: string | null): string | null {
  if (address === null) return null;
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return `${firstOf(address)}***@${firstOf(domain)}***`;
}

/** First digit, and the last two. */
function maskedPhone(number: string | null): string | null {
  return number === null ? null : `+${number.charAt(1)}*****${number.slice(-2)}`;
}

function firstOf(text: string): string {
  return [...text][0] ?? '';
}
