import { APP_TYPES } from '../../core/apps/app.entity';
import type { AppAttributes } from '../../flows/save-app/save-app.flow';
import { plainText } from '../../kernel/text/header-text';
import { clearing, given, requiredText } from './body-members';
import type { CreateAppDto, UpdateAppDto } from './dto/app.dto';

const NAME_LENGTH = 64;

export function appAttributesOf(body: CreateAppDto): AppAttributes {
  const { description = null, path = null, url = null, defaultRoleId = null } = body;
  return {
    name: requiredText('name', body.name, NAME_LENGTH),
    description: plainText(description ?? '', 2_000) || null,
    isActive: body.isActive ?? true,
    type: APP_TYPES.indexOf(body.type ?? 'None'),
    ...{ path, url, defaultRoleUid: defaultRoleId },
  };
}

export function appChangesOf({ name, type, isActive, ...body }: UpdateAppDto): Partial<AppAttributes> {
  const { description, path, url, defaultRoleId } = body;
  return {
    ...given({
      name: typeof name === 'string' ? requiredText('name', name, NAME_LENGTH) : undefined,
      type: type ? APP_TYPES.indexOf(type) : undefined,
      isActive,
    }),
    ...clearing({ description, path, url, defaultRoleUid: defaultRoleId }),
  };
}
