import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {anEmptyHome, useFastEngine} from './in-process.ts';
import {jsonLines} from './run-sluice.ts';

const at = useFastEngine();

describe('sluice queue', () => {
	test('tells everything about one queue as one object, by name, URL and ARN alike', async () => {
		const url = await at.queue('told');
		const {arn} = await at.session.queues.attributes(url);
		await at.session.queues.tag(url, {team: 'pay'});

		const runs = await Promise.all(['told', url, arn].map(name => at.run(['queue', name])));

		for (const run of runs) {
			expect(run.code).toBe(0);
			expect(jsonLines(run)).toMatchObject([{name: 'told', arn, readyCount: 0, tags: {team: 'pay'}, sources: [], notRead: []}]);
		}
	});

	test('names the nearest queue for one that is not there', async () => {
		await at.queue('invoices-paid');

		const run = await at.run(['queue', 'invoices-payed']);

		expect(run.code).toBe(1);
		expect(run.stderr).toContain('Did you mean "invoices-paid"?');
	});
});

describe('sluice create', () => {
	test('creates a queue and its dead-letter queue', async () => {
		const run = await at.run(['create', 'made', 'retention=14d', '--new-dlq', 'made-dlq:3', '--tag', 'team=pay', '--yes']);

		expect(run.code).toBe(0);
		const {url} = await at.session.queues.find('made');
		expect(await at.session.queues.attributes(url)).toMatchObject({retentionSeconds: 1_209_600, redrivePolicy: {maxReceiveCount: 3}});
		expect(await at.session.queues.tags(url)).toEqual({team: 'pay'});
	});

	test('a dry run creates nothing', async () => {
		const run = await at.run(['create', 'planned', '--dry-run']);

		expect(jsonLines(run)).toMatchObject([{operation: 'create', level: 'change', command: 'sluice create planned', isDryRun: true}]);
		await expect(at.session.queues.find('planned')).rejects.toMatchObject({code: 'queue-not-found'});
	});

	test('refuses a name that AWS would refuse, before anything is sent', async () => {
		const run = await at.run(['create', 'or.ders', '--yes']);

		expect(run.code).toBe(2);
		expect(run.stderr).toContain('A dot is allowed only in the ending .fifo.');
	});
});

describe('sluice set', () => {
	test('sets what it was told and nothing without a confirmation', async () => {
		const url = await at.queue('set-one');

		const refused = await at.run(['set', 'set-one', 'visibility=2m']);
		const before = await at.session.queues.attributes(url);
		const done = await at.run(['set', 'set-one', 'visibility=2m', '--yes']);

		expect(refused.code).toBe(3);
		expect(before.visibilityTimeoutSeconds).toBe(30);
		expect(done.code).toBe(0);
		expect((await at.session.queues.attributes(url)).visibilityTimeoutSeconds).toBe(120);
	});

	test('reads a policy of a file, and says the line where it is none', async () => {
		await at.queue('set-policy');
		const path = join(anEmptyHome(), 'policy.json');
		writeFileSync(path, '{\n"Statement": [\n}');

		const run = await at.run(['set', 'set-policy', `policy=@${path}`, '--yes']);

		expect(run.code).toBe(2);
		expect(run.stderr).toContain('This is no JSON, line 3');
	});

	test('says what is wrong with a word that is no setting', async () => {
		await at.queue('set-words');

		const run = await at.run(['set', 'set-words', 'visibility', '--yes']);

		expect(run.code).toBe(2);
		expect(run.stderr).toContain('"visibility" is no setting.');
	});
});

test('sluice tag sets and removes', async () => {
	const url = await at.queue('tagged');
	await at.session.queues.tag(url, {owner: 'me'});

	const run = await at.run(['tag', 'tagged', 'team=pay', 'owner-', '--yes']);

	expect(run.code).toBe(0);
	expect(await at.session.queues.tags(url)).toEqual({team: 'pay'});
});

test('sluice delete-queue deletes after --yes, and refuses without', async () => {
	const url = await at.queue('deleted');

	const refused = await at.run(['delete-queue', 'deleted']);
	const isThere = await at.session.queues.attributes(url).then(() => true);
	const done = await at.run(['delete-queue', 'deleted', '--yes']);

	expect(refused.code).toBe(3);
	expect(isThere).toBe(true);
	expect(done.code).toBe(0);
	await expect(at.session.queues.attributes(url)).rejects.toMatchObject({code: 'queue-not-found'});
});
