import { Entity, ForeignKey, Index } from 'typeorm';
import { IdColumn, InstantColumn, IntegerColumn, JsonColumn, RefColumn, TextColumn } from '../../storage/columns';
import type { BrandId, RoleId, ServiceId } from '../../kernel/ids';

/** A condition on the upstream's rows; it is passed on to upstreams that honour it (DF-ACC-06). */
export interface RowFilter {
  readonly name: string;
  readonly operator: string;
  readonly value: string;
}

/** What a role may do with a component of a service (DF-ACC-05). */
@Entity('role_services')
@Index('uq_role_services_brand_id_number', ['brandId', 'number'], { unique: true })
@Index('ix_role_services_brand_id_role_id', ['brandId', 'roleId'])
@ForeignKey('RoleEntity', ['brandId', 'roleId'], ['brandId', 'id'], { name: 'fk_role_services_role_id' })
@ForeignKey('ServiceEntity', ['brandId', 'serviceId'], ['brandId', 'id'], { name: 'fk_role_services_service_id' })
export class RoleServiceEntity {
  @IdColumn() id!: number;
  @RefColumn('brand_id') brandId!: BrandId;
  @RefColumn('number') number!: number;
  @RefColumn('role_id') roleId!: RoleId;
  /** Null: every service. */
  @RefColumn('service_id', { nullable: true }) serviceId!: ServiceId | null;
  /** A path below the service, `prefix/*`, or `*`. */
  @TextColumn('component', 255) component!: string;
  /** GET 1, POST 2, PUT 4, PATCH 8, DELETE 16. */
  @IntegerColumn('verb_mask') verbMask!: number;
  /** The row counts for requests over the API only with bit 1. */
  @IntegerColumn('requestor_mask') requestorMask!: number;
  @JsonColumn('filters') filters!: readonly RowFilter[];
  @TextColumn('filter_op', 3) filterOp!: 'AND' | 'OR';
  @InstantColumn('created_at') createdAt!: number;
  @InstantColumn('modified_at') modifiedAt!: number;
}
