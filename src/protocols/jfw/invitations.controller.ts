import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import { requireAllowedLink } from '../../core/brands/link-policy';
import { BrandPages } from '../../core/mail/brand-pages';
import { InviteUserFlow } from '../../flows/invite-user/invite-user.flow';
import { ResetPasswordFlow } from '../../flows/reset-password/reset-password.flow';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { Answers } from '../wire/answers.decorator';
import { TRUE } from '../wire/schema';
import { AcceptInvitationDto, InviteUserDto, ResendInvitationDto } from './dto/invitation.dto';
import { JsonBody } from './json-body.decorator';
import { NAMES_TAKEN } from './jfw.refusals';
import { UserSchema } from './schemas/user.schema';
import { Hangup, Via } from './via.decorator';
import { userView } from './views/user.view';

/** People who are asked in (jfw.md §28). */
@ApiTags('Users')
@Controller('api/v1/users')
export class InvitationsController {
  constructor(
    private readonly inviteUser: InviteUserFlow,
    private readonly resetPassword: ResetPasswordFlow,
    private readonly pages: BrandPages,
  ) {}

  @Post('invite')
  @ApiOperation({ summary: 'Invite somebody by e-mail' })
  @Answers(UserSchema, 'link.not-allowed', 'invitation.disabled', 'user.type-invalid', 'role.not-found', ...NAMES_TAKEN)
  @Access({ level: 'user', permission: 'USER.CREATE' })
  async invite(@JsonBody() { invitationLink, ...body }: InviteUserDto, @Via() via: Passage) {
    const brand = via.targetOrThrow;
    const command = { ...body, link: this.linkOf(brand, invitationLink), kind: 'link' as const, at: via.at };
    const { user, roles } = await this.inviteUser.run(via.actor, via.caller, brand, command);
    return userView(user, roles, brand.uid, via.at);
  }

  @Post('accept-invitation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Choose the first password of an account' })
  @Answers(TRUE, 'token.invalid', 'password.format')
  @Access({ level: 'brand', limits: ['recovery'] })
  async accept(
    @JsonBody() { token, password }: AcceptInvitationDto,
    @Via() via: Passage,
    @Hangup() signal: AbortSignal,
  ) {
    const proof = { kind: 'link' as const, secret: token, emailAddress: null };
    const chosen = { newPassword: password, field: 'password', at: via.at, signal };
    const purposes = ['invitation', 'registration'] as const;
    await this.resetPassword.run(via.actor, via.brandOrThrow, { proof, purposes, ...chosen });
    return true;
  }

  @Post(':id/invite')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mail an invitation again' })
  @Answers(TRUE, 'link.not-allowed', 'invitation.disabled', 'user.not-found', 'user.status-conflict')
  @Access({ level: 'user', permission: 'USER.CREATE' })
  async resend(@Param('id') userUid: string, @JsonBody() { invitationLink }: ResendInvitationDto, @Via() via: Passage) {
    const brand = via.targetOrThrow;
    const command = { userUid, link: this.linkOf(brand, invitationLink), kind: 'link' as const, at: via.at };
    await this.inviteUser.resend(via.actor, via.caller, brand, command);
    return true;
  }

  private linkOf(brand: BrandSnapshot, link: string | undefined): string {
    const page = this.pages.urlOf(brand, 'accept-invitation');
    return requireAllowedLink(brand, link ?? page, page);
  }
}
