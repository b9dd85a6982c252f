import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {createBugFile} from '../../source/cli/bug-file.ts';
import {createManualClock} from '../../source/shared/clock.ts';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true});
});

function aFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-bugs-'));
	folders.push(folder);
	return folder;
}

test('reports are kept for their owner only, the last ten of them', () => {
	const clock = createManualClock();
	const folder = aFolder();
	const keep = createBugFile({clock, environment: {XDG_STATE_HOME: folder, HOME: folder}, version: '1.2.3'});
	const bugs = join(folder, 'sluice', 'bugs');

	const paths = Array.from({length: 12}, (_, index) => {
		clock.advance(1000);
		const kept = keep(`report ${index}`);
		return 'path' in kept ? kept.path : kept.problem;
	});

	expect(readdirSync(bugs).map(name => join(bugs, name))).toEqual(paths.slice(2));
	expect(readFileSync(paths[11] ?? '', 'utf8')).toMatch(/^sluice 1\.2\.3, .*\nreport 11$/);
	expect(statSync(paths[11] ?? '').mode & 0o077).toBe(0);
});

test('where nothing can be written, that is told instead of a path', () => {
	const file = join(aFolder(), 'file');
	writeFileSync(file, '');
	const keep = createBugFile({clock: createManualClock(), environment: {XDG_STATE_HOME: file, HOME: file}, version: '1.2.3'});

	expect(keep('report')).toEqual({problem: expect.stringContaining('ENOTDIR')});
});
