import fc from 'fast-check';
import type { Database } from '../../storage/database';
import type { BrandSnapshot } from '../brands/brand-snapshot';
import { DEFAULT_BRAND_SETTINGS } from '../brands/brand-settings';
import { MailRenderer } from './mail-renderer';
import type { MailTemplateEntity } from './mail-template.entity';
import type { MailTemplateRepository } from './mail-template.repository';
import { MAIL_TOPICS, type MailTopic } from './mail-topics';
import { exampleValues, fill, namesIn, placeholdersOf } from './placeholders';
import { SHIPPED_LANGUAGES, shippedTemplate } from './templates/shipped-templates';

const TOPICS = Object.keys(MAIL_TOPICS) as MailTopic[];
const LOCALES = Object.keys(SHIPPED_LANGUAGES);
const EVERY = TOPICS.flatMap((topic) => LOCALES.map((locale) => [topic, locale] as const));

function brandWith(changes: Partial<BrandSnapshot> = {}, settings: Partial<BrandSnapshot['settings']> = {}) {
  const brand = { id: 1, name: 'Acme', profile: {}, settings: { ...DEFAULT_BRAND_SETTINGS, ...settings } };
  return { ...brand, ...changes } as BrandSnapshot;
}

function rendererWith(...own: readonly Partial<MailTemplateEntity>[]): MailRenderer {
  const templates = { listOfTopic: async () => own } as unknown as MailTemplateRepository;
  return new MailRenderer({ store: {} } as Database, templates);
}

const mailTo = (locale: string | null, name: string | null = 'Ann') => ({
  recipient: { address: 'ann@example.com', name, locale },
  values: MAIL_TOPICS['reset-link'].placeholders as Readonly<Record<string, string>>,
});

describe('the shipped templates', () => {
  it.each(EVERY)('%s in %s holds no unknown placeholder and the ones that it is useless without', (topic, locale) => {
    const template = shippedTemplate(topic, locale);
    if (!template) throw new TypeError('missing');
    const known = new Set(placeholdersOf(topic));
    for (const text of Object.values(template)) for (const name of namesIn(text)) expect(known).toContain(name);
    for (const name of ['link', 'code'].filter((one) => one in MAIL_TOPICS[topic].placeholders)) {
      expect([namesIn(template.plain), namesIn(template.html)].every((names) => names.includes(name))).toBe(true);
    }
    expect(template.subject.length).toBeLessThan(80);
  });

  it.each(EVERY)('%s in %s renders whole, with the values in both forms and its link first', (topic, locale) => {
    const text = shippedTemplate(topic, locale);
    if (!text) throw new TypeError('missing');
    const values = exampleValues(topic);
    const mail = rendererWith().compose(brandWith(), { text, locale }, values);
    for (const part of [mail.subject, mail.text, mail.html]) expect(part).not.toMatch(/\{\{|\}\}|undefined|null/);
    expect(mail.html).toContain(`<html lang="${locale}">`);
    const { link = null, code = null } = values as { link?: string; code?: string };
    if (link !== null) expect(/https?:\/\/\S+/.exec(mail.text)?.[0]).toBe(link);
    if (code !== null) expect(mail.text.split('\n')).toContain(code);
  });

  it('are written in every language for every placeholder of the topic', () => {
    const [first = '', ...others] = LOCALES;
    const used = (topic: MailTopic, locale: string) => {
      const { subject = '', plain = '', html = '' } = shippedTemplate(topic, locale) ?? {};
      return [...new Set(namesIn(subject + plain + html))].sort();
    };
    for (const topic of TOPICS) for (const other of others) expect(used(topic, other)).toEqual(used(topic, first));
  });
});

describe('the language of a mail', () => {
  const languageOf = async (locale: string | null, language: 'en' | 'vi', ...own: Partial<MailTemplateEntity>[]) =>
    (await rendererWith(...own).render(brandWith({}, { language }), 'reset-link', mailTo(locale))).language;
  const OWN = { subject: 's', plain: 'p', html: 'h' };

  it.each([
    ['vi-VN', 'en', 'vi'],
    ['en-US', 'vi', 'en'],
    ['fr-FR', 'vi', 'vi'],
    ['no language!', 'en', 'en'],
    [null, 'vi', 'vi'],
  ] as const)('for a reader of %s and a brand in %s is %s', async (locale, ofBrand, expected) => {
    expect(await languageOf(locale, ofBrand)).toBe(expected);
  });

  it('is that of a template of the brand, also one that is not shipped', async () => {
    expect(await languageOf('fr-CA', 'en', { ...OWN, locale: 'fr' })).toBe('fr');
    expect(await languageOf('en-GB', 'en', { ...OWN, locale: 'en-GB' })).toBe('en-GB');
    expect(await languageOf('en-US', 'en', { ...OWN, locale: 'en-GB' })).toBe('en');
  });
});

