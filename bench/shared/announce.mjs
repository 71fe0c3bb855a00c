// What every measured process tells the runner over IPC: where to send requests, and on demand what it has used so far.
export function announce(target) {
  process.on('message', (question) => {
    if (question !== 'usage') return;
    const { user, system } = process.cpuUsage();
    process.send({ cpuMicros: user + system, rssBytes: process.memoryUsage.rss() });
  });
  process.on('disconnect', () => process.exit(0));
  process.send({ ready: target });
}
