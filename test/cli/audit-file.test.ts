import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {AuditEntry, AuditLog} from '../../source/aws/audit.ts';
import {auditPath, createAuditFile} from '../../source/cli/audit-file.ts';
import {outcomeText, parametersText, readAudit, whoText} from '../../source/operations/audit.ts';
import {createManualClock} from '../../source/shared/clock.ts';

const anEntry = (changes: Partial<AuditEntry> = {}): AuditEntry => ({
	atMs: Date.UTC(2026, 10, 25, 3, 12, 4),
	durationMs: 12,
	identity: {accountId: '123456789012', arn: 'arn:aws:sts::123456789012:assumed-role/oncall/me'},
	context: {name: 'prod-eu', target: 'aws', region: 'eu-west-1'},
	service: 'sqs',
	action: 'PurgeQueue',
	resource: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders',
	parameters: {},
	outcome: 'done',
	requestId: 'r-1',
	...changes,
});

function aFile(options: {fileBytesMax?: number} = {}): {
	path: string;
	folder: string;
	log: AuditLog;
	clock: ReturnType<typeof createManualClock>;
} {
	const folder = join(mkdtempSync(join(tmpdir(), 'sluice-audit-')), 'sluice');
	const clock = createManualClock();
	const path = join(folder, 'audit.ndjson');
	return {path, folder, clock, log: createAuditFile({path, clock, ...options})};
}

describe('its place', () => {
	test.each([
		['linux', {HOME: '/home/me'}, '/home/me/.local/state/sluice/audit.ndjson'],
		['linux', {HOME: '/home/me', XDG_STATE_HOME: '/state'}, '/state/sluice/audit.ndjson'],
		['darwin', {HOME: '/Users/me'}, '/Users/me/Library/Logs/sluice/audit.ndjson'],
		['win32', {USERPROFILE: '/u', LOCALAPPDATA: '/u/local'}, '/u/local/sluice/Log/audit.ndjson'],
		['win32', {USERPROFILE: '/u'}, '/u/AppData/Local/sluice/Log/audit.ndjson'],
		['freebsd', {HOME: '/home/me'}, '/home/me/.local/state/sluice/audit.ndjson'],
	] as const)('on %s with %o is %s', (platform, environment, path) => {
		expect(auditPath(environment, platform)).toBe(path);
	});
});

