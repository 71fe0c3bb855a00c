import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { BrandDirectory } from '../../core/brands/brand-directory';
import type { BrandSnapshot } from '../../core/brands/brand-snapshot';
import type { Exchange } from '../../gate/dialect';
import type { Passage } from '../../gate/passage';
import type { BrandgateError } from '../../kernel/errors/brandgate-error';
import { EventLog } from '../../ports/event-log.port';
import { Metrics } from '../../ports/metrics.port';
import { NO_BRAND } from './look/brand-look';
import { PageContexts } from './page-contexts';
import { PageCookies } from './page-cookies';
import { faultsOf } from './page-errors';
import { type HeaderList, PageHeaders } from './page-headers';
import { codeInPath, readPageRequest } from './page-request';
import { viewToShowAgain } from './shown-again';
import { LANGUAGES } from './texts/languages';
import { errorBody } from './views/error.page';
import { brandSurroundings, languageLinks, onwardFrom } from './views/surroundings';
import { type Fault, type PageAnswer, Picture, SeeOther, type View } from './views/page-view';
import { type WholePage, wholePage } from './views/layout';

/** Writes the answers of the hosted pages. */
@Injectable()
export class PagesPresenter {
  constructor(
    private readonly directory: BrandDirectory,
    private readonly contexts: PageContexts,
    private readonly cookies: PageCookies,
    private readonly headers: PageHeaders,
    private readonly log: EventLog,
    private readonly metrics: Metrics,
  ) {}

  sendResult(passage: Passage, response: Response, answer: PageAnswer): void {
    const { correlationId } = passage.arrival;
    if (passage.requirement.isSignIn) this.log.success({ correlationId, passage, method: response.req.method });
    if (answer instanceof SeeOther) this.redirect(passage, response, answer);
    else if (answer instanceof Picture) this.sendPicture(passage, response, answer);
    else this.sendView(passage, response, answer);
  }

  sendError({ correlationId }: Exchange, passage: Passage | null, response: Response, error: BrandgateError): void {
    if (passage !== null && isDeadKey(passage, error)) {
      passage.answerHeaders.push('Set-Cookie', this.cookies.signedOut(passage.brandOrThrow));
      this.redirect(passage, response, new SeeOther('sign-in'));
      return;
    }
    if (passage !== null && this.showAgain(passage, response, error)) return;
    this.sendErrorPage(correlationId, passage, response, error).catch((cause: unknown) => {
      this.log.error('page.unsent', cause);
      response.destroy();
    });
  }

  /** Head and body of an answer that is written without a response object. */
  raw(error: BrandgateError, correlationId: string): { headers: string; body: string } {
    const { title, body } = errorBody(error, LANGUAGES.en, null);
    const surroundings = {
      look: NO_BRAND,
      language: 'en',
      title,
      isWide: false,
      iconAddress: null,
      languages: null,
    } as const;
    const page = wholePage(body, surroundings);
    const list = [...this.headers.ofPage(page, null, correlationId), ...this.headers.ofError(error)];
    let headers = `Content-Length: ${Buffer.byteLength(page.text)}\r\n`;
    for (let i = 0; i < list.length; i += 2) headers += `${list[i]}: ${list[i + 1]}\r\n`;
    return { headers, body: page.text };
  }

  private redirect(passage: Passage, response: Response, { place }: SeeOther): void {
    const location = this.contexts.of(passage).href(place);
    const headers = [...this.headers.ofNothing(passage.brand, passage.arrival.correlationId), 'Location', location];
    this.send(response, 303, [...headers, ...passage.answerHeaders], '');
  }

  private sendPicture({ brandOrThrow, arrival }: Passage, response: Response, { svg }: Picture): void {
    const headers = this.headers.ofNothing(brandOrThrow, arrival.correlationId);
    this.send(response, 200, [...headers, 'Content-Type', 'image/svg+xml'], svg.text);
  }

  private sendView(passage: Passage, response: Response, view: View): void {
    this.send(response, 200, ...this.rendered(passage, response.req, view, []));
  }

  /** Whether the error was something that the page's form can put right. */
  private showAgain(passage: Passage, response: Response, error: BrandgateError): boolean {
    const view = viewToShowAgain(passage);
    const faults = view && faultsOf(error, this.contexts.of(passage).texts);
    if (view === null || faults === null) return false;
    const [headers, text] = this.rendered(passage, response.req, view, faults);
    this.send(response, error.entry.status, [...headers, ...this.headers.ofError(error)], text);
    return true;
  }

  private rendered(passage: Passage, request: Request, view: View, faults: readonly Fault[]): [HeaderList, string] {
    const context = this.contexts.of(passage, faults);
    const shown = view(context);
    const languages = languageLinks(context, shown.secret ?? request.path);
    const title = faults.length > 0 ? `${context.texts.errorInTitle}: ${shown.title}` : shown.title;
    const page = wholePage(shown.body, {
      ...brandSurroundings(context, title),
      isWide: shown.isWide === true,
      languages,
    });
    const headers = this.headers.ofPage(page, passage.brandOrThrow, passage.arrival.correlationId);
    // Only now: making the page may have made the cookie of its forms.
    return [[...headers, ...passage.answerHeaders], page.text];
  }

  private async sendErrorPage(
    correlationId: string,
    passage: Passage | null,
    response: Response,
    error: BrandgateError,
  ): Promise<void> {
    const brand = passage?.brand ?? (await this.brandIn(response.req.url));
    const page = brand ? this.errorPage(brand, response.req, error) : this.strangersPage(response.req, error);
    const headers = [...this.headers.ofPage(page, brand, correlationId), ...this.headers.ofError(error)];
    this.send(response, error.entry.status, headers, page.text);
  }

  private errorPage(brand: BrandSnapshot, request: Request, error: BrandgateError): WholePage {
    const context = this.contexts.ofBrand(brand, readPageRequest(request));
    const { title, body } = errorBody(error, context.texts, onwardFrom(context, request.path, error));
    const isPage = request.method === 'GET';
    const languages = isPage && languageLinks(context, request.path);
    return wholePage(body, { ...brandSurroundings(context, title), isWide: false, languages });
  }

  /** The brand is none of ours, or the store cannot be asked. */
  private strangersPage(request: Request, error: BrandgateError): WholePage {
    const { chosen, accepted } = readPageRequest(request);
    const language = chosen ?? accepted ?? 'en';
    const { title, body } = errorBody(error, LANGUAGES[language], null);
    return wholePage(body, { look: NO_BRAND, language, title, isWide: false, iconAddress: null, languages: null });
  }

  private async brandIn(url: string): Promise<BrandSnapshot | null> {
    try {
      const brand = await this.directory.findByCode(codeInPath(url));
      return brand?.status === 'Active' ? brand : null;
    } catch {
      return null;
    }
  }

  private send(response: Response, status: number, headers: HeaderList, text: string): void {
    if (response.headersSent || response.destroyed) return;
    this.metrics.countAnswer('pages', status);
    response.writeHead(status, [...headers, 'Content-Length', String(Buffer.byteLength(text))]);
    response.end(text);
  }
}

/** Whoever was signed in has to sign in again; the same for a cookie of another brand. */
function isDeadKey({ requirement, brand }: Passage, { code }: BrandgateError): boolean {
  return requirement.level === 'user' && brand !== null && code.startsWith('auth-key.');
}
