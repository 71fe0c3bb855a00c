// Loaded into a process before its own code: tells its CPU time when it is asked, and ends with who started it.
process.on('message', (asked) => {
  if (asked !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
process.on('disconnect', () => process.exit(1));
