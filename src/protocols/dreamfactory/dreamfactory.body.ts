import type { Request } from 'express';
import { parseStrictJson, StrictJsonError } from '../../kernel/json/strict-json';
import { readBodyBytes } from '../wire/body-bytes';
import { badRequest } from './dreamfactory-refusal';
import { TEXTS } from './dreamfactory.texts';

/** SEC-IN-08. */
const BODY_LIMIT = 102_400;
const SYSTEM_LIMIT = 1_048_576;
const MAX_MEMBERS = 5_000;
const RESERVED: readonly string[] = ['__proto__', 'constructor', 'prototype'];
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** First byte of what is no form. */
const JSON_START = /^\s*[{[]/;

/**
 * A body by its Content-Type, or without one by its first character (DF-TRN-06). An empty one and `null` are `{}`.
 * @throws BrandgateError request.too-large, and 400 for what cannot be read
 */
export async function readDreamFactoryBody(request: Request, isSystem: boolean): Promise<object> {
  const bytes = await readBodyBytes(request, isSystem ? SYSTEM_LIMIT : BODY_LIMIT);
  if (bytes.length === 0) return {};
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isJson = type === '' ? JSON_START.test(bytes.toString('latin1', 0, 64)) : type === 'application/json';
  if (isJson) return jsonIn(bytes);
  if (type === '' || type === 'application/x-www-form-urlencoded') return formIn(bytes);
  throw unreadable();
}

function jsonIn(bytes: Buffer): object {
  try {
    const value = parseStrictJson(bytes) ?? {};
    if (typeof value === 'object') return value;
  } catch (error) {
    if (!(error instanceof StrictJsonError)) throw error;
  }
  throw unreadable();
}

/** Flat: brackets in names are letters. What is given twice could be read in two ways. */
function formIn(bytes: Buffer): object {
  const members = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(textOf(bytes))) {
    if (members.has(name) || RESERVED.includes(name) || members.size === MAX_MEMBERS) throw unreadable();
    members.set(name, value);
  }
  return Object.fromEntries(members);
}

function textOf(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw unreadable();
  }
}

function unreadable() {
  return badRequest(TEXTS.payload);
}
