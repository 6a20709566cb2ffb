// The ENT simulator in a browser: choosing who to be, the portal, the way into a service on another site and back out.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { axe, beInEnt, enter, launch, loginLink, NARROW, newPage, overflow, picture, WIDE } from './lib.mjs';
import { freePort, start } from './process.mjs';

const BINARY = fileURLToPath(new URL('../../target/debug/ent-simulator', import.meta.url));
const PEOPLE = [
  { login: 'p1', name: 'Inès Vasseur', profile: 'professeur', uai: '0999999A', sts_id: '1' },
  { login: 'e1', name: 'Zoé Le Goff', profile: 'eleve', uai: '0999999A', classe: '4B', eleve_id: '2' },
  { login: 'r1', name: 'Ana Le Goff', profile: 'responsable', uai: '0999999A', personne_id: '3', children: ['e1'] },
];

let browser, service, ent, folder, program, logouts;
before(async () => {
  logouts = [];
  // A service as small as can be: it believes its cookie, sends the rest to the ENT, and is told of logouts.
  service = createServer((request, response) => {
    const url = new URL(request.url, 'http://service');
    if (request.method === 'POST') {
      let body = '';
      request.on('data', chunk => { body += chunk; }).on('end', () => { logouts.push(new URLSearchParams(body).get('logoutRequest')); response.end(); });
    } else if (url.searchParams.has('ticket')) {
      response.writeHead(302, { location: '/home', 'set-cookie': 'in=1; HttpOnly; SameSite=Lax' }).end();
    } else if (request.headers.cookie?.includes('in=1')) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html><title>Service</title><p>Bienvenue</p>');
    } else if (request.headers['sec-fetch-dest'] === 'iframe') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html><title>Service</title><p>À ouvrir dans un onglet</p>');
    } else {
      response.writeHead(302, { location: `${ent}/cas/login?service=${encodeURIComponent(`http://127.0.0.1:${service.address().port}/callback`)}` }).end();
    }
  });
  await new Promise(resolve => { service.listen(0, '127.0.0.1', resolve); });
  const [port, base] = [await freePort(), `http://127.0.0.1:${service.address().port}`];
  folder = await mkdtemp(path.join(tmpdir(), 'ent-'));
  await writeFile(path.join(folder, 'people.json'), JSON.stringify(PEOPLE));
  await writeFile(path.join(folder, 'links.json'), JSON.stringify([
    { title: 'Évaluations', text: 'Grilles de compétences', url: `${base}/home` },
    { title: 'Derniers résultats', url: `${base}/home`, widget: true },
  ]));
  ent = `http://localhost:${port}`;
  program = await start(BINARY, [
    '--listen', `127.0.0.1:${port}`, '--public', ent, '--services', `${base}/`,
    '--people', path.join(folder, 'people.json'), '--portal-links', path.join(folder, 'links.json'),
  ], { ready: /listening on/ });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await program?.stop();
  service?.closeAllConnections();
  service?.close();
  if (folder) await rm(folder, { recursive: true });
});

const home = () => `http://127.0.0.1:${service.address().port}/home`;

for (const [size, viewport] of [['320', NARROW], ['1280', WIDE]]) {
  test(`choosing who to be and the portal are accessible and fit at ${size} pixels`, async () => {
    const page = await newPage(browser, { viewport });
    await page.goto(`${ent}/`);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(await overflow(page), []);
    await picture(page, `ent-choice-${size}`);
    await page.fill('#q', 'ines');
    await page.click('.search button');
    assert.equal(await page.locator('.people button').count(), 1);
    await page.click('.people button');
    await page.waitForURL(`${ent}/`);
    assert.match(await page.locator('header').textContent(), /Inès Vasseur/);
    assert.deepEqual(await axe(page, { within: 'main' }), []);
    // The service's cookie is not sent into a frame on another site.
    assert.equal(await page.frameLocator('iframe').locator('p').textContent(), 'À ouvrir dans un onglet');
    assert.deepEqual(await overflow(page), []);
    await picture(page, `ent-portal-${size}`);
  });
}

test('a service on another site is entered by link, by single sign-on, and left by single logout', async () => {
  const page = await newPage(browser);
  await page.goto(loginLink(ent, home().replace('/home', '/callback'), 'e1'));
  await page.waitForURL(home());
  assert.equal(await page.textContent('p'), 'Bienvenue');
  const other = await newPage(browser);
  await enter(other, { ent, login: 'r1', address: home() });
  assert.equal(await other.textContent('p'), 'Bienvenue');
  logouts.length = 0;
  await other.goto(`${ent}/cas/logout`);
  assert.equal(logouts.length, 1);
  assert.match(logouts[0], /<samlp:SessionIndex>ST-/);
  await assert.rejects(beInEnt(other, ent, 'nobody'), /404/);
});
