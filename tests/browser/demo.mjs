// The demo school, started as anybody starts it, with its ENT beside it: who is who in it, and how they come in.

import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { enter, newPage, WIDE } from './lib.mjs';
import { freePort, start } from './process.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const BINARY = path.join(root, 'target/debug/preau');
const PLUGIN = path.join(root, 'plugins/evaluation/evaluation.preau');
/** The slug of the demo's school. */
export const SCHOOL = '0991229y';
/** The class that the scenarios speak of, as SIECLE writes it. */
const CLASS = '5B';

/**
 * Starts a demo of its own on free ports. `unknown` are accounts of the ENT that the school does not know
 * (`{ login, name, profile }`): the ENT learns them from its file, so the demo is started a second time for them.
 */
export async function demo({ unknown = [] } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'preau-demo-'));
  const [port, entPort] = [await freePort(), await freePort()];
  const options = ['demo', '--folder', folder, '--listen', `127.0.0.1:${port}`, '--ent', `127.0.0.1:${entPort}`, '--plugin', PLUGIN];
  const run = () => start(BINARY, options, { ready: /Préau écoute sur/, cwd: root });
  const file = path.join(folder, 'people.json');
  let program = await run();
  let people = JSON.parse(await readFile(file, 'utf8'));
  if (unknown.length) {
    await program.stop();
    people = [...people, ...unknown.map(person => ({ ...person, uai: people[0].uai }))];
    await writeFile(file, JSON.stringify(people));
    program = await run();
  }
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin, ent: `http://localhost:${entPort}`, base: `${origin}/e/${SCHOOL}`, plugin: `${origin}/e/${SCHOOL}/p/fr.preau.evaluation`,
    folder, people, cast: await cast(folder, people), output: program.output,
    async files() {
      const folderOfFiles = path.join(folder, 'fichiers');
      return (await readdir(folderOfFiles)).map(name => path.join(folderOfFiles, name));
    },
    async stop() {
      await program.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Who plays which part: logins, from the accounts of the ENT and the teaching services of STS. */
async function cast(folder, people) {
  const staff = people.filter(person => person.sts_id);
  const teaching = await servicesOf(folder, CLASS);
  const teachers = staff.filter(person => person.profile === 'National_ENS');
  const durand = teachers.find(person => person.name === 'Hélène Durand');
  const own = teachers.filter(person => teaching.has(person.sts_id) && person !== durand);
  const pupils = people.filter(person => person.classe === CLASS);
  const guardians = people.filter(person => person.children?.length);
  const onlyChild = pupils.find(pupil => guardians.some(g => g.children.length === 1 && g.children[0] === pupil.login));
  const parentOf = login => guardians.find(guardian => guardian.children.length === 1 && guardian.children[0] === login);
  const elsewhere = people.find(person => person.classe && person.classe !== CLASS && parentOf(person.login));
  const login = person => {
    if (!person) throw new Error('somebody of the cast is missing from people.json');
    return person.login;
  };
  return {
    teacher: login(durand), colleague: login(own[0]),
    stranger: login(teachers.find(person => !teaching.has(person.sts_id))),
    pupil: login(onlyChild), parent: login(parentOf(onlyChild.login)),
    classmate: login(pupils.find(pupil => pupil !== onlyChild)),
    outsider: login(elsewhere), outsidersParent: login(parentOf(elsewhere.login)),
    parentOfTwo: login(guardians.find(guardian => guardian.children.length > 1)),
    head: login(people.find(person => person.profile === 'National_DIR' && staff.indexOf(person) === 0)),
    cpe: login(people.find(person => person.profile === 'National_EVS')),
    administrator: 'administrateur',
    size: pupils.length,
  };
}

/** `TYPE:ID` of everybody who teaches a class, by the demo's own STS file. */
async function servicesOf(folder, division) {
  const files = path.join(folder, 'fichiers');
  const name = (await readdir(files)).find(file => file.startsWith('sts_emp'));
  const text = (await readFile(path.join(files, name))).toString('latin1');
  const part = text.split(`<DIVISION CODE="${division}">`)[1].split('</DIVISION>')[0];
  return new Set([...part.matchAll(/<ENSEIGNANT ID="(\d+)" TYPE="(\w+)"/g)].map(([, id, type]) => `${type}:${id}`));
}

/** A name as Préau shows a pupil's: `LEFÈVRE Zoé`. */
export function shown(people, login) {
  const [first, ...last] = people.find(person => person.login === login).name.split(' ');
  return `${last.join(' ').toLocaleUpperCase('fr')} ${first}`;
}

/** A page of its own browser context, in Préau as this person, at `address` (the home if not given). */
export async function be(browser, house, login, address = `${house.base}/`, options = { viewport: WIDE }) {
  const page = await newPage(browser, options);
  await enter(page, { ent: house.ent, login, address });
  return page;
}

/** Today in Paris and some days later, as a date field takes it. */
export function day(later = 0) {
  return new Date(Date.now() + later * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });
}
