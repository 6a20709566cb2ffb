// The grid when things go wrong: two teachers at once, an answer that is lost, a network that is gone, a tab that dies, no JavaScript.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { be, day, demo } from './demo.mjs';
import { answering, cell, create, fillForm, place, saved, state, values } from './grid.mjs';
import { focused, inspect, launch, newTab, NARROW, offline, overflow, picture, press } from './lib.mjs';

const ITEMS = ['M4.A1', 'M4.A2', 'M4.A3', 'M4.B1'];

let house, browser, one, two, grid, colleagueName;
before(async () => {
  house = await demo();
  browser = await launch();
  one = await be(browser, house, house.cast.teacher);
  two = await be(browser, house, house.cast.colleague);
  colleagueName = (await two.textContent('.user')).trim().split(' ')[1] ?? '';
  grid = await create(one, house, { title: 'Calcul mental', date: day(), visible: day(7), items: ITEMS });
});
after(async () => {
  await browser?.close();
  await house?.stop();
});
beforeEach(async () => {
  if (one.isClosed()) return;
  one.faults.length = 0;
  two.faults.length = 0;
});

/** Both look at the grid as it stands. */
async function bothLook() {
  await Promise.all([one.goto(grid), two.goto(grid)]);
}

test('a conflict is shown in the grid with both values, author and time, and settled by keyboard alone both ways', async () => {
  await bothLook();
  await cell(one, 0, 0).focus();
  await press(one, '1', 'ArrowRight', '1');
  await saved(one);
  await cell(two, 0, 0).focus();
  await press(two, '4', 'ArrowRight', '3');
  await two.locator('.conflicts li').nth(1).waitFor();
  assert.match(await state(two), /2 cases à départager/);
  const said = await two.locator('.conflicts li').first().textContent();
  assert.match(said, /vous avez mis VV ; Mme DURAND a mis RR le \d\d\/\d\d\/\d{4} à \d\d:\d\d/);
  assert.match(await cell(two, 0, 0).locator('xpath=..').textContent(), /VV ≠ RR/);
  await picture(two, 'grid-conflict');
  await two.setViewportSize(NARROW);
  assert.deepEqual(await overflow(two), []);
  await picture(two, 'grid-conflict-320');
  await two.setViewportSize({ width: 1280, height: 900 });
  assert.equal((await focused(two)).tag, 'li', 'the panel has the focus');
  // What was being typed when the panel opened settles nothing: the panel is read first.
  await two.waitForTimeout(900);
  await press(two, '1');
  await two.locator('.conflicts li').nth(1).waitFor({ state: 'detached' });
  await press(two, '2');
  await two.locator('.conflicts').waitFor({ state: 'hidden' });
  await saved(two);
  assert.deepEqual((await values(two))[0].slice(0, 2), ['VV', 'RR']);
  assert.deepEqual(await place(two), [0, 1], 'the focus is back in the grid');
  await one.reload();
  assert.deepEqual((await values(one))[0].slice(0, 2), ['VV', 'RR'], 'mine was kept, then theirs taken');
  assert.deepEqual([...one.faults, ...two.faults], []);
});

test('the same value is no conflict, neither are two cells of one pupil', async () => {
  await bothLook();
  await cell(one, 1, 0).focus();
  await press(one, '3', 'ArrowRight', '2');
  await saved(one);
  await cell(two, 1, 0).focus();
  await press(two, '3');
  await cell(two, 1, 2).focus();
  await press(two, '4');
  await saved(two);
  assert.equal(await two.locator('.conflicts').isVisible(), false);
  await one.reload();
  assert.deepEqual((await values(one))[1].slice(0, 3), ['V', 'R', 'VV']);
  assert.deepEqual([...one.faults, ...two.faults], []);
});

test('a lost answer is not a conflict with oneself', async () => {
  await one.goto(grid);
  const session = await one.context().newCDPSession(one);
  let lost = 0;
  session.on('Fetch.requestPaused', async ({ requestId }) => {
    if (lost) return session.send('Fetch.continueRequest', { requestId });
    lost += 1;
    return session.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionReset' });
  });
  // Stopped on the way back: the server has answered, the browser does not hear it.
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*/cells', requestStage: 'Response' }] });
  await cell(one, 2, 0).focus();
  await press(one, '2');
  await one.locator('.state.offline').waitFor();
  await press(one, '4');
  await saved(one);
  await session.detach();
  assert.equal(lost, 1);
  assert.equal(await one.locator('.conflicts').isVisible(), false);
  await one.reload();
  assert.equal((await values(one))[2][0], 'VV');
});

