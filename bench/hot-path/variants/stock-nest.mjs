// The reference: a stock Nest application on Express with one empty route, everything at its default.
import { createRequire } from 'node:module';
import { announce } from '../../shared/announce.mjs';

const require = createRequire(import.meta.url);
require('reflect-metadata');
const { Controller, Get, Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');

const body = { id: 'x'.repeat(36), text: 'y'.repeat(240) };

class EmptyController {
  get() {
    return body;
  }
}
Controller()(EmptyController);
Get('me')(EmptyController.prototype, 'get', Object.getOwnPropertyDescriptor(EmptyController.prototype, 'get'));

class StockModule {}
Module({ controllers: [EmptyController] })(StockModule);

const app = await NestFactory.create(StockModule, { logger: false });
await app.listen(0, '127.0.0.1');
announce({ port: app.getHttpServer().address().port, path: '/me', headers: {} });
