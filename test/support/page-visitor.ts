/** A form as a page shows it. */
export interface SeenForm {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
}

/** An answer as somebody without JavaScript gets it. */
export interface SeenPage {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly forms: readonly SeenForm[];
  readonly location: string | null;
  readonly title: string;
}

type Values = Readonly<Record<string, string>>;

/** A browser without JavaScript on the pages of one brand: it keeps cookies, sends forms and follows nothing by itself. */
export class PageVisitor {
  /** By name, as the brand set them. */
  readonly cookies = new Map<string, string>();

  constructor(
    readonly origin: string,
    readonly code: string,
    private readonly headers: Values = {},
  ) {}

  /** @param place below the brand's pages, such as `sign-in?lang=vi`, or a whole path */
  open(place: string, headers: Values = {}): Promise<SeenPage> {
    return this.send('GET', this.pathOf(place), { headers });
  }

  /** Sends the page's form of this place, as a browser would. */
  submit(page: SeenPage, place: string, values: Values = {}, headers: Values = {}): Promise<SeenPage> {
    const path = this.pathOf(place);
    const form = page.forms.find(({ action, hidden }) => {
      return (
        action.split('?')[0] === path &&
        Object.entries(values).every(([name, value]) => (hidden[name] ?? value) === value)
      );
    });
    if (!form) throw new Error(`no form for ${path} among ${page.forms.map(({ action }) => action).join()}`);
    return this.post(form.action, { ...form.hidden, ...values }, headers);
  }

  post(place: string, members: Values, headers: Values = {}): Promise<SeenPage> {
    const body = new URLSearchParams(members).toString();
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return this.send('POST', this.pathOf(place), { headers: { ...type, ...headers }, body });
  }

  /** What follows a redirect. */
  follow({ location }: SeenPage): Promise<SeenPage> {
    if (location === null) throw new Error('the answer leads nowhere');
    return this.open(location);
  }

  async signIn(username: string, password: string): Promise<SeenPage> {
    return this.submit(await this.open('sign-in'), 'sign-in', { username, password });
  }

  pathOf(place: string): string {
    return place.startsWith('/') ? place : `/pages/${this.code}/${place}`;
  }

  async send(method: string, path: string, { headers = {}, body }: { headers?: Values; body?: string } = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const own = cookie === '' ? {} : { Cookie: cookie };
    const all = { ...this.headers, ...own, ...headers };
    const init = { method, headers: all, redirect: 'manual', ...(body === undefined ? {} : { body }) } as const;
    const response = await fetch(`${this.origin}${path}`, init);
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const text = await response.text();
    const [, title = ''] = /<title>([^<]*)<\/title>/.exec(text) ?? [];
    const { status } = response;
    const location = response.headers.get('location');
    return { status, headers: response.headers, text, title, location, forms: formsIn(text) } satisfies SeenPage;
  }

  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/; Max-Age=0/.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

function formsIn(text: string): SeenForm[] {
  return [...text.matchAll(/<form method="post" action="([^"]*)"[^>]*>([^]*?)<\/form>/g)].map(
    ([, action = '', inside = '']) => {
      const hidden = [...inside.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)" ?\/?>/g)];
      return {
        action,
        hidden: Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, unescaped(value)])),
      };
    },
  );
}

function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => characters[name] ?? '');
}
