import type { BrandFigures } from '../../../core/statistics/brand-statistics';

/** Counts of a brand; an addition to JFW. */
export function brandStatisticsView({ users, liveSessions, devices, signIns }: BrandFigures) {
  return {
    users,
    liveSessions,
    devices: { total: devices.total, byOsDevice: devices.bySystem },
    signIns: { last24Hours: signIns.lastDay, last7Days: signIns.lastWeek },
  };
}
