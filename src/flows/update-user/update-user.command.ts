import type { UserEntity } from '../../core/users/user.entity';

/** What a caller writes down of an account; absent members leave it, `null` clears (JFW-FMT-04). */
export type UserProfile = Partial<
  Pick<
    UserEntity,
    'emailAddress' | 'phoneNumber' | 'firstName' | 'lastName' | 'nickName' | 'avatar' | 'website' | 'bio' | 'timeZoneId'
  >
> & { readonly username: string; readonly languageCode?: string | null };

export interface UpdateUserCommand {
  readonly userUid: string;
  readonly profile: UserProfile;
  /** When the caller last proved who they are; null for the command line. */
  readonly authAt: number | null;
  readonly at: number;
}
