// One evaluation from the ENT's portal to a family's phone: created, marked by keyboard alone, published, read, and found in the journal.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { be, day, demo, shown } from './demo.mjs';
import { answering, cell, create, moveVisibility, place, rowOf, saved, state, values } from './grid.mjs';
import { focused, inspect, launch, newPage, picture, press } from './lib.mjs';

const ITEMS = ['M4.A1', 'M4.A2', 'M4.A3', 'M4.B1', 'M4.B2', 'M4.C1'];
const TITLE = 'Fractions et décimaux';

let house, browser, teacher, grid, row, pupilName;
before(async () => {
  house = await demo();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await house?.stop();
});

/** Nobody's page kept a fault. */
function faultless(page) {
  assert.deepEqual(page.faults, []);
}

test('from the portal of the ENT, one click on a tile leads into Préau as oneself', async () => {
  teacher = await newPage(browser);
  await teacher.goto(`${house.ent}/cas/login?as=${house.cast.teacher}`);
  assert.match(await teacher.textContent('header'), /Hélène Durand/);
  await teacher.locator('.tiles a', { hasText: 'Évaluations' }).click();
  await teacher.waitForURL(`${house.plugin}/`);
  assert.match(await teacher.textContent('.user'), /Durand/i);
  assert.match(await teacher.textContent('.hat'), /Professeur/);
  assert.equal(await teacher.locator('.notice').count(), 1, 'the list is empty, and says so');
  await picture(teacher, 'journey-empty-list');
  faultless(teacher);
});

test('a teacher creates an evaluation for his class; what is missing is said, what was typed stays', async () => {
  await teacher.click('text=Créer une évaluation');
  await teacher.click('text=Mathématiques, cycle 4');
  await picture(teacher, 'journey-create');
  await inspect(teacher, "document.querySelectorAll('form.form [required]').forEach(e => e.removeAttribute('required'))");
  await teacher.fill('[name=titre]', TITLE);
  await teacher.click('form.form button.main');
  const said = (await teacher.locator('.notice').allTextContents()).join(' ');
  assert.match(said, /Choisissez une de vos classes/);
  assert.match(said, /au moins un item/);
  assert.equal(await teacher.inputValue('[name=titre]'), TITLE);
  await picture(teacher, 'journey-create-faults');
  grid = await create(teacher, house, { title: TITLE, date: day(), visible: day(1), items: ITEMS });
  assert.equal(await teacher.textContent('h1'), TITLE);
  assert.match(await teacher.textContent('.notice'), /la grille est prête/);
  assert.equal(await teacher.locator('table.entry tbody tr').count(), house.cast.size);
  assert.equal(await teacher.locator('table.entry thead th').count(), ITEMS.length + 1);
  pupilName = shown(house.people, house.cast.pupil);
  row = await rowOf(teacher, pupilName);
  faultless(teacher);
});

test('the grid is marked by keyboard alone: codes, arrows, special codes, erasing', async () => {
  await cell(teacher, 0, 0).focus();
  await press(teacher, '1', 'ArrowRight', '2', 'ArrowRight', '3', 'ArrowRight', '4', 'ArrowDown', 'a', 'ArrowLeft', 'd', 'ArrowLeft', 'e', 'ArrowLeft', 'f');
  assert.deepEqual(await place(teacher), [1, 0]);
  await press(teacher, 'Enter', 'n', 'ArrowRight', 'r', 'ArrowRight', 'p', 'ArrowRight', '4', 'Delete', 'ArrowUp');
  assert.deepEqual(await place(teacher), [1, 3]);
  await saved(teacher);
  assert.match(await state(teacher), /Enregistré à \d\d:\d\d/);
  const stands = await values(teacher);
  assert.deepEqual(stands[0], ['RR', 'R', 'V', 'VV', '', '']);
  assert.deepEqual(stands[1], ['NF', 'NE', 'DI', 'AB', '', '']);
  assert.deepEqual(stands[2], ['NN', 'NR', 'PA', '', '', '']);
  await press(teacher, 'x');
  assert.match(await state(teacher), /« x » n’est pas un code/);
  await teacher.reload();
  assert.deepEqual(await values(teacher), stands, 'after reloading everything is there');
  faultless(teacher);
});