describe('writing', () => {
	test('entries stand in their order, one a line, in a file and a folder for the owner only', async () => {
		const {log, path, folder} = aFile();

		log.record(anEntry({action: 'SendMessage'}));
		log.record(Promise.resolve(anEntry({action: 'DeleteMessageBatch'})));
		log.record(anEntry());
		await log.flush();

		const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
		expect(lines.map(line => (JSON.parse(line) as {action: string}).action)).toEqual(['SendMessage', 'DeleteMessageBatch', 'PurgeQueue']);
		expect(JSON.parse(lines[2] ?? '')).toEqual({...anEntry(), atMs: undefined, at: '2026-11-25T03:12:04.000Z'});
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(log.problem()).toBeUndefined();
	});

	test('two sessions write the same file and lose nothing', async () => {
		const {log, path, clock} = aFile();
		const other = createAuditFile({path, clock});

		for (let index = 0; index < 200; index++) (index % 2 === 0 ? log : other).record(anEntry({requestId: `r-${index}`}));
		await Promise.all([log.flush(), other.flush()]);

		const {entries, problems} = await readAudit(log);
		expect(entries).toHaveLength(200);
		expect(problems).toEqual([]);
	});

	test('a large file is set aside under the time of that, and the newest four of those are kept', async () => {
		const {log, folder, clock} = aFile({fileBytesMax: 400});

		for (let index = 0; index < 12; index++) {
			log.record(anEntry({requestId: `r-${index}`}));
			await log.flush();
			clock.advance(1000);
		}

		const names = readdirSync(folder).toSorted();
		expect(names.filter(name => /^audit-2026-11-25T03-12-\d\d-000Z\.ndjson$/.test(name))).toHaveLength(4);
		const {entries} = await readAudit(log);
		expect(entries.at(-1)?.requestId).toBe('r-11');
		expect(entries.map(({requestId}) => requestId)).toEqual(
			entries.map(({requestId}) => requestId).toSorted((a = '', b = '') => Number(a.slice(2)) - Number(b.slice(2))),
		);
	});

	test('what cannot be written is a problem that is told once, and later entries are tried again', async () => {
		const {log, path, folder} = aFile();
		writeFileSync(folder, 'a file where the folder should be');

		log.record(anEntry());
		await log.flush();
		const first = log.problem();
		rmSync(folder);
		mkdirSync(folder);
		log.record(anEntry({requestId: 'r-2'}));
		await log.flush();

		expect(first).toMatchObject({
			code: 'audit-not-written',
			message: expect.stringContaining('The audit log is not complete: '),
			nextSteps: ['What was done to AWS was done all the same.'],
		});
		expect(log.problem()).toBe(first);
		expect(readFileSync(path, 'utf8')).toContain('r-2');
	});

	test('what is recorded while one waits for the disk is not waited for, and is written all the same', async () => {
		const {log, path} = aFile();
		let tell = (_entry: AuditEntry): void => {};

		log.record(anEntry({requestId: 'r-1'}));
		const first = log.flush();
		log.record(new Promise<AuditEntry>(resolve => void (tell = resolve)));
		await first;
		expect(readFileSync(path, 'utf8')).toContain('r-1');

		tell(anEntry({requestId: 'r-2'}));
		await log.flush();
		expect(readFileSync(path, 'utf8')).toContain('r-2');
	});

	test('an entry that never comes to be loses itself and no other', async () => {
		const {log} = aFile();

		log.record(Promise.reject(new Error('no identity')));
		await log.flush();
		log.record(anEntry());
		await log.flush();

		expect((await readAudit(log)).entries).toHaveLength(1);
		expect(log.problem()?.message).toContain('no identity');
	});

	test('more than 10,000 that wait for the disk are lost, and that is said', async () => {
		const {log} = aFile();

		for (let index = 0; index < 10_600; index++) log.record(anEntry());
		await log.flush();

		expect(log.problem()?.message).toContain('the disk is too slow');
		expect((await readAudit(log)).entries.length).toBeGreaterThanOrEqual(10_000);
	});
});

describe('reading', () => {
	test('nothing recorded is nothing read', async () => {
		expect(await readAudit(aFile().log)).toEqual({entries: [], problems: []});
	});

	test('a time takes what is not older', async () => {
		const {log} = aFile();
		for (const atMs of [999, 1000, 1001]) log.record(anEntry({atMs}));
		await log.flush();

		expect((await readAudit(log, {sinceMs: 1000})).entries.map(({atMs}) => atMs)).toEqual([1000, 1001]);
	});

	test('lines that are no entries are named by number, and the others read', async () => {
		const {log, path, folder} = aFile();
		mkdirSync(folder);
		writeFileSync(
			path,
			'{"at":"never","action":"a","outcome":"done"}\nnull\n\n{"at":"2026-11-25T03:12:04Z","action":"PurgeQueue","outcome":"done"}\n',
		);

		const {entries, problems} = await readAudit(log);

		expect(entries).toEqual([{atMs: Date.UTC(2026, 10, 25, 3, 12, 4), action: 'PurgeQueue', outcome: 'done', parameters: {}}]);
		expect(problems).toEqual([`${path}:1 cannot be read`, `${path}:2 cannot be read`]);
	});
});

test('an entry in words', () => {
	expect(whoText(anEntry())).toBe('role/oncall');
	expect(whoText({})).toBe('not known');
	expect(outcomeText(anEntry({outcome: 'unknown', code: 'unreachable'}))).toBe('no answer: unreachable');
	expect(parametersText(anEntry({parameters: {entryCount: 1}, messageIds: ['a']}))).toBe('1 entry');
	expect(parametersText(anEntry({parameters: {Attributes: {VisibilityTimeout: '60'}}}))).toBe('Attributes {"VisibilityTimeout":"60"}');
	expect(parametersText(anEntry({parameters: {bodyBytes: 5}, messageIds: ['a']}))).toBe('bodyBytes 5, a');
});
