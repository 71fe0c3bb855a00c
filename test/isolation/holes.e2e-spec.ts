import { Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { UserEntity } from '../../src/core/users/user.entity';
import { Access } from '../../src/gate/access.decorator';
import type { Passage } from '../../src/gate/passage';
import { BrandgateError } from '../../src/kernel/errors/brandgate-error';
import { Via } from '../../src/protocols/jfw/via.decorator';
import { UndeclaredAccessError } from '../../src/protocols/wire/declared-access';
import { Database } from '../../src/storage/database';
import { describeEngine } from '../support/describe-engine';
import type { TestGateway } from '../support/start-gateway';
import { createTestDatabase } from '../support/test-database';
import { holesIn } from './coverage';
import { canariesOf, examine } from './examine';
import { type LiveRoute, liveRoutes } from './live-routes';
import { id, type RouteCase } from './route-case';
import { StatementLog } from './statement-log';
import type { Canaries } from './trial';
import { startOn, startWith } from './with-controllers';
import { World } from './world';

@Controller('api/v1/undeclared')
class UndeclaredController {
  @Get(':id')
  find(@Param('id') uid: string): string {
    return uid;
  }
}

@Controller('api/v1/unthought-of')
class UncoveredController {
  @Get(':id')
  @Access({ level: 'user' })
  find(@Param('id') uid: string): string {
    return uid;
  }
}

@Controller('unthought-of')
class OpenController {
  @Post()
  @Access({ level: 'open' })
  open(): string {
    return 'anybody';
  }
}

/** What an addition gets wrong that forgets the brand. */
@Controller('api/v1/leaky')
class LeakyController {
  constructor(private readonly database: Database) {}

  @Get('read/:id')
  @Access({ level: 'user', permission: 'USER.READ' })
  async read(@Param('id') uid: string): Promise<string> {
    return (await this.find(uid)).emailAddress ?? '';
  }

  @Put('written/:id')
  @Access({ level: 'user', permission: 'USER.UPDATE' })
  async write(@Param('id') uid: string): Promise<boolean> {
    await this.database.store.update(UserEntity, { uid }, { bio: 'overwritten' });
    return true;
  }

  @Delete('told/:id')
  @Access({ level: 'user', permission: 'USER.DELETE' })
  async tell(@Param('id') uid: string, @Via() { targetOrThrow }: Passage): Promise<boolean> {
    const user = await this.find(uid);
    if (user.brandId !== targetOrThrow.id) throw new BrandgateError('access.denied');
    return true;
  }

  @Get('early/:id')
  @Access({ level: 'user', selfOr: 'USER.READ' })
  async early(@Param('id') uid: string, @Via() { caller }: Passage): Promise<boolean> {
    const user = await this.database.store.findOneBy(UserEntity, { brandId: caller.brandId, uid });
    if (!user) throw new BrandgateError('user.not-found');
    if (user.id !== caller.self?.id && !caller.permissions.has('USER.READ')) throw new BrandgateError('access.denied');
    return true;
  }

  @Get('never/:id')
  @Access({ level: 'user', permission: 'USER.READ' })
  never(): never {
    throw new BrandgateError('user.not-found');
  }

  @Get('always/:id')
  @Access({ level: 'user', permission: 'USER.READ' })
  always(): boolean {
    return true;
  }

  @Get('broken/:id')
  @Access({ level: 'user', permission: 'USER.READ' })
  broken(): never {
    throw new RangeError('broken');
  }

  private async find(uid: string): Promise<UserEntity> {
    const user = await this.database.store.findOneBy(UserEntity, { uid });
    if (!user || user.status === 'Deleted') throw new BrandgateError('user.not-found');
    return user;
  }
}

const USER: RouteCase = { path: { id: id('userId') } };

jest.setTimeout(60_000);

describeEngine('holes in the wall turn the matrix red', () => {
  it('REL-14, SEC-TEN-09: with a route that declares no access the gateway does not start', async () => {
    const own = await createTestDatabase();
    await expect(startOn(own, UndeclaredController)).rejects.toThrow(UndeclaredAccessError);
    await own.drop();
  });

  describe('ways in that nobody thought of', () => {
    let gateway: TestGateway;
    const holes = () => holesIn(liveRoutes(gateway.gateway.app));

    beforeAll(async () => {
      gateway = await startWith(UncoveredController, OpenController);
    });
    afterAll(() => gateway.close());

    it('SEC-TEN-09: a declared route without a case is red', () => {
      expect(holes()).toEqual([
        'GET /api/v1/unthought-of/:id: no case, and not classed as free of tenant data',
        'POST /unthought-of: no case, and not classed as free of tenant data',
      ]);
    });

    it('SEC-TEN-09: another upgrade listener is red', () => {
      const listener = (): void => undefined;
      gateway.gateway.app.getHttpServer().on('upgrade', listener);
      expect(holes()).toContain('on upgrade: 2 times, 1 known');
      gateway.gateway.app.getHttpServer().off('upgrade', listener);
      expect(holes()).not.toContain('on upgrade: 2 times, 1 known');
    });

    it('SEC-TEN-09: another piece of middleware is red, and so is a route that is gone', () => {
      gateway.gateway.app.use('/aside', function aside() {
        return undefined;
      });
      expect(holes()).toContain('use aside: 1 times, 0 known');
      const live = liveRoutes(gateway.gateway.app).filter(({ name }) => name !== 'GET /api/v1/users/me');
      expect(holesIn(live)).toContain('GET /api/v1/users/me: a case without a route');
    });
  });

  describe('handlers that forget the brand', () => {
    let world: World;
    let live: readonly LiveRoute[];
    let canaries: Canaries;
    let statements: StatementLog;

    beforeAll(async () => {
      world = await World.build(() => startWith(LeakyController), false);
      live = liveRoutes(world.gateway.gateway.app);
      canaries = await canariesOf(world);
      statements = StatementLog.on(world.gateway.store);
    }, 60_000);
    afterAll(() => world.close());

    const faults = async (name: string, parts: RouteCase = USER): Promise<string> => {
      const route = live.find((one) => one.name === name);
      if (!route) throw new Error(`${name} is no route`);
      return (await examine(world, canaries, route, parts)).faults.join('\n');
    };

    it('SEC-TEN-03: one that reads another brand’s row is caught by the answer and by the text in it', async () => {
      const found = await faults('GET /api/v1/leaky/read/:id');
      expect(found).toContain('foreign userId at path.id, as an Admin');
      expect(found).toContain("child brand's userId at path.id, as an Admin");
      expect(found).toContain('foreign ids in a HEAD, as an Admin');
      expect(found).toMatch(/shows "canary\d+-b-wall-example@mail\.example" of another brand/);
    });

    it('SEC-TEN-03: one that writes another brand’s row is caught by the row, though it answers alike', async () => {
      const found = await faults('PUT /api/v1/leaky/written/:id');
      expect(found).toContain('ids of others, as an Admin');
      expect(found).toMatch(/\+ users .*"bio":"overwritten"/);
      expect(found).not.toContain('one that never was is answered');
    });

    it('SEC-TEN-03: one that says "not yours" is caught', async () => {
      expect(await faults('DELETE /api/v1/leaky/told/:id')).toContain('foreign userId at path.id, as an Admin');
    });

    it('JFW-ADM-06: one that looks before it asks for the permission, or sees deleted accounts, is caught', async () => {
      const found = await faults('GET /api/v1/leaky/early/:id');
      expect(found).toContain("another user's userId at path.id, as a user");
      expect(found).toContain('deleted userId at path.id, as an Admin');
      expect(found).not.toContain('foreign');
    });

    it('SEC-TEN-01: and the statements that they send are told from those that name a brand', () => {
      const bare = statements.withoutBrand(world.gateway.store);
      expect(bare.filter((text) => text.startsWith('SELECT') && / FROM users \w+ WHERE /.test(text))).toHaveLength(1);
      expect(bare.filter((text) => text.startsWith('UPDATE users SET bio = ? WHERE '))).toHaveLength(1);
      expect(bare).toHaveLength(2);
    });

    it('a case that never succeeds, or whose id makes no difference, proves nothing and is red', async () => {
      expect(await faults('GET /api/v1/leaky/never/:id')).toContain(
        'own ids, as an Admin\n    is no success (200 expected)',
      );
      expect(await faults('GET /api/v1/leaky/always/:id')).toContain('makes no difference at path.id');
    });

    it('a failure of the server is red', async () => {
      expect(await faults('GET /api/v1/leaky/broken/:id')).toContain('a failure of the server');
    });
  });
});
