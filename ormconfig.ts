import 'reflect-metadata';
import { type GatewayConfig, loadGatewayConfig } from './src/config/gateway-config';
import { AppEntity } from './src/core/apps/app.entity';
import { AuditChainEntity } from './src/core/audit/audit-chain.entity';
import { AuditEventEntity } from './src/core/audit/audit-event.entity';
import { AuthKeyEntity } from './src/core/auth-keys/auth-key.entity';
import { SessionEntity } from './src/core/auth-keys/session.entity';
import { BrandSettingVersionEntity } from './src/core/brands/brand-setting-version.entity';
import { BrandEntity } from './src/core/brands/brand.entity';
import { DomainEntity } from './src/core/brands/domain.entity';
import { ChallengeEntity } from './src/core/challenges/challenge.entity';
import { DeviceEntity } from './src/core/devices/device.entity';
import { UserDeviceEntity } from './src/core/devices/user-device.entity';
import { GatewaySettingEntity } from './src/core/gateway-settings/gateway-setting.entity';
import { MailChannelEntity } from './src/core/mail/mail-channel.entity';
import { MailTemplateEntity } from './src/core/mail/mail-template.entity';
import { NumberSequenceEntity } from './src/core/numbers/number-sequence.entity';
import { OutboxEntity } from './src/core/outbox/outbox.entity';
import { PasswordHistoryEntity } from './src/core/passwords/password-history.entity';
import { FarewellEntity } from './src/core/farewells/farewell.entity';
import { PushChannelEntity } from './src/core/push/push-channel.entity';
import { PushDeliveryEntity } from './src/core/pushes/push-delivery.entity';
import { PushEntity } from './src/core/pushes/push.entity';
import { RefusalEntity } from './src/core/refusals/refusal.entity';
import { DeviceActivityEntity } from './src/core/releases/device-activity.entity';
import { ReleaseDayEntity } from './src/core/releases/release-day.entity';
import { RevocationEntity } from './src/core/revocations/revocation.entity';
import { RoleEntity } from './src/core/roles/role.entity';
import { RoleServiceEntity } from './src/core/roles/role-service.entity';
import { UserAppRoleEntity } from './src/core/roles/user-app-role.entity';
import { UserRoleEntity } from './src/core/roles/user-role.entity';
import { SecurityQuestionEntity } from './src/core/security-questions/security-question.entity';
import { ServiceEntity } from './src/core/services/service.entity';
import { SigningKeyEntity } from './src/core/signing-keys/signing-key.entity';
import { IdentifierEntity } from './src/core/users/identifier.entity';
import { UserEntity } from './src/core/users/user.entity';
import type { GatewayDataSource } from './src/storage/gateway-data-source';
import { InitialSchema1790000000000 } from './src/storage/migrations/1790000000000-initial-schema';
import { createDataSource } from './src/storage/open-data-source';

/** Every table and every migration, in order. The gateway and the typeorm command line both start here. */
const SCHEMA = {
  entities: [
    BrandEntity,
    BrandSettingVersionEntity,
    NumberSequenceEntity,
    DomainEntity,
    RoleEntity,
    UserEntity,
    IdentifierEntity,
    UserRoleEntity,
    AppEntity,
    ServiceEntity,
    RoleServiceEntity,
    UserAppRoleEntity,
    DeviceEntity,
    SessionEntity,
    AuthKeyEntity,
    UserDeviceEntity,
    ChallengeEntity,
    PasswordHistoryEntity,
    SecurityQuestionEntity,
    SigningKeyEntity,
    MailChannelEntity,
    MailTemplateEntity,
    OutboxEntity,
    DeviceActivityEntity,
    PushChannelEntity,
    PushEntity,
    PushDeliveryEntity,
    FarewellEntity,
    ReleaseDayEntity,
    AuditEventEntity,
    AuditChainEntity,
    RefusalEntity,
    RevocationEntity,
    GatewaySettingEntity,
  ],
  migrations: [InitialSchema1790000000000],
};

export function gatewayDataSource(config: GatewayConfig): Promise<GatewayDataSource> {
  return createDataSource(config.database, SCHEMA);
}

/** The typeorm command line awaits what this file exports; nothing is opened before it does. */
export const dataSource: PromiseLike<GatewayDataSource> = {
  then: (fulfilled, rejected) => gatewayDataSource(loadGatewayConfig()).then(fulfilled, rejected),
};
