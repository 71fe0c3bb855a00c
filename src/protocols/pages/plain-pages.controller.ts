import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Access } from '../../gate/access.decorator';
import type { Passage } from '../../gate/passage';
import { BrandgateError } from '../../kernel/errors/brandgate-error';
import { brandIcon } from './look/brand-icon';
import { lookOf } from './look/brand-look';
import { Via } from './page.decorators';
import { donePage, isDeed } from './views/done.page';
import { isLinkPage, LINK_PAGES } from './views/link.pages';
import { Picture, type View } from './views/page-view';

/** What a brand's pages need beside the forms themselves. */
@ApiExcludeController()
@Controller('pages/:brand')
export class PlainPagesController {
  @Get('done/:what')
  @Access({ level: 'brand' })
  done(@Param('what') what: string): View {
    if (!isDeed(what)) throw new BrandgateError('route.not-found');
    return (context) => donePage(context, what);
  }

  /** A form with a link's secret in another language: a form and no link, so that no further address has the secret. */
  @Post('language/:page')
  @Access({ level: 'brand' })
  inLanguage(@Param('page') page: string): View {
    if (!isLinkPage(page)) throw new BrandgateError('route.not-found');
    return LINK_PAGES[page];
  }

  @Get('icon')
  @Access({ level: 'brand' })
  icon(@Via() { brandOrThrow }: Passage): Picture {
    return new Picture(brandIcon(lookOf(brandOrThrow)));
  }
}