/** What this browser keeps for Préau: names and values. */
function kept(page) {
  return inspect(page, "Object.keys(localStorage).filter(n => n.startsWith('preau:')).map(n => [n, localStorage.getItem(n)])");
}

test('a minute without network, the tab dies: reopened, both saved cells are there, what waited was sealed and is sent', async () => {
  const dying = await be(browser, house, house.cast.teacher, grid);
  await dying.clock.install();
  await dying.goto(grid);
  const handle = await dying.locator('[name="r.3"]').getAttribute('value');
  const name = (await dying.locator('tbody th').nth(3).textContent()).trim();
  await cell(dying, 3, 0).focus();
  await press(dying, '4');
  await dying.clock.runFor(1000);
  await saved(dying);
  await offline(dying, true);
  await cell(dying, 3, 1).focus();
  await press(dying, '3', 'ArrowRight', '1');
  await dying.clock.runFor(1000);
  await dying.locator('.state.offline').waitFor();
  assert.match(await state(dying), /Hors connexion : 2 cases en attente, gardées sur cet appareil/);
  await picture(dying, 'grid-offline');
  for (let second = 0; second < 60; second += 10) await dying.clock.runFor(10_000);
  assert.match(await state(dying), /Hors connexion : 2 cases/);
  await press(two, 'Escape');
  await two.goto(grid);
  await cell(two, 3, 3).focus();
  await press(two, '2');
  await saved(two);

  const left = await kept(dying);
  assert.equal(left.length, 1);
  const raw = left.flat().join(' ');
  const bytes = left[0][1].split('.').map(part => Buffer.from(part, 'base64').toString('latin1')).join(' ');
  for (const word of [handle, name, name.split(' ')[0], 'm4-a', 'queue', 'late', 'cells']) {
    assert.ok(!raw.includes(word) && !bytes.includes(word), `« ${word} » can be read on the device`);
  }
  const context = dying.context();
  const session = await context.newCDPSession(dying);
  const crashed = new Promise(resolve => dying.once('crash', resolve));
  session.send('Page.crash').catch(() => {});
  await crashed;
  await dying.close();
  await context.setOffline(false);
  const again = await context.newPage();
  again.setDefaultTimeout(15_000);
  await again.goto(grid);
  await saved(again);
  assert.match(await state(again), /2 cases gardées sur cet appareil sont reprises/);
  assert.deepEqual((await values(again))[3], ['VV', 'V', 'RR', 'R']);
  await one.goto(grid);
  assert.deepEqual((await values(one))[3], ['VV', 'V', 'RR', 'R']);
  assert.deepEqual(await kept(again), [], 'nothing is kept once it is stored');
  await context.close();
});

test('at logout what waits is asked about, then nothing is left on the device', async () => {
  const page = await be(browser, house, house.cast.teacher, grid);
  await page.context().route('**/cells', route => route.abort());
  await cell(page, 4, 0).focus();
  await press(page, '4');
  await page.locator('.state.offline').waitFor();
  assert.equal((await kept(page)).length, 1);
  let asked = answering(page, false);
  await page.click('.top .out-form button');
  assert.match(await asked, /1 saisie n’est pas encore enregistrée et serait perdue/);
  assert.equal((await kept(page)).length, 1);
  asked = answering(page, true);
  await page.click('.top .out-form button');
  await asked;
  await page.waitForURL(/connexion\?fini=1/);
  assert.deepEqual(await kept(page), []);
  await one.goto(grid);
  assert.equal((await values(one))[4][0], '');
  await page.context().close();
});

