import { DEFAULT_TIMEOUT_SECONDS } from '../../core/services/service-config';
import type { GivenHeader } from '../../core/services/service-headers';
import type { ConfigDraft, ServiceChanges, ServiceDraft } from '../../flows/save-service/save-service.flow';
import { plainText } from '../../kernel/text/header-text';
import { clearing, given, optionalText, requiredText } from './body-members';
import type { CreateServiceDto, UpdateServiceDto } from './dto/service.dto';
import { HIDDEN } from './views/service.view';

const LABEL_LENGTH = 200;
const DESCRIPTION_LENGTH = 2_000;

export function serviceDraftOf({ name, label, description, isActive, config }: CreateServiceDto): ServiceDraft {
  const { baseUrl, timeoutSeconds, headers, honoursFilters } = config;
  return {
    name: name.trim(),
    label: plainText(label ?? '', LABEL_LENGTH),
    description: optionalText(description, DESCRIPTION_LENGTH) ?? null,
    isActive: isActive ?? true,
    config: {
      baseUrl: baseUrl.trim(),
      timeoutSeconds: timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
      headers: (headers ?? []).map(headerOf),
      honoursFilters: honoursFilters ?? false,
    },
  };
}

export function serviceChangesOf({ name, label, description, isActive, config }: UpdateServiceDto): ServiceChanges {
  return {
    ...given({
      name: name?.trim(),
      label: typeof label === 'string' ? requiredText('label', label, LABEL_LENGTH) : undefined,
      isActive,
    }),
    ...clearing({ description: optionalText(description, DESCRIPTION_LENGTH) }),
    ...(config ? { config: configChangesOf(config) } : {}),
  };
}

function configChangesOf(config: NonNullable<UpdateServiceDto['config']>): Partial<ConfigDraft> {
  const { baseUrl, timeoutSeconds, headers, honoursFilters } = config;
  return given({ baseUrl: baseUrl?.trim(), timeoutSeconds, headers: headers?.map(headerOf), honoursFilters });
}

/** What is shown in a value's place says, when it comes back, that nothing changed. */
function headerOf({ name, value }: { readonly name: string; readonly value?: string | null }): GivenHeader {
  return { name, value: value === undefined || value === HIDDEN ? null : value };
}
