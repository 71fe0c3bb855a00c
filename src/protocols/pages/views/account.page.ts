import type { ListedSession } from '../../../core/auth-keys/session-list';
import type { DeviceEntity } from '../../../core/devices/device.entity';
import type { UserDeviceEntity } from '../../../core/devices/user-device.entity';
import type { ListedFarewell } from '../../../flows/list-farewells/list-farewells.flow';
import { type Html, markup } from '../markup/html';
import { form, heading } from './form.parts';
import type { PageContext, PageView } from './page-view';
import { browserOf } from './user-agent';

export interface LinkedDevice {
  readonly device: DeviceEntity;
  readonly link: UserDeviceEntity;
}

/** What somebody sees of their own account. */
export interface OwnAccount {
  /** Their name, as they know it. */
  readonly name: string;
  readonly sessions: readonly ListedSession[];
  /** Public id of the session that asks. */
  readonly currentUid: string;
  readonly devices: readonly LinkedDevice[];
  /** To devices that were signed out from afar, newest first. */
  readonly farewells: readonly ListedFarewell[];
}

/** Where somebody is signed in and with which devices, and how to end it. */
export function accountPage(context: PageContext, own: OwnAccount): PageView {
  const { account: texts } = context.texts;
  const devices = own.devices.map((linked) => deviceItem(context, linked));
  const body = markup`${heading(context, texts.title)}
    <div class="top">
      <p class="quiet">${texts.signedInAs(own.name)}</p>
      ${form(context, 'account/sign-out', secondButton(texts.signOut))}
    </div>
    <h2 id="sessions">${texts.sessions}</h2>
    <ul class="things" aria-labelledby="sessions">
      ${own.sessions.map((session) => sessionItem(context, session, own))}
    </ul>
    <h2 id="devices">${texts.devices}</h2>
    ${
      devices.length === 0
        ? markup`<p class="quiet">${texts.noDevices}</p>`
        : markup`<ul class="things" aria-labelledby="devices">
            ${devices}
          </ul>`
    }
    ${farewellList(context, own.farewells)}
    <section class="warn" aria-labelledby="everywhere">
      <h2 id="everywhere">${texts.everywhere}</h2>
      <p>${texts.everywhereLead}</p>
      ${form(context, 'account/sign-out-everywhere', markup`<button type="submit">${texts.signOutEverywhere}</button>`)}
    </section>`;
  return { title: texts.title, body, isWide: true };
}

function sessionItem(context: PageContext, session: ListedSession, own: OwnAccount): Html {
  const { account: texts } = context.texts;
  const isCurrent = session.uid === own.currentUid;
  const device = own.devices.find((linked) => linked.device.id === session.deviceId)?.device;
  const found = browserOf(session.userAgent);
  const name = device?.name ?? (found ? texts.browserOn(found.browser, found.system) : texts.unknownBrowser);
  const id = `session-${session.uid}`;
  const used = texts.lastUsed(instantText(context, session.lastUsedAt ?? session.createdAt));
  return markup`<li>
    <div>
      <p><strong id="${id}">${name}</strong>${isCurrent && markup` <span class="here">${texts.current}</span>`}</p>
      <p class="quiet">${used} · ${session.address}</p>
    </div>
    ${!isCurrent && form(context, 'account/end-session', secondButton(texts.endSession, id), { session: session.uid })}
  </li>`;
}

function deviceItem(context: PageContext, { device, link }: LinkedDevice): Html {
  const { account: texts } = context.texts;
  const id = `device-${device.uid}`;
  const used = texts.lastUsed(instantText(context, link.lastAccessAt ?? link.loggedInAt));
  const details = [device.osDevice, device.appVersionNumber].filter((text) => text).join(' · ');
  return markup`<li>
    <div>
      <p><strong id="${id}">${device.name}</strong></p>
      <p class="quiet">${details && `${details} · `}${used}</p>
    </div>
    ${form(context, 'account/remove-device', secondButton(texts.removeDevice, id), { device: device.uid })}
  </li>`;
}

/** The proof that a phone which is not at hand was told. */
function farewellList(context: PageContext, farewells: readonly ListedFarewell[]): Html | '' {
  const { account: texts } = context.texts;
  if (farewells.length === 0) return '';
  return markup`<h2 id="farewells">${texts.farewells}</h2>
    <ul class="things" aria-labelledby="farewells">
      ${farewells.map(
        ({ farewell: { state, createdAt, confirmedAt }, device }) =>
          markup`<li>
            <div>
              <p><strong>${device.name}</strong></p>
              <p class="quiet">${instantText(context, createdAt)} · ${texts.farewell[state](instantText(context, confirmedAt ?? createdAt))}</p>
            </div>
          </li>`,
      )}
    </ul>`;
}

/** @param about id of the element that says what it is about: several buttons have one label */
function secondButton(label: string, about?: string): Html {
  const described = about !== undefined && markup`aria-describedby="${about}"`;
  return markup`<button type="submit" class="second" ${described}>${label}</button>`;
}

/** In the page's language, and in UTC: nobody has told where the reader is. @param at epoch ms */
function instantText({ language }: PageContext, at: number): string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    ...{ dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' },
  });
  return `${format.format(at)} UTC`;
}