test('on a French keyboard the row of digits is read by its place', async () => {
  await cell(teacher, 3, 0).focus();
  await inspect(teacher, "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'é', code: 'Digit2', bubbles: true, cancelable: true }))");
  assert.equal(await cell(teacher, 3, 0).inputValue(), 'R');
  await saved(teacher);
});

test('a code is reported in the column, the row, everywhere; what it would replace is asked; Ctrl+Z takes it back', async () => {
  const empty = await values(teacher);
  await cell(teacher, 0, 5).focus();
  await press(teacher, '3', 'c');
  assert.ok((await values(teacher)).every(line => line[5] === 'V'));
  await press(teacher, 'Control+z');
  assert.match(await state(teacher), /Report annulé/);
  assert.deepEqual((await values(teacher)).map(line => line[5]), empty.map((_, at) => (at === 0 ? 'V' : '')));
  await cell(teacher, 0, 4).focus();
  await press(teacher, '2');
  let asked = answering(teacher, false);
  await press(teacher, 'l');
  assert.match(await asked, /Remplacer 4 cases déjà remplies par R/);
  assert.equal((await values(teacher))[0][0], 'RR', 'refused: nothing is replaced');
  asked = answering(teacher, true);
  await press(teacher, 't');
  assert.match(await asked, /Remplacer \d+ cases/);
  assert.ok((await values(teacher)).every(line => line.every(code => code === 'R')));
  await press(teacher, 'Control+z');
  assert.equal((await values(teacher))[0][0], 'RR');
  await saved(teacher);
  const before = await values(teacher);
  await teacher.reload();
  assert.deepEqual(await values(teacher), before);
  faultless(teacher);
});

