// The tools of the browser tests, tried on a small page with a strict CSP: each is seen to find a fault and to find none.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { stat } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { axe, focused, inspect, launch, NARROW, newPage, overflow, picture, press, tabThrough, weigh } from './lib.mjs';
import { start } from './process.mjs';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const page = (body, extra = '') => `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/style.css">${extra}</head>
<body><main><h1>Essai</h1>${body}</main></body></html>`;
const SITE = {
  '/good': page('<p>Un <a href="/good">lien</a>.</p><label for="n">Nom</label> <input id="n" name="nom"> <button>Envoyer</button>'),
  '/bad': page('<input name="sans-nom"><img src="/dot.svg"><p class="pale">Pâle</p>'),
  '/inline': page('<p id="p" style="color: red">Texte</p><script>window.inlineRan = true</script>'),
  '/wide': page('<p class="wide">Large</p>'),
  '/hidden-focus': page('<button class="bare">Sans contour</button>'),
  '/style.css': 'body { color: #111; background: #fff } .pale { color: #ddd } .wide { width: 900px } .bare:focus { outline: none }',
  '/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
  '/heavy': page('<img src="/heavy.svg" alt="Lourd">'),
  '/heavy.svg': `<svg xmlns="http://www.w3.org/2000/svg"><!--${'x'.repeat(50_000)}--></svg>`,
};

let server, base, browser;
before(async () => {
  server = createServer((request, response) => {
    if (request.url === '/moved') { response.writeHead(302, { location: '/good' }).end(); return; }
    const body = SITE[request.url];
    const type = request.url.endsWith('.css') ? 'text/css' : request.url.endsWith('.svg') ? 'image/svg+xml' : 'text/html; charset=utf-8';
    response.writeHead(body ? 200 : 404, { 'content-type': type, 'content-security-policy': POLICY }).end(body);
  });
  await new Promise(resolve => { server.listen(0, '127.0.0.1', resolve); });
  base = `http://127.0.0.1:${server.address().port}`;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

async function at(path, options) {
  const tab = await newPage(browser, options);
  await tab.goto(base + path);
  return tab;
}

test('axe runs under a strict CSP, finds nothing in a good page and each fault of a bad one', async () => {
  assert.deepEqual(await axe(await at('/good')), []);
  const found = (await axe(await at('/bad'))).map(line => line.split(':')[0]);
  for (const rule of ['label', 'image-alt', 'color-contrast']) assert.ok(found.includes(rule), `${rule} in ${found}`);
  const less = (await axe(await at('/bad'), { allowed: ['label'] })).map(line => line.split(':')[0]);
  assert.ok(!less.includes('label') && less.includes('image-alt'));
});

test('the CSP stays on while axe runs: inline code is still refused, and the page keeps account of it', async () => {
  const tab = await at('/inline');
  await axe(tab);
  assert.equal(await inspect(tab, 'typeof window.inlineRan'), 'undefined');
  assert.notEqual(await inspect(tab, "getComputedStyle(document.getElementById('p')).color"), 'rgb(255, 0, 0)');
  assert.ok(tab.faults.some(fault => fault.includes('Content Security Policy')), tab.faults.join());
  assert.equal(await inspect(tab, "new Promise(r => { const s = document.createElement('script'); s.textContent = 'window.late = 1'; document.head.append(s); r(typeof window.late); })"), 'undefined');
  const clean = await at('/good');
  await axe(clean);
  assert.deepEqual(clean.faults.filter(fault => !fault.includes('favicon') && !fault.includes('404')), []);
});

test('bytes on the wire are counted, redirects included', async () => {
  const tab = await newPage(browser);
  const light = await weigh(tab, () => tab.goto(`${base}/good`));
  assert.ok(light.total > SITE['/good'].length && light.total < 5_000, `${light.total}`);
  const heavy = await weigh(tab, () => tab.goto(`${base}/heavy`));
  assert.ok(heavy.total > 50_000 && heavy.requests[0].url.endsWith('/heavy.svg'), JSON.stringify(heavy));
  const moved = await weigh(tab, () => tab.goto(`${base}/moved`));
  assert.ok(moved.total > light.total, `${moved.total} > ${light.total}`);
});

test('what sticks out at 320 pixels is named', async () => {
  assert.deepEqual(await overflow(await at('/good', { viewport: NARROW })), []);
  assert.deepEqual(await overflow(await at('/wide', { viewport: NARROW })), ['p.wide']);
});

test('the keyboard walks through a page and a focus that cannot be seen is told', async () => {
  const tab = await at('/good');
  const stops = await tabThrough(tab);
  assert.deepEqual(stops.map(stop => stop.tag), ['a', 'input', 'button']);
  assert.ok(stops.every(stop => stop.visible && stop.outlined), JSON.stringify(stops));
  await tab.focus('#n');
  await press(tab, 'Z', 'o', 'e', 'Tab', 'Shift+Tab');
  assert.equal(await tab.inputValue('#n'), 'Zoe');
  const bare = await at('/hidden-focus');
  await press(bare, 'Tab');
  assert.equal((await focused(bare)).outlined, false);
});

test('a picture is written', async () => {
  const file = await picture(await at('/good'), 'self-test');
  assert.ok((await stat(file)).size > 1_000);
});

test('without JavaScript a page is still inspected', async () => {
  const tab = await at('/good', { javaScript: false });
  assert.equal(await tab.locator('h1').textContent(), 'Essai');
  assert.equal(await inspect(tab, 'document.title'), 'Essai');
  assert.deepEqual(await overflow(tab), []);
});

test('a program is started, awaited and ended; one that ends early or is late is told', async () => {
  const script = "console.log('port 42'); setInterval(() => {}, 1000)";
  const program = await start(process.execPath, ['-e', script], { ready: /port (\d+)/ });
  assert.equal(program.match[1], '42');
  assert.equal((await program.stop()).signal, 'SIGTERM');
  await assert.rejects(start(process.execPath, ['-e', "console.log('no'); process.exit(3)"], { ready: /yes/ }), /ended with 3/);
  await assert.rejects(start('/no/such/program', [], { ready: /x/ }), /ENOENT/);
});
