import { Injectable } from '@nestjs/common';
import type { BrandId } from '../../kernel/ids';
import { Database } from '../../storage/database';
import { DeviceEntity } from './device.entity';

const DAY_MS = 86_400_000;

/** Counts of a brand's devices over time. */
@Injectable()
export class DeviceStatistics {
  constructor(private readonly database: Database) {}

  /**
   * New devices per day (`yyyy-MM-dd`) or month (`yyyy-MM`) in UTC, oldest first; periods without any are left out
   * (JFW-DEV-24). @param from and @param to epoch ms, both included
   */
  async newPerPeriod(
    brandId: BrandId,
    from: number,
    to: number,
    period: 'day' | 'month',
  ): Promise<{ date: string; quantity: number }[]> {
    // Whole days by arithmetic: the date functions of the engines differ, and so do their time zones.
    const days = await this.database.store
      .createQueryBuilder(DeviceEntity, 'd')
      .select(`d.createdAt - d.createdAt % ${DAY_MS}`, 'day')
      .addSelect('COUNT(*)', 'quantity')
      .where('d.brandId = :brandId AND d.createdAt >= :from AND d.createdAt <= :to', { brandId, from, to })
      .groupBy('day')
      .orderBy('day')
      .getRawMany<{ day: string | number; quantity: string | number }>();
    const perPeriod = new Map<string, number>();
    for (const { day, quantity } of days) {
      const date = new Date(Number(day)).toISOString().slice(0, period === 'day' ? 10 : 7);
      perPeriod.set(date, (perPeriod.get(date) ?? 0) + Number(quantity));
    }
    return [...perPeriod].map(([date, quantity]) => ({ date, quantity }));
  }
}
