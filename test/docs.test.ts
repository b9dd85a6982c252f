import {existsSync, globSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {commands} from '../source/cli/commands.ts';
import {exitCodes} from '../source/cli/exit-code.ts';
import {flagName} from '../source/cli/flag.ts';
import {createEngine} from '../source/engine/index.ts';
import {globalFlags} from '../source/cli/global-flags.ts';

const read = (path: string): string => readFileSync(path, 'utf8');
const lineCount = (path: string): number => read(path).trimEnd().split('\n').length;
const documents = [...globSync('*.md'), ...globSync('docs/**/*.md')];

describe('README.md', () => {
	const readme = read('README.md');

	test('is under 400 lines', () => {
		expect(lineCount('README.md')).toBeLessThan(400);
	});

	test('lists every command, and no other', () => {
		const table = /## Commands\n([\s\S]*?)\n\n/.exec(readme.replace('## Commands\n\n', '## Commands\n'))?.[1] ?? '';
		const listed = [...table.matchAll(/^\| `sluice ([a-z-]+)/gm)].map(match => match[1]);

		expect(listed).toEqual(commands.map(command => command.name));
	});

	test('names only flags that exist', () => {
		const known = [globalFlags, ...commands.map(command => command.flags)].flatMap(flags => Object.keys(flags).map(flagName));
		const named = [...readme.matchAll(/(?<=[\s`[])--[a-z][a-z-]*/g)].map(match => match[0]);

		expect(named.length).toBeGreaterThan(10);
		expect(named.filter(flag => !known.includes(flag))).toEqual([]);
	});

	test('lists every exit code', () => {
		for (const code of Object.values(exitCodes)) expect(readme).toMatch(new RegExp(`^\\| ${code} \\| `, 'm'));
	});

	test('names only npm scripts that exist', () => {
		const {scripts} = JSON.parse(read('package.json')) as {scripts: Record<string, string>};
		const named = documents.flatMap(path => [...read(path).matchAll(/npm run (?:-s )?([a-z]+)/g)].map(match => match[1] ?? ''));

		expect(named.length).toBeGreaterThan(3);
		expect(named.filter(name => !(name in scripts))).toEqual([]);
	});
});

describe('ARCHITECTURE.md', () => {
	test('is under 150 lines', () => {
		expect(lineCount('ARCHITECTURE.md')).toBeLessThan(150);
	});

	test('names only files and folders that exist', () => {
		const text = read('ARCHITECTURE.md');
		const named = [...text.matchAll(/`((?:source|test|scripts|bin|engine|aws|operations|cli|console|payload|shared)\/[\w./-]*)`/g)].map(
			match => match[1] ?? '',
		);

		expect(named.length).toBeGreaterThan(10);
		expect(named.filter(path => !existsSync(path) && !existsSync(join('source', path)))).toEqual([]);
	});
});

describe('docs/engine.md', () => {
	const text = read('docs/engine.md');

	test('has a line for each flag of sluice engine, and for no other', () => {
		const flags = commands.find(command => command.name === 'engine')?.flags ?? {};
		const listed = [...text.matchAll(/^\| `(--[a-z-]+)/gm)].map(match => match[1] ?? '');

		expect(listed.toSorted((a, b) => a.localeCompare(b))).toEqual(
			Object.keys(flags)
				.map(flagName)
				.toSorted((a, b) => a.localeCompare(b)),
		);
	});

	test('names every page of the engine', async () => {
		const engine = await createEngine();
		const named = [...text.matchAll(/^\| `(GET|POST) (\/_sluice\/[^`]*)`/gm)];
		const statuses = await Promise.all(named.map(async ([, method = '', path = '']) => (await fetch(engine.url + path, {method})).status));
		await engine.close();

		// There is no queue of that NAME.
		expect(named.map(([, , path], index) => [path, statuses[index]])).toEqual([
			['/_sluice/health', 200],
			['/_sluice/queues/NAME/messages', 404],
			['/_sluice/outbox', 200],
			['/_sluice/reset', 200],
		]);
	});
});

test('docs/dependencies.md has a line for each runtime dependency, and for no other', () => {
	const {dependencies} = JSON.parse(read('package.json')) as {dependencies: Record<string, string>};
	const listed = [...read('docs/dependencies.md').matchAll(/^\| (@?[a-z][\w./-]*) \|/gm)].map(match => match[1] ?? '');

	expect(listed.toSorted((a, b) => a.localeCompare(b))).toEqual(Object.keys(dependencies).toSorted((a, b) => a.localeCompare(b)));
});

test('dependencies are pinned to exact versions, and the lockfile names no registry', () => {
	const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
	const versions = [...Object.values(manifest.dependencies), ...Object.values(manifest.devDependencies)];

	expect(versions.filter(version => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
	expect(read('package-lock.json')).not.toContain('"resolved"');
});

test('the changelog begins with what is not released yet', () => {
	expect(/^## (.*)$/m.exec(read('CHANGELOG.md'))?.[1]).toBe('Unreleased');
});

test('links between documents lead somewhere', () => {
	const broken = documents.flatMap(path =>
		[...read(path).matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)]
			.map(match => match[1] ?? '')
			.filter(target => !existsSync(join(dirname(path), target)))
			.map(target => `${path}: ${target}`),
	);

	expect(broken).toEqual([]);
});
