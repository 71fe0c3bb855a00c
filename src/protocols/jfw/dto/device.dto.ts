import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsNotEmpty, IsString, IsUrl, MaxLength } from 'class-validator';
import { DEVICE_STATUSES, DEVICE_TYPES, type DeviceStatus, type DeviceType } from '../../../core/devices/device.entity';
import { Clearable } from './clearable.decorator';

const WEB_ADDRESS = { protocols: ['http', 'https'], require_protocol: true, require_tld: false, disallow_auth: true };
const NAME_LENGTH = 255;
const SHORT_LENGTH = 64;
const PHONE_LENGTH = 32;

/** The attributes of a device that its own user may write (JFW-EP-42). */
export class OwnDeviceDto {
  @ApiPropertyOptional({ type: String, example: "Ada's phone", maxLength: NAME_LENGTH })
  @Clearable()
  @IsString()
  @IsNotEmpty()
  @MaxLength(NAME_LENGTH)
  name?: string | null;

  @ApiPropertyOptional({ example: 'https://cdn.example.com/phone.png', nullable: true, type: String })
  @Clearable()
  @IsUrl(WEB_ADDRESS)
  @MaxLength(2_048)
  avatarURL?: string | null;

  @ApiPropertyOptional({ maxLength: 2_000, nullable: true, type: String })
  @Clearable()
  @IsString()
  @MaxLength(2_000)
  tags?: string | null;
}

/** A change of a device (JFW-EP-39). */
export class UpdateDeviceDto {
  @ApiProperty({ example: "Ada's phone", maxLength: NAME_LENGTH })
  @IsString()
  @IsNotEmpty()
  @MaxLength(NAME_LENGTH)
  name!: string;

  @ApiPropertyOptional({ example: '+84901234567', nullable: true, type: String })
  @Clearable()
  @IsString()
  @MaxLength(PHONE_LENGTH)
  phoneNumber?: string | null;

  @ApiPropertyOptional({ example: 'https://cdn.example.com/phone.png', nullable: true, type: String })
  @Clearable()
  @IsUrl(WEB_ADDRESS)
  @MaxLength(2_048)
  avatarURL?: string | null;

  @ApiPropertyOptional({ maxLength: 2_000, nullable: true, type: String })
  @Clearable()
  @IsString()
  @MaxLength(2_000)
  tags?: string | null;

  @ApiPropertyOptional({ enum: DEVICE_STATUSES, description: 'Counts with the permission DEVICE.UPDATE only.' })
  @Clearable()
  @IsIn(DEVICE_STATUSES)
  status?: DeviceStatus | null;
}

/** A device by its code (JFW-EP-36). */
export class SaveDeviceDto extends UpdateDeviceDto {
  @ApiProperty({ enum: DEVICE_TYPES })
  @IsIn(DEVICE_TYPES)
  type!: DeviceType;

  @ApiProperty({ example: '0197a3c2-6c1e-7b7e-9a55-0d6c7f1a2b3c', description: '1 to 200 printable ASCII characters' })
  @IsString()
  @IsNotEmpty()
  code!: string;

  @ApiProperty({ example: 'iOS', maxLength: SHORT_LENGTH })
  @IsString()
  @IsNotEmpty()
  @MaxLength(SHORT_LENGTH)
  osDevice!: string;

  @ApiProperty({ example: '2.4.0', maxLength: SHORT_LENGTH })
  @IsString()
  @IsNotEmpty()
  @MaxLength(SHORT_LENGTH)
  appVersionNumber!: string;

  @ApiPropertyOptional({ type: Boolean })
  @Clearable()
  @IsBoolean()
  isMobileApp?: boolean | null;

  @ApiPropertyOptional({ type: Boolean, description: 'Counts with the permission DEVICE.CREATE only.' })
  @Clearable()
  @IsBoolean()
  isDefault?: boolean | null;

  @ApiPropertyOptional({ type: Boolean, description: 'Counts with the permission DEVICE.CREATE only.' })
  @Clearable()
  @IsBoolean()
  testMode?: boolean | null;

  @ApiPropertyOptional({ nullable: true, type: String, maxLength: SHORT_LENGTH })
  @Clearable()
  @IsString()
  @MaxLength(SHORT_LENGTH)
  iccid?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String, maxLength: SHORT_LENGTH })
  @Clearable()
  @IsString()
  @MaxLength(SHORT_LENGTH)
  imsi?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String, maxLength: SHORT_LENGTH })
  @Clearable()
  @IsString()
  @MaxLength(SHORT_LENGTH)
  imei?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String, maxLength: 512 })
  @Clearable()
  @IsString()
  @MaxLength(512)
  simCardInfo?: string | null;
}