describe('values in mails (SEC-IN-17, SEC-RST-08)', () => {
  const HOSTILE = fc.string({
    unit: fc.constantFrom(...'<>"\'`&\r\n\0\u2028\u202e{}=/ ab$', '{{code}}', '$&', '{{brandName}}', 'é', '𝒳'),
    maxLength: 40,
  });

  it('never become markup, end an attribute or a line, or are filled in again', () => {
    fc.assert(
      fc.property(HOSTILE, HOSTILE, (name, device) => {
        const template = {
          subject: '{{recipientName}}',
          plain: '[{{device}}]',
          html: '<i title="{{device}}">{{recipientName}}</i>',
        };
        const values = { ...exampleValues('new-device'), recipientName: name, device };
        const mail = rendererWith().compose(brandWith(), { text: template, locale: 'en' }, values);
        expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
        const shown = mail.text.split('\n')[0] ?? '';
        expect(shown.startsWith('[') && shown.endsWith(']')).toBe(true);
        const [, title = null, inner = null] = /<i title="([^"<>]*)">([^"<>]*)<\/i>/.exec(mail.html) ?? [];
        expect(unescaped(title)).toBe(shown.slice(1, -1));
        expect(unescaped(inner)).toBe(mail.subject);
      }),
      { numRuns: 500 },
    );
  });

  it('are literal in the plain text', async () => {
    const { text, html } = await rendererWith().render(
      brandWith(),
      'reset-link',
      mailTo('en', '<b>Ann & {{link}}</b>'),
    );
    expect(text).toContain('Hello <b>Ann & {{link}}</b>,');
    expect(html).toContain('Hello &lt;b&gt;Ann &amp; {{link}}&lt;/b&gt;,');
  });

  it('that a topic does not have stay what they are in a template', () => {
    expect(fill('{{code}} {{toString}} {{link}}', { link: 'x' }, String)).toBe('{{code}} {{toString}} x');
  });

  it('of a nameless recipient is the address', async () => {
    const { text } = await rendererWith().render(brandWith(), 'reset-link', mailTo('en', null));
    expect(text).toMatch(/^Hello ann@example\.com,/);
  });
});

describe('the letterhead', () => {
  const htmlOf = async (changes: Partial<BrandSnapshot>, settings = {}) =>
    (await rendererWith().render(brandWith(changes, settings), 'reset-link', mailTo('en'))).html;

  it('has the logo only from an https address, and the colour only when it is one', async () => {
    const good = await htmlOf({ profile: { logoURL: 'https://cdn.example.com/a"b.png', primaryColor: '#fd0' } });
    expect(good).toContain('src="https://cdn.example.com/a&quot;b.png"');
    expect(good).toContain('background:#fd0;color:#000000');
    const bad = await htmlOf({ profile: { logoURL: 'javascript:alert(1)', primaryColor: 'red;behavior:url(x)' } });
    expect(bad).not.toMatch(/<img|behavior|javascript/);
  });

  it('names the support address where there is one', async () => {
    expect(await htmlOf({}, { supportAddress: 'help@acme.example' })).toContain('help@acme.example');
    expect(await htmlOf({})).not.toContain('Questions?');
  });

  it('is not put around a document of the brand', async () => {
    const own = { locale: 'en', subject: 's', plain: '{{link}}', html: '<!DOCTYPE html><p>{{link}}</p>' };
    const { html } = await rendererWith(own).render(brandWith(), 'reset-link', mailTo('en'));
    expect(html).toMatch(/^<!DOCTYPE html><p>https:/);
  });
});

function unescaped(text: string | null): string | null {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`' };
  return text?.replace(/&(#?\w+);/g, (whole, name: string) => named[name] ?? whole) ?? null;
}
