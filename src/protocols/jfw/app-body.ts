import { APP_TYPES } from '../../core/apps/app.entity';
import type { AppAttributes } from '../../flows/save-app/save-app.flow';
import { clearing, given, optionalText, requiredText } from './body-members';
import type { CreateAppDto, UpdateAppDto } from './dto/app.dto';

const NAME_LENGTH = 64;
const DESCRIPTION_LENGTH = 2_000;

export function appAttributesOf(body: CreateAppDto): AppAttributes {
  const { description, path = null, url = null, defaultRoleId = null } = body;
  return {
    name: requiredText('name', body.name, NAME_LENGTH),
    description: optionalText(description, DESCRIPTION_LENGTH) ?? null,
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
    ...clearing({
      description: optionalText(description, DESCRIPTION_LENGTH),
      path,
      url,
      defaultRoleUid: defaultRoleId,
    }),
  };
}
