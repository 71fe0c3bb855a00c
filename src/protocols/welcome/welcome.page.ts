import { hash } from 'node:crypto';
import { VERSION } from '../../config/version';

const STYLE = `
body { font: 16px/1.6 system-ui, sans-serif; max-width: 40rem; margin: 12vh auto 0; padding: 0 1.5rem; color: #1f2933; background: #fff }
h1 { font-size: 1.75rem; margin: 0 0 .25rem } small { color: #5f6b7a; font-weight: 400 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; margin: 1.5rem 0 }
dt { color: #5f6b7a } dd { margin: 0 } a { color: #0b5fad }
.ok::before { content: "●"; color: #1a7f37; margin-right: .4em } .down::before { content: "●"; color: #b42318; margin-right: .4em }
@media (prefers-color-scheme: dark) { body { background: #14181d; color: #e4e9ef } a { color: #7cb8f2 } }
`;

const POLICY = `default-src 'none'; style-src 'sha256-${hash('sha256', STYLE, 'base64')}'; frame-ancestors 'none'; base-uri 'none'`;

export function renderWelcome(state: { readonly isReady: boolean; readonly checks: { readonly database: string } }) {
  const health = state.isReady ? '<dd class="ok">ready</dd>' : '<dd class="down">not ready</dd>';
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Brandgate</title><style>${STYLE}</style></head>
<body>
<h1>Brandgate <small>${VERSION}</small></h1>
<p>A self-hosted auth gateway for many brands: it knows brand, user, device and app version of every call.</p>
<dl><dt>Health</dt>${health}<dt>Database</dt><dd>${state.checks.database}</dd></dl>
<p><a href="/docs">API documentation</a> · <a href="/openapi.json">OpenAPI</a> · <a href="/health/ready">health</a></p>
</body>
</html>
`;
  return { html, contentSecurityPolicy: POLICY };
}
