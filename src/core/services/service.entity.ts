import { Entity, ForeignKey, Index } from 'typeorm';
import {
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  RefColumn,
  TextColumn,
  UidColumn,
} from '../../storage/columns';
import type { BrandId, ServiceId, UserId } from '../../kernel/ids';
import type { ServiceConfig } from './service-config';

/** `system` and `user` are the gateway's own; `rws` is an upstream reached over HTTP (DF-SVC-01). */
export type ServiceType = 'system' | 'user' | 'rws';

/** What roles give access to: a back-end of the brand, or a part of the gateway itself. */
@Entity('services')
@Index('uq_services_uid', ['uid'], { unique: true })
@Index('uq_services_brand_id_id', ['brandId', 'id'], { unique: true })
@Index('uq_services_brand_id_number', ['brandId', 'number'], { unique: true })
@Index('uq_services_brand_id_name', ['brandId', 'name'], { unique: true })
@ForeignKey('BrandEntity', ['brandId'], ['id'], { name: 'fk_services_brand_id' })
export class ServiceEntity {
  @IdColumn() id!: ServiceId;
  @UidColumn() uid!: string;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('number') number!: number;
  @TextColumn('name', 64) name!: string;
  @TextColumn('label', 200) label!: string;
  @TextColumn('description', 2000, { nullable: true }) description!: string | null;
  @TextColumn('type', 16) type!: ServiceType;
  @FlagColumn('is_active') isActive!: boolean;
  /** Neither changed nor deleted. */
  @FlagColumn('is_system') isSystem!: boolean;
  /** Empty for the gateway's own. */
  @JsonColumn('config') config!: ServiceConfig | Record<string, never>;
  @IntegerColumn('epoch') epoch!: number;
  @RefColumn('created_by', { nullable: true }) createdBy!: UserId | null;
  @RefColumn('modified_by', { nullable: true }) modifiedBy!: UserId | null;
  @InstantColumn('created_at') createdAt!: number;
  @InstantColumn('modified_at') modifiedAt!: number;
}
