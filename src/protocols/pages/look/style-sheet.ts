import { hash } from 'node:crypto';
import { Html } from '../markup/html';
import type { Palette } from './palette';

/** A style sheet as it stands in a page, and its name in a `Content-Security-Policy`. */
export interface StyleSheet {
  readonly markup: Html;
  readonly source: string;
}

// Sizes in rem: they follow what people set in their browsers. Nothing is set in the markup itself, which the policy forbids.
const STYLE = `
:root { color-scheme: light dark; --page: #f4f5f7; --panel: #fff; --text: #1c2430; --quiet: #55606e; --line: #dfe3e8;
  --edge: #76818f; --bad: #b42318; --bad-ground: #fef3f2; --good: #1a7f37; --ink: var(--ink-light) }
@media (prefers-color-scheme: dark) { :root { --page: #12161b; --panel: #1c2128; --text: #e6eaf0; --quiet: #a3adba;
  --line: #333b45; --edge: #7f8a98; --bad: #ff8f85; --bad-ground: #2d1b1b; --good: #56d364; --ink: var(--ink-dark) } }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; padding: 0 1rem; background: var(--page);
  color: var(--text); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere }
body > * { width: 100%; max-width: 27rem; margin-inline: auto }
.wide > * { max-width: 44rem }
header { display: flex; align-items: center; gap: .875rem; padding: 3rem .25rem 1.25rem }
.mark { flex: none; display: grid; place-items: center; width: 2.75rem; height: 2.75rem; border-radius: .75rem;
  background: var(--accent); color: var(--on-accent); font-size: 1.375rem; font-weight: 700 }
.logo { display: block; max-width: 12rem; max-height: 3rem; width: auto; height: auto }
.brand { margin: 0; font-size: 1.125rem; font-weight: 650; line-height: 1.3 }
.slogan { margin: 0; color: var(--quiet); font-size: .9375rem; line-height: 1.35 }
main { padding: 2.125rem 2rem 2rem; border: 1px solid var(--line);
  background: linear-gradient(var(--accent) 0 0) top / 100% .3125rem no-repeat, var(--panel);
  border-radius: .875rem; box-shadow: 0 1px 2px rgb(16 24 40 / 6%), 0 12px 32px rgb(16 24 40 / 7%) }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em }
h2 { margin: 2rem 0 .25rem; font-size: 1.0625rem }
p { margin: 0 0 1rem } .lead, .quiet { color: var(--quiet) } .quiet { font-size: .9375rem }
a { color: var(--ink); text-underline-offset: .18em }
form { margin: 0 } main > form { margin-top: 1.25rem }
.field { margin-bottom: 1.125rem }
label { display: block; margin-bottom: .3rem; font-weight: 600; font-size: .9375rem }
label .quiet { font-weight: 400; font-size: .875rem }
.hint { margin: 0 0 .35rem; color: var(--quiet); font-size: .875rem }
.fault { margin: 0 0 .35rem; color: var(--bad); font-size: .9375rem; font-weight: 600 }
input { width: 100%; min-height: 2.875rem; padding: .5rem .75rem; border: 1px solid var(--edge); border-radius: .5rem;
  background: var(--panel); color: inherit; font: inherit }
input[aria-invalid="true"] { border-color: var(--bad); border-width: 2px }
button, .button { display: inline-block; min-height: 2.875rem; padding: .625rem 1.25rem; border: 1px solid transparent;
  border-radius: .5rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; line-height: 1.5;
  text-align: center; text-decoration: none; cursor: pointer }
button:hover, .button:hover { background: var(--accent-hover); color: var(--on-accent-hover) }
form > button { width: 100% }
button.second { width: auto; min-height: 2.5rem; padding: .375rem .875rem; border-color: var(--edge); background: transparent;
  color: var(--text); font-size: .9375rem }
button.second:hover { background: var(--page); color: var(--text) }
button.link { width: auto; min-height: 2rem; padding: .25rem 0; border: 0; background: none; color: var(--ink);
  font-weight: 400; text-decoration: underline; text-underline-offset: .18em }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px }
.summary { margin: 1rem 0 0; padding: .875rem 1rem; border: 2px solid var(--bad); border-radius: .5rem; background: var(--bad-ground) }
.summary h2 { margin: 0 0 .25rem; font-size: 1rem } .summary ul { margin: 0; padding-left: 1.125rem } .summary a { color: var(--bad) }
.after { margin: 1.25rem 0 0; padding: 0; list-style: none; text-align: center } .after a, nav a { display: inline-block; padding: .25rem 0 }
.things { margin: 0; padding: 0; list-style: none }
.things li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1rem;
  padding: .875rem 0; border-bottom: 1px solid var(--line) }
.things p { margin: 0 } .things div { flex: 1 1 14rem } .things strong { font-weight: 600 }
.here { display: inline-block; padding: 0 .5rem; border: 1px solid var(--good); border-radius: 1rem;
  color: var(--good); font-size: .8125rem; font-weight: 600 }
.top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1rem }
.top p { margin: 0 } .warn { margin-top: 2rem; padding: 1rem 1.125rem; border-radius: .625rem; background: var(--page) }
.warn h2 { margin: 0 } .warn p { margin-bottom: .75rem }
.warn button { width: auto }
footer { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1.5rem; padding: 1.25rem .25rem 2.5rem;
  color: var(--quiet); font-size: .9375rem }
footer p { margin: 0; padding: .25rem 0 }
@media (max-width: 30rem) { header { padding-top: 1.5rem } main { padding: 1.375rem 1.125rem }
  .things form, .things .second, .warn button { width: 100% } }
@media (prefers-color-scheme: dark) { .logo { padding: .375rem .5rem; border-radius: .5rem; background: #fff } }
`;

/** One for all brands; a brand's colours are the variables of another one. */
export const STYLE_SHEET = sheetOf(STYLE);

/** The brand's own colours; only what `paletteOf` wrote itself comes in here. */
export function colourSheet({ accent, onAccent, accentHover, onAccentHover, ink }: Palette): StyleSheet {
  return sheetOf(
    `:root { --accent: ${accent}; --on-accent: ${onAccent}; --accent-hover: ${accentHover}; ` +
      `--on-accent-hover: ${onAccentHover}; --ink-light: ${ink.light}; --ink-dark: ${ink.dark} }`,
  );
}

function sheetOf(style: string): StyleSheet {
  return {
    markup: Html.trusted(`<style>${style}</style>`),
    source: `'sha256-${hash('sha256', style, 'base64')}'`,
  };
}
