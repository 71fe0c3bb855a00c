import './mariadb.global-setup';

export default async function stopMariadb(): Promise<void> {
  await globalThis.mariadbOfTheRun?.stop();
}
