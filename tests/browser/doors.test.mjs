// Coming in and going out: deep links, hats, the session's end, single logout, people the school does not know, the linking desk, the import.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { be, day, demo } from './demo.mjs';
import { create } from './grid.mjs';
import { beInEnt, enter, inspect, launch, newPage, newTab, picture } from './lib.mjs';

const STRANGER = { login: 'n.nouveau', name: 'Noé Nouveau', profile: 'National_ENS' };

let house, browser;
before(async () => {
  house = await demo({ unknown: [STRANGER] });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

test('a deep link is kept through the login; without one the login page offers the ENT', async () => {
  const page = await newPage(browser);
  await page.goto(`${house.base}/connexion`);
  await picture(page, 'doors-login');
  assert.match(await page.textContent('main'), /Se connecter par « ENT/);
  await beInEnt(page, house.ent, house.cast.teacher);
  await page.goto(`${house.plugin}/creer/m4?depuis=portail`);
  assert.equal(page.url(), `${house.plugin}/creer/m4?depuis=portail`);
  assert.equal(await page.textContent('h1'), 'Créer une évaluation');
  assert.deepEqual(page.faults, []);
  for (const strange of ['https://ailleurs.example/', '//ailleurs.example/', '/e/autre/']) {
    const other = await newPage(browser);
    await beInEnt(other, house.ent, house.cast.teacher);
    await other.goto(`${house.base}/connexion?vers=${encodeURIComponent(strange)}`);
    assert.ok(other.url().startsWith(`${house.base}/`), `${strange} led to ${other.url()}`);
    await other.context().close();
  }
});

test('SAC-54 SAC-55 SAC-57: few cookies, gone with the browser, unreadable by scripts, and no banner', async () => {
  const page = await be(browser, house, house.cast.pupil);
  const cookies = (await page.context().cookies()).filter(cookie => cookie.domain === '127.0.0.1');
  assert.ok(cookies.length >= 1 && cookies.length <= 4, JSON.stringify(cookies));
  for (const cookie of cookies) {
    assert.equal(cookie.expires, -1, cookie.name);
    assert.ok(cookie.httpOnly, cookie.name);
    // Only what a frame of the ENT needs travels into frames, and the browser keeps it apart for each framing site.
    const framed = cookie.name.startsWith('preau_cadre');
    assert.equal(cookie.sameSite, framed ? 'None' : 'Lax', cookie.name);
    if (framed) assert.match(cookie.path, /\/(w|auth)$/);
  }
  assert.equal(await inspect(page, 'document.cookie'), '');
  assert.equal(await page.locator('dialog, [role=dialog]').count(), 0);
});

test('SAC-58: the time left before logout is visible, counts down, and is said when it is short', async () => {
  const page = await newPage(browser);
  await page.clock.install();
  await enter(page, { ent: house.ent, login: house.cast.teacher, address: `${house.base}/` });
  const said = page.locator('.session span').first();
  const minutes = async () => Number(/dans (\d+) minute/.exec(await said.textContent())[1]);
  const before = await minutes();
  assert.ok(before > 50 && before <= 60, `${before}`);
  await page.clock.fastForward('10:00');
  const after10 = await minutes();
  assert.ok(before - after10 >= 9 && before - after10 <= 11, `${before} then ${after10}`);
  assert.equal(await page.locator('.session [role=status]').textContent(), '');
  await page.clock.fastForward('46:00');
  assert.match(await page.locator('.session [role=status]').textContent(), /Déconnexion dans [1-4] minute/);
  assert.equal(await page.locator('.session.soon').count(), 1);
  await picture(page, 'doors-countdown');
  await page.clock.fastForward('10:00');
  assert.match(await said.textContent(), /Session terminée/);
  const plain = await be(browser, house, house.cast.teacher, `${house.base}/`, { javaScript: false });
  assert.match(await plain.textContent('.session'), /Déconnexion à \d\d:\d\d sans activité, à \d\d:\d\d au plus tard/);
});

test('logout ends the session here; the page says where it goes on', async () => {
  const page = await be(browser, house, house.cast.pupil);
  await page.click('.foot .out-form button');
  await page.waitForURL(/connexion\?fini=1/);
  assert.match(await page.textContent('.notice'), /déconnecté de Préau.*ENT/);
  await picture(page, 'doors-logged-out');
  await page.goto(`${house.ent}/cas/logout`);
  await page.goto(`${house.base}/`);
  assert.ok(page.url().startsWith(`${house.ent}/cas/login`), page.url());
});

test('single logout at the ENT ends the session in Préau: the next click asks who one is', async () => {
  const page = await be(browser, house, house.cast.teacher);
  const portal = await newTab(page);
  await portal.goto(`${house.ent}/`);
  await portal.click('text=Se déconnecter');
  assert.match(await portal.textContent('main'), /déconnecté de l’ENT/);
  await page.click('.menu >> text=Évaluations');
  await page.waitForURL(url => url.href.startsWith(`${house.ent}/cas/login`));
  assert.match(await page.textContent('h1'), /Qui êtes-vous/);
});

test('somebody the school does not know reads an honest page, and the linking desk lets him in', async () => {
  const newcomer = await newPage(browser);
  await beInEnt(newcomer, house.ent, STRANGER.login);
  const answer = await newcomer.goto(`${house.base}/`);
  assert.equal(answer.status(), 403);
  assert.match(await newcomer.textContent('main'), /vous a bien reconnu/);
  await picture(newcomer, 'doors-unknown');

  // Somebody of the school who never came: his place at the desk is free.
  const target = house.people.find(person => person.login === house.cast.stranger);
  const admin = await be(browser, house, house.cast.administrator);
  await admin.click('.menu >> text=Rattachement');
  assert.match(await admin.textContent('main'), /n\.nouveau/);
  await picture(admin, 'doors-desk');
  const last = target.name.split(' ').slice(1).join(' ');
  await admin.fill('[name=nom]', last);
  await admin.click('form.form button.main');
  await picture(admin, 'doors-desk-candidates');
  const row = admin.locator('main tbody tr', { hasText: new RegExp(`${last}\\s+${target.name.split(' ')[0]}`, 'i') });
  await row.locator('button').click();
  assert.match(await admin.textContent('.notice'), /n\.nouveau est rattaché/);
  assert.match(await admin.textContent('main'), /Personne n.attend/);
  assert.deepEqual(admin.faults, []);
  await newcomer.goto(`${house.base}/`);
  assert.equal(newcomer.url(), `${house.base}/`);
  assert.match(await newcomer.textContent('.hat'), /Professeur/);
});

test('the widget in the portal shows results, or the way to them in a tab', async () => {
  for (const login of [house.cast.pupil, house.cast.parent]) {
    const page = await newPage(browser);
    await beInEnt(page, house.ent, login);
    await page.goto(`${house.ent}/`);
    const frame = page.frameLocator('.widget iframe');
    await frame.locator('main').waitFor();
    const text = await frame.locator('body').textContent();
    assert.match(text, /Ouvrez la page dans un onglet|Aucun résultat|Résultats/);
    await picture(page, `doors-portal-${login === house.cast.pupil ? 'pupil' : 'parent'}`);
    const way = frame.locator('.foot a');
    assert.equal(await way.getAttribute('target'), '_blank');
    const [tab] = await Promise.all([page.context().waitForEvent('page'), way.click()]);
    await tab.waitForURL(`${house.plugin}/`);
    assert.equal(await tab.textContent('h1'), 'Résultats');
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
});

test('SAC-25: the demo’s own files again change nothing; a file of another year and a broken one say so', async () => {
  const admin = await be(browser, house, house.cast.administrator);
  await admin.click('.menu >> text=Import');
  assert.match(await admin.textContent('main'), /accord et sous la responsabilité du chef d.établissement/);
  await admin.setInputFiles('[name=fichiers]', await house.files());
  await admin.click('form.form button.main');
  await admin.waitForSelector('h1:has-text("Différences")');
  await picture(admin, 'doors-import-same');
  for (const line of await admin.locator('main table tbody tr').all()) {
    const [kind, ...numbers] = await line.locator('th, td').allTextContents();
    const same = numbers.pop();
    assert.ok(numbers.length >= 4 && numbers.every(number => number === '0'), `${kind}: ${numbers}`);
    assert.ok(Number(same) > 0, kind);
  }
  const structures = (await house.files()).find(file => file.endsWith('Structures.xml'));
  const text = (await readFile(structures)).toString('latin1');
  const year = /<ANNEE_SCOLAIRE>(\d+)/.exec(text)[1];
  const wrong = async (name, changed) => {
    const file = path.join(house.folder, name);
    await writeFile(file, Buffer.from(changed, 'latin1'));
    await admin.goto(`${house.base}/administration/import`);
    await admin.setInputFiles('[name=fichiers]', [file]);
    await admin.click('form.form button.main');
    await admin.waitForSelector('h1:has-text("Fichiers refusés")');
    return admin.textContent('main');
  };
  assert.match(await wrong('AutreAnnee.xml', text.replaceAll(`<ANNEE_SCOLAIRE>${year}`, `<ANNEE_SCOLAIRE>${Number(year) - 1}`)), new RegExp(`${Number(year) - 1}`));
  await picture(admin, 'doors-import-year');
  assert.match(await wrong('Coupe.xml', text.slice(0, text.length / 2)), /Coupe\.xml/);
  await picture(admin, 'doors-import-broken');
});

test('two hats: the head who also teaches changes hat, and a tab left in the other hat gets a clear page', async () => {
  const sts = (await house.files()).find(file => path.basename(file).startsWith('sts_emp'));
  const text = (await readFile(sts)).toString('latin1');
  const [type, id] = house.people.find(person => person.login === house.cast.head).sts_id.split(':');
  const place = text.indexOf('<SERVICES>', text.indexOf('<DIVISION CODE="5B">'));
  assert.ok(place > 0);
  const service = `<SERVICE CODE_MATIERE="043800" CODE_MOD_COURS="CG"><ENSEIGNANTS><ENSEIGNANT ID="${id}" TYPE="${type}"/></ENSEIGNANTS></SERVICE>`;
  const file = path.join(house.folder, path.basename(sts));
  await writeFile(file, Buffer.from(text.slice(0, place + 10) + service + text.slice(place + 10), 'latin1'));
  const admin = await be(browser, house, house.cast.administrator, `${house.base}/administration/import`);
  await admin.setInputFiles('[name=fichiers]', [file]);
  await admin.click('form.form button.main');
  await admin.click('form.form button.main:has-text("Appliquer")');
  assert.match(await admin.textContent('.notice'), /import est appliqué/);

  const head = await be(browser, house, house.cast.head);
  const hats = await head.locator('#_hat option').allTextContents();
  assert.equal(hats.length, 2);
  assert.ok(hats.includes('Professeur') && hats.some(hat => /^Chef d.établissement$/.test(hat)), hats.join());
  await head.selectOption('#_hat', 'professeur');
  await head.click('.hats button');
  assert.match(await head.locator('#_hat option:checked').textContent(), /Professeur/);
  const address = await create(head, house, { title: 'EMC du principal', date: day(), visible: day(), items: ['M4.A1'] });
  await picture(head, 'doors-hats');
  const tab = await newTab(head);
  await tab.goto(`${address}/modifier`);
  await head.selectOption('#_hat', 'directeur');
  await head.click('.hats button');
  await tab.fill('[name=titre]', 'Sous un autre profil');
  await tab.click('form.form button.main');
  assert.match(await tab.textContent('main'), /autre profil.*Rien n.a été enregistré/s);
  await picture(tab, 'doors-other-hat');
  await head.goto(`${house.plugin}/`);
  assert.ok(!(await head.textContent('main')).includes('Sous un autre profil'));
});
