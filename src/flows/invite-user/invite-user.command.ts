import type { InvitationLetter } from '../../core/challenges/invitation-mail';
import type { UserType } from '../../core/roles/permission';

/** What the mail is made of; the caller has judged the link. */
export interface InvitationCommand extends Pick<InvitationLetter, 'kind' | 'link'> {
  readonly at: number;
}

export interface InviteUserCommand extends InvitationCommand {
  readonly emailAddress: string;
  readonly username?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly nickName?: string | undefined;
  /** EndUser unless said. */
  readonly type?: UserType | undefined;
  /** Public ids of custom roles. */
  readonly roleIds?: readonly string[] | undefined;
  /** What the person reads; absent: the brand's language. */
  readonly languageCode?: string | undefined;
}
