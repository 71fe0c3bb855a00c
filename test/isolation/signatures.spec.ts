import { resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../..');

/** Methods that reach rows without being told whose, each with the reason; `*` stands for all of a class. */
const WITHOUT_BRAND: Readonly<Record<string, string>> = {
  'AppDirectory.admit': 'an API key is all there is before its brand is known (SEC-OT-05)',
  'AppDirectory.findByKey': 'an API key is all there is before its brand is known (SEC-OT-05)',
  'AppRepository.findByKeyHash': 'an API key is all there is before its brand is known (SEC-OT-05)',
  'AuditBuffer.flush': 'writes lines that carry their brand',
  'AuditBuffer.takeDropped': 'counts what found no room',
  'AuditChainRepository.listWaiting': 'finds the brands whose trail is to be sealed',
  'AuditSealer.run': 'goes through the brands whose trail is to be sealed',
  'AuthKeyRepository.findOwner': 'the digest of a random key is all there is before its brand is known (SEC-TEN-03)',
  'BrandDirectory.findByCode': 'finds the brand',
  'BrandDirectory.findByDomain': 'finds the brand',
  'BrandDirectory.findByUid': 'finds the brand',
  'BrandFounding.found': 'makes the brand',
  'BrandOrigins.isAllowedAnywhere': 'a preflight names no brand (JFW-GEN-13)',
  'BrandLookup.find': 'finds the brand, for the command line',
  'BrandLookup.list': 'lists the brands, for the command line',
  'BrandRegistration.create': 'makes the brand',
  'BrandRepository.findIdByCode': 'finds the brand',
  'BrandRepository.findIdByDomain': 'finds the brand',
  'BrandRepository.findIdByUid': 'finds the brand',
  'BrandRepository.findPlatformId': 'finds the brand',
  'BrandRepository.findWithWhiteList': 'a preflight names no brand (JFW-GEN-13)',
  'BrandRepository.insert': 'makes the brand',
  'BrandRepository.isAnyPresent': 'asks whether this is the first start',
  'BrandRepository.listSettings': 'work that goes through all brands',
  'ChallengeRepository.deleteExpiredBefore': 'pruned by time',
  'DomainNames.generate': "a domain is one brand's in the whole gateway (JFW-BRD-08)",
  'DomainNames.isTaken': "a domain is one brand's in the whole gateway (JFW-BRD-08)",
  'DomainNames.normalise': 'reaches no row',
  'DomainRepository.isHeld': "a domain is one brand's in the whole gateway (JFW-BRD-08)",
  'FarewellRepository.deleteBefore': 'pruned by time',
  'FarewellRepository.expire': 'a sweep through all brands, by time',
  'GatewaySettings.*': 'settings of the installation',
  'LastSuperAdmin.keep': 'the user whose row it is given has the brand',
  'OutboxRepository.countInState': 'a figure of the installation, without a brand',
  'OutboxRepository.deleteFinishedBefore': 'pruned by time',
  'PendingRegistrationRepository.listForgotten': 'a sweep through all brands; its rows carry theirs',
  'OutboxRepository.listDue': 'work that goes through all brands; its rows carry theirs',
  'OutboxSearchRepository.*': 'its scope is a brand, or everybody for the operator of the installation',
  'Presence.flush': 'writes lines that carry their brand',
  'PushChannelChanges.settle': 'lets go of connections; what it is given has the brand',
  'PushChannels.nameOf': 'reaches no row',
  'PushChannels.serverOf': 'reaches no row',
  'PushRepository.listFinishedBefore': 'pruned by time; its rows carry their brand',
  'PushRepository.listOverdue': 'a sweep through all brands; its rows carry theirs',
  'RefusalBuffer.flush': 'writes lines that carry their brand',
  'RefusalBuffer.takeDropped': 'counts what found no room',
  'RefusalRepository.deleteBefore': 'pruned by time',
  'RefusalRepository.find': 'its scope is a brand, or everybody for the operator of the installation',
  'ReleaseTally.flush': 'writes figures that carry their brand',
  'ReleaseTally.takeDropped': 'counts what found no room',
  'ReleaseTally.takeTotals': 'figures of the process, without a brand',
  'RevocationJournal.*': 'one journal for all brands; its lines carry theirs',
  'RevocationRepository.deleteBefore': 'one journal for all brands; its lines carry theirs',
  'RevocationRepository.latestVersion': 'one journal for all brands; its lines carry theirs',
  'RevocationRepository.readAfter': 'one journal for all brands; its lines carry theirs',
  'RevokingTransaction.run': 'opens a transaction; what is revoked in it carries its brand',
  'RingUsage.list': "the key ring is the installation's",
  'RingUsageRepository.countPasswords': "the key ring is the installation's",
  'RingUsageRepository.countSessions': "the key ring is the installation's",
  'SealedTextRepository.list': 'goes through what is sealed in all brands; its rows carry theirs',
  'SessionTokenReader.brandOf': 'a well-signed token names its brand (DF-BRD-01)',
  'SessionRepository.listExpired': 'a sweep through all brands; what it finds carries its own',
};

/** `Class.method` of everything in core that reaches the store, with whether its parameters carry a brand. */
function methodsThatReachRows(): { name: string; carriesBrand: boolean }[] {
  const { fileNames, options } = configuration();
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  const brandId = brandIdOf(program);
  const files = program.getSourceFiles().filter(({ fileName, text }) => {
    return fileName.includes('/src/core/') && !fileName.endsWith('.spec.ts') && text.includes("/storage/database'");
  });
  return files.flatMap((file) =>
    file.statements.filter(ts.isClassDeclaration).flatMap((declaration) =>
      declaration.members.filter(isPublicMethod).map((method) => ({
        name: `${declaration.name?.text ?? ''}.${method.name.getText()}`,
        carriesBrand: method.parameters.some((parameter) => namesBrand(checker, parameter, brandId)),
      })),
    ),
  );
}

function configuration() {
  const { config } = ts.readConfigFile(resolve(ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  return { options: parsed.options, fileNames: parsed.fileNames.filter((name) => name.includes('/src/core/')) };
}

function isPublicMethod(member: ts.ClassElement): member is ts.MethodDeclaration {
  if (!ts.isMethodDeclaration(member)) return false;
  const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword];
  return !ts.isPrivateIdentifier(member.name) && !(member.modifiers ?? []).some(({ kind }) => hidden.includes(kind));
}

/** A `BrandId`, or something that holds one or a whole brand, or a list of such. */
function namesBrand(checker: ts.TypeChecker, parameter: ts.ParameterDeclaration, brandId: ts.Type): boolean {
  const isBrandId = (type: ts.Type) => checker.isTypeAssignableTo(checker.getNonNullableType(type), brandId);
  const type = checker.getTypeAtLocation(parameter);
  const elements = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference) : [];
  return [type, ...elements].some((one) => {
    const member = one.getProperty(isBrand(one) ? 'id' : 'brandId');
    const whole = one.getProperty('brand');
    const typeOf = (symbol: ts.Symbol) => checker.getTypeOfSymbolAtLocation(symbol, parameter);
    if (whole !== undefined && isBrand(typeOf(whole))) return true;
    return isBrandId(one) || (member !== undefined && isBrandId(typeOf(member)));
  });
}

function isBrand(type: ts.Type): boolean {
  return /^Brand(Snapshot|Entity)$/.test(type.getSymbol()?.name ?? '');
}

/** The type of brands' ids, as kernel/ids declares it. */
function brandIdOf(program: ts.Program): ts.Type {
  const ids = program.getSourceFile(resolve(ROOT, 'src/kernel/ids.ts'));
  const alias = ids?.statements.filter(ts.isTypeAliasDeclaration).find(({ name }) => name.text === 'BrandId');
  if (!alias) throw new Error('kernel/ids.ts declares no BrandId');
  return program.getTypeChecker().getTypeAtLocation(alias);
}

describe('SEC-TEN-01: what reaches rows is told whose', () => {
  it('every method of core takes a brand, or something that carries it', () => {
    const methods = methodsThatReachRows();
    const without = methods.filter(({ carriesBrand }) => !carriesBrand).map(({ name }) => name);
    const isExcused = (name: string) => name in WITHOUT_BRAND || `${name.split('.')[0] ?? ''}.*` in WITHOUT_BRAND;
    expect(without.filter((name) => !isExcused(name))).toEqual([]);
    const needed = new Set(without.flatMap((name) => [name, `${name.split('.')[0] ?? ''}.*`]));
    expect(Object.keys(WITHOUT_BRAND).filter((name) => !needed.has(name))).toEqual([]);
    expect(methods.length).toBeGreaterThan(80);
  }, 60_000);
});