test('a session that ends while typing loses nothing: the cells wait, and are sent after the next login', async () => {
  const page = await be(browser, house, house.cast.teacher, grid);
  const elsewhere = await newTab(page);
  await elsewhere.goto(`${house.ent}/cas/logout`);
  await cell(page, 5, 0).focus();
  await press(page, '3');
  await page.locator('.state.ended').waitFor();
  assert.match(await state(page), /Session terminée : reconnectez-vous, votre case est gardée/);
  await elsewhere.goto(`${house.ent}/cas/login?as=${house.cast.teacher}`);
  await elsewhere.goto(`${house.base}/`);
  await page.bringToFront();
  await inspect(page, "dispatchEvent(new Event('focus'))");
  await saved(page);
  await one.goto(grid);
  assert.equal((await values(one))[5][0], 'V');
  await page.context().close();
});

test('without JavaScript: created, filled with two characters a cell, saved, and conflicts settled on a page', async () => {
  const plain = await be(browser, house, house.cast.teacher, `${house.plugin}/creer/m4`, { javaScript: false });
  await fillForm(plain, { title: 'Sans script', date: day(), visible: day(), items: ITEMS });
  await plain.click('form.form button.main');
  await plain.waitForURL(/\/e\//);
  const address = plain.url().split('?')[0];
  assert.match(await plain.textContent('.help .plain'), /tapez un code ou sa touche/);
  await cell(plain, 0, 0).fill('VV');
  await cell(plain, 0, 1).fill('r');
  await cell(plain, 1, 0).fill('4');
  await cell(plain, 1, 1).fill('ab');
  await plain.click('.actions button.main');
  assert.match(await plain.textContent('.notice'), /4 cases enregistrées/);
  assert.deepEqual((await values(plain)).slice(0, 2).map(line => line.slice(0, 2)), [['VV', 'R'], ['VV', 'AB']]);
  await picture(plain, 'nojs-grid');

  await one.goto(address);
  await cell(one, 0, 0).focus();
  await press(one, '1', 'ArrowRight', '1');
  await saved(one);
  await cell(plain, 0, 0).fill('V');
  await cell(plain, 0, 1).fill('V');
  await cell(plain, 2, 0).fill('3');
  await plain.click('.actions button.main');
  const text = (await plain.textContent('main')).replace(/\s+/g, ' ');
  assert.match(text, /2 cases ont été modifiées entre-temps/);
  assert.match(text, /1 case est enregistrée/);
  assert.match(text, /DURAND/);
  await picture(plain, 'nojs-conflict');
  await plain.locator('fieldset').nth(0).locator('label', { hasText: 'Garder la mienne : V' }).click();
  await plain.locator('fieldset').nth(1).locator('label', { hasText: 'Prendre l’autre : RR' }).click();
  await plain.click('form.form button.main');
  assert.match(await plain.textContent('.notice'), /1 case enregistrée/);
  assert.deepEqual((await values(plain))[0].slice(0, 2), ['V', 'RR']);
  assert.equal((await values(plain))[2][0], 'V');

  await cell(plain, 3, 0).fill('ZZ');
  await plain.click('.actions button.main');
  assert.match(await plain.textContent('main'), /« ZZ » n’est pas un code de saisie ; rien n’a été enregistré/);
  assert.deepEqual(plain.faults.filter(fault => !/409|422/.test(fault)), []);
});

test('by touch: a cell is tapped, the keypad gives the code, no keyboard comes up', async () => {
  const phone = await be(browser, house, house.cast.teacher, grid, { viewport: NARROW, hasTouch: true, isMobile: true });
  await cell(phone, 6, 0).tap();
  const pad = phone.locator('.keypad');
  assert.equal(await pad.getAttribute('role'), 'group');
  assert.equal(await cell(phone, 6, 0).getAttribute('inputmode'), 'none');
  for (const key of await pad.locator('button').all()) {
    const box = await key.boundingBox();
    assert.ok(box.width >= 44 && box.height >= 44, `${await key.textContent()}: ${box.width} × ${box.height}`);
  }
  await pad.locator('button', { hasText: /^VV$/ }).tap();
  await saved(phone);
  assert.equal(await cell(phone, 6, 0).inputValue(), 'VV');
  assert.equal(await phone.locator('.codes kbd').first().isVisible(), false, 'keys of a keyboard that is not there');
  assert.deepEqual(await overflow(phone), []);
  await picture(phone, 'grid-touch');
  await pad.locator('button', { hasText: 'Effacer' }).tap();
  await saved(phone);
  await one.goto(grid);
  assert.equal((await values(one))[6][0], '');
  await phone.context().close();
});
