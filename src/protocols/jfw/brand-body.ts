import type { BrandProfile } from '../../core/brands/brand.entity';
import type { CreateBrandCommand } from '../../flows/create-brand/create-brand.flow';
import type { UpdateBrandCommand } from '../../flows/update-brand/update-brand.flow';
import { invalidField } from '../../kernel/errors/brandgate-error';
import type { BrandProfileDto } from './dto/brand-profile.dto';
import type { CreateBrandDto } from './dto/create-brand.dto';
import type { UpdateBrandDto } from './dto/update-brand.dto';

export function newBrandOf(body: CreateBrandDto, at: number): CreateBrandCommand {
  return {
    name: body.name.trim(),
    abbr: body.abbr.trim(),
    description: body.description ?? null,
    parentUid: body.parentId ?? null,
    code: body.code ?? null,
    domain: body.setting.domain,
    profile: profileOf(body.profile ?? {}),
    at,
  };
}

/** Absent members stay as they are, `null` clears (JFW-FMT-04). */
export function updatedBrandOf({ name, abbr, description, tags, profile }: UpdateBrandDto, at: number) {
  return {
    ...{ name: name.trim(), abbr: abbr.trim(), at },
    ...(description === undefined ? {} : { description }),
    ...(tags === undefined ? {} : { tags }),
    ...(profile ? { profile: profileOf(profile) } : {}),
  } satisfies UpdateBrandCommand;
}

/** The profile under one spelling of its members. @throws BrandgateError request.invalid for two that differ */
function profileOf({ logoURL, logoUrl, faviconURL, faviconUrl, ...rest }: BrandProfileDto): BrandProfile {
  const members = {
    ...rest,
    logoURL: eitherOf('profile.logoURL', logoURL, logoUrl),
    faviconURL: eitherOf('profile.faviconURL', faviconURL, faviconUrl),
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

type Text = string | null | undefined;

function eitherOf(field: string, one: Text, other: Text): Text {
  const isContradictory = one !== undefined && other !== undefined && one !== other;
  if (isContradictory) throw invalidField(field, `${field} is given twice.`);
  return one === undefined ? other : one;
}
