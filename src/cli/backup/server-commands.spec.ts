import { backupCommands, physicalBackupCommands, restoreCommands, shellWord } from './server-commands';

const server = {
  kind: 'server' as const,
  host: 'db.example',
  port: 3307,
  username: 'app',
  password: 'canary',
  database: 'brandgate',
  socketPath: undefined,
};

describe('commands for a server', () => {
  it.each([
    ['plain-1.sql', 'plain-1.sql'],
    ['two words', "'two words'"],
    ["it's", String.raw`'it'\''s'`],
    ['$(rm -rf)', "'$(rm -rf)'"],
  ])('a word of the shell: %s', (text, word) => {
    expect(shellWord(text)).toBe(word);
  });

  it("name the connection's values, and never its password", () => {
    const lines = [
      ...backupCommands(server, 'b.sql', false),
      ...physicalBackupCommands(server, 'b.d'),
      ...restoreCommands(server, 'b.sql', false),
    ];
    expect(lines[0]).toBe(
      'mariadb-dump --host=db.example --port=3307 --user=app --password --single-transaction --hex-blob' +
        ' --default-character-set=utf8mb4 brandgate > b.sql',
    );
    expect(lines.join('\n')).toContain('COLLATE utf8mb4_nopad_bin');
    expect(lines.join('\n')).not.toContain('canary');
  });

  it('are those of MySQL on MySQL, and use the socket where there is one', () => {
    const local = { ...server, socketPath: '/run/my sql.sock' };
    expect(backupCommands(local, 'b.sql', true)[0]).toMatch(/^mysqldump '--socket=\/run\/my sql\.sock' --user=app /);
    const [create, load, ...rest] = restoreCommands(server, 'b.sql', true);
    expect(create).toContain("--execute='CREATE DATABASE `brandgate` CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin'");
    expect(load).toMatch(/ brandgate < b\.sql$/);
    expect(rest).toEqual(['brandgate migrate up', 'brandgate doctor --after-restore']);
  });
});