test('a block copied from a spreadsheet is pasted; what is not a code and what sticks out is told', async () => {
  await teacher.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: house.origin });
  const paste = async text => {
    await inspect(teacher, `navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await press(teacher, 'Control+v');
  };
  await cell(teacher, 4, 0).focus();
  await paste('VV\tV\tR\r\nvv\t\tAB\r\n');
  assert.match(await state(teacher), /5 cases collées/);
  await saved(teacher);
  assert.deepEqual((await values(teacher)).slice(4, 6).map(line => line.slice(0, 3)), [['VV', 'V', 'R'], ['VV', '', 'AB']]);
  await cell(teacher, 6, 5).focus();
  await paste('V\tVV\nZZ\t');
  const said = await state(teacher);
  assert.match(said, /1 case collée/);
  assert.match(said, /Non compris : .*« ZZ »/);
  assert.match(said, /1 valeur dépasse de la grille/);
  await saved(teacher);
  faultless(teacher);
});

test('Escape leaves the grid, and one key passes it', async () => {
  await cell(teacher, 0, 0).focus();
  await press(teacher, 'Escape', 'Tab');
  assert.equal((await focused(teacher)).text, 'Enregistrer la grille');
  await teacher.locator('.jump a').focus();
  await press(teacher, 'Enter', 'Tab');
  assert.equal((await focused(teacher)).text, 'Enregistrer la grille');
});

test('before the visibility date neither the pupil nor his parent sees anything', async () => {
  await cell(teacher, row, 0).focus();
  await press(teacher, '3', 'ArrowRight', '4', 'ArrowRight', '2', 'ArrowRight', 'a', 'ArrowRight', 'Delete', 'ArrowRight', 'Delete');
  await saved(teacher);
  for (const login of [house.cast.pupil, house.cast.parent]) {
    const page = await be(browser, house, login, `${house.plugin}/`);
    const text = await page.textContent('main');
    assert.match(text, /Aucun résultat visible pour le moment/, login);
    assert.ok(!text.includes(TITLE), login);
    faultless(page);
    await page.context().close();
  }
});

test('SAC-27 SAC-29: moved to today, the pupil and his parent see results, score and state, and nobody else’s family does', async () => {
  await moveVisibility(teacher, grid, day());
  await picture(teacher, 'journey-grid');
  for (const login of [house.cast.pupil, house.cast.parent]) {
    const page = await be(browser, house, login, `${house.plugin}/`);
    const text = (await page.textContent('main')).replace(/\s+/g, ' ');
    assert.ok(text.includes(TITLE), login);
    assert.match(text, /67 %.*Acquis/, login);
    assert.match(text, /100 %/, login);
    assert.match(text, /33 %.*Non acquis/, login);
    await picture(page, `journey-results-${login === house.cast.pupil ? 'pupil' : 'parent'}`);
    faultless(page);
    await page.context().close();
  }
  for (const login of [house.cast.outsider, house.cast.outsidersParent]) {
    const page = await be(browser, house, login, `${house.plugin}/`);
    const text = await page.textContent('main');
    assert.ok(!text.includes(TITLE) && !text.includes(pupilName), login);
    await page.context().close();
  }
  const classmate = await be(browser, house, house.cast.classmate, `${house.plugin}/`);
  assert.ok(!(await classmate.textContent('body')).includes(pupilName));
  const handle = await handleOf();
  for (const login of [house.cast.classmate, house.cast.outsidersParent, house.cast.stranger]) {
    const page = await be(browser, house, login, `${house.plugin}/`);
    const answer = await page.goto(`${house.plugin}/eleve/${handle}`);
    const text = await page.textContent('body');
    assert.ok(answer.status() >= 400 || /Aucun résultat/.test(text), `${login}: ${answer.status()}`);
    assert.ok(!text.includes(TITLE) && !text.includes(pupilName), login);
    await page.context().close();
  }
});

/** The pupil's handle, as the plugin's routes write it. */
async function handleOf() {
  await teacher.goto(grid);
  await teacher.click('text=Résultats par élève');
  const link = teacher.locator('main a', { hasText: pupilName });
  return (await link.getAttribute('href')).split('/').pop();
}

test('SAC-31 SAC-33: a teacher of another class sees nothing of it, the head reads it, an administrateur has no such page', async () => {
  const stranger = await be(browser, house, house.cast.stranger, `${house.plugin}/`);
  assert.ok(!(await stranger.textContent('main')).includes(TITLE));
  assert.equal((await stranger.goto(grid)).status(), 404);
  const head = await be(browser, house, house.cast.head, `${house.plugin}/`);
  await head.click(`text=${TITLE}`);
  assert.equal(await head.locator('table.entry').count(), 0, 'the head reads and does not enter');
  const line = head.locator('main tbody tr', { hasText: pupilName });
  assert.match((await line.textContent()).replace(/\s+/g, ' '), /V\s*VV\s*R\s*AB/);
  faultless(head);
  const administrator = await be(browser, house, house.cast.administrator);
  assert.equal(await administrator.locator('.menu a', { hasText: 'Évaluations' }).count(), 0);
  for (const address of [`${house.plugin}/`, grid]) assert.equal((await administrator.goto(address)).status(), 404);
  const cpe = await be(browser, house, house.cast.cpe);
  assert.equal((await cpe.goto(grid)).status(), 404);
});

test('« Qui a vu mes données »: the pupil and his parent find functions without names, the head finds names', async () => {
  const teacherName = /durand/i;
  for (const login of [house.cast.pupil, house.cast.parent]) {
    const page = await be(browser, house, login);
    await page.click('.foot >> text=Qui a vu mes données');
    const text = await page.textContent('main');
    assert.match(text, /Professeur/, login);
    assert.match(text, /Chef d.établissement/, login);
    assert.ok(!teacherName.test(text), `${login} reads a name`);
    await picture(page, `journey-journal-${login === house.cast.pupil ? 'pupil' : 'parent'}`);
    faultless(page);
  }
  const head = await be(browser, house, house.cast.head, `${house.base}/qui-a-vu`);
  await head.fill('[name=nom]', pupilName.split(' ')[0].toLowerCase());
  await head.click('form.form button.main');
  await head.locator('main a', { hasText: pupilName }).click();
  const lines = await head.locator('main tbody tr').allTextContents();
  assert.ok(lines.some(line => teacherName.test(line) && /modifié/.test(line)), lines.slice(0, 5).join('\n'));
  assert.ok(lines.some(line => teacherName.test(line) && /consulté/.test(line)));
  await picture(head, 'journey-journal-head');
  await head.goto(`${house.base}/administration/journal`);
  assert.match(await head.textContent('main'), teacherName);
  faultless(head);
});
