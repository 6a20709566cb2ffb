// What every browser test needs: a browser, a page that keeps account of itself, logins through the ENT simulator, axe with the
// page's own CSP on, bytes on the wire, the keyboard, pictures.

import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Where pictures go. */
export const PICTURES = process.env.PREAU_PICTURES || path.join(here, '../../target/browser');
/** The two sizes every page is looked at in. */
export const NARROW = { width: 320, height: 640 };
export const WIDE = { width: 1280, height: 900 };

/** Debian's Chromium, in French (what date fields show). Root needs --no-sandbox; the rest keeps it from calling home. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    env: { ...process.env, LANGUAGE: 'fr_FR:fr' },
    args: [
      '--no-sandbox', '--lang=fr-FR', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  });
}

/**
 * A page of its own context (no cookie shared with another), in French, which keeps what went wrong in `page.faults`:
 * script errors, errors on the console (CSP refusals are among them), failed requests, answers of 500 and above.
 */
export async function newPage(browser, { viewport = WIDE, javaScript = true, ...options } = {}) {
  const context = await browser.newContext({
    viewport, locale: 'fr-FR', timezoneId: 'Europe/Paris', javaScriptEnabled: javaScript, reducedMotion: 'reduce', ...options,
  });
  return watched(await context.newPage());
}

/** A second page of the same context (another tab of the same person). */
export async function newTab(page) {
  return watched(await page.context().newPage());
}

function watched(page) {
  page.setDefaultTimeout(15_000);
  page.faults = [];
  page.on('pageerror', error => page.faults.push(`script: ${error.message}`));
  page.on('console', message => message.type() === 'error' && page.faults.push(`console: ${message.text()}`));
  page.on('response', answer => answer.status() >= 500 && page.faults.push(`${answer.status()}: ${answer.url()}`));
  page.on('requestfailed', request => {
    const why = request.failure()?.errorText;
    if (why !== 'net::ERR_ABORTED') page.faults.push(`${why}: ${request.url()}`);
  });
  return page;
}

/** Is somebody in the ENT, without opening any service. */
export async function beInEnt(page, ent, login) {
  const answer = await page.goto(`${ent}/cas/login?as=${encodeURIComponent(login)}`);
  if (!answer.ok()) throw new Error(`${login}: the ENT answers ${answer.status()}`);
}

/**
 * Opens an address of Préau as somebody: first in the ENT, then at the address, which sends the browser through CAS and back.
 * Answers when the browser is at an address that begins with `landing` (the address itself if not given).
 */
export async function enter(page, { ent, login, address, landing = address }) {
  await beInEnt(page, ent, login);
  const answer = await page.goto(address);
  await page.waitForURL(url => url.href.startsWith(landing));
  return answer;
}

/** The one-link login: `…/cas/login?service=SERVICE&as=LOGIN`. */
export function loginLink(ent, service, login) {
  return `${ent}/cas/login?service=${encodeURIComponent(service)}&as=${encodeURIComponent(login)}`;
}

/** Runs an expression in the page by the debugger, which its CSP neither stops nor is changed by. */
export async function inspect(page, expression) {
  const session = await page.context().newCDPSession(page);
  try {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description || exceptionDetails.text);
    return result.value;
  } finally {
    await session.detach();
  }
}

/**
 * What axe finds (WCAG 2.1 A and AA, best practices too), each as `rule: help — element`. `allowed` are rules left out.
 */
export async function axe(page, { allowed = [], within = 'document' } = {}) {
  const options = {
    resultTypes: ['violations'], preload: false,
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
    rules: Object.fromEntries(allowed.map(rule => [rule, { enabled: false }])),
  };
  await inspect(page, `${axeSource}; undefined`);
  const target = within === 'document' ? 'document' : JSON.stringify(within);
  const found = await inspect(page, `axe.run(${target}, ${JSON.stringify(options)}).then(r => r.violations.map(v => ({
    rule: v.id, help: v.help, nodes: v.nodes.map(n => n.target.join(' ') + ' ' + n.html.slice(0, 160)) })))`);
  return found.flatMap(({ rule, help, nodes }) => nodes.map(node => `${rule}: ${help} — ${node}`));
}

/**
 * Bytes on the wire (headers and bodies as they come, compressed) while `visit` runs, from an empty cache.
 * `{ total, requests: [{ url, type, bytes }] }`, the heaviest first.
 */
export async function weigh(page, visit) {
  const session = await page.context().newCDPSession(page);
  const requests = new Map();
  let earlier = 0;
  session.on('Network.requestWillBeSent', ({ requestId, request, type, redirectResponse }) => {
    earlier += redirectResponse?.encodedDataLength ?? 0;
    requests.set(requestId, { url: request.url, type, bytes: 0 });
  });
  const under = new Set();
  session.on('Network.requestWillBeSent', ({ requestId }) => under.add(requestId));
  session.on('Network.loadingFailed', ({ requestId }) => under.delete(requestId));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const known = requests.get(requestId);
    if (known) known.bytes = encodedDataLength;
    under.delete(requestId);
  });
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  try {
    await visit();
    await page.waitForLoadState('load');
    for (let n = 0; under.size && n < 200; n += 1) await new Promise(resolve => { setTimeout(resolve, 10); });
  } finally {
    await session.detach();
  }
  const list = [...requests.values()].sort((a, b) => b.bytes - a.bytes);
  return { total: earlier + list.reduce((sum, { bytes }) => sum + bytes, 0), requests: list };
}

/** A picture of the whole page; its path. */
export async function picture(page, name) {
  await mkdir(PICTURES, { recursive: true });
  const file = path.join(PICTURES, `${name}.png`);
  await page.screenshot({ path: file, fullPage: true });
  return file;
}

/** What sticks out to the right at the present width: descriptions of elements, none if the page fits. */
export function overflow(page) {
  return inspect(page, `(() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.className ? '.' + [...e.classList].join('.') : '');
    const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > wide + 1).map(name);
    return out.length ? out : ['document ' + document.documentElement.scrollWidth + ' > ' + wide];
  })()`);
}

/** Presses keys one after the other, as a person would. */
export async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/** What has the focus: `{ tag, name, role, text, visible, outlined }`; `outlined` says whether a reader can see that it has. */
export function focused(page) {
  return inspect(page, `(() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    return {
      tag: e.tagName.toLowerCase(), name: e.getAttribute('name'), role: e.getAttribute('role'),
      text: (e.getAttribute('aria-label') || e.textContent || e.value || '').trim().slice(0, 80),
      visible: box.width > 0 && box.height > 0,
      outlined: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none',
    };
  })()`);
}

/** Walks through the page with Tab until it is left or `most` stops are made: what had the focus at each stop. */
export async function tabThrough(page, most = 200) {
  const stops = [];
  for (let n = 0; n < most; n += 1) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}

/** Cuts the page's network, or mends it. */
export function offline(page, cut) {
  return page.context().setOffline(cut);
}
