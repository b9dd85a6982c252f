import {expect, test} from 'vitest';
import {paintFrame} from '../../source/console/frame.ts';
import type {Layer} from '../../source/console/state.ts';
import {startTestConsole} from '../helpers/console.ts';
import {aDeadLetterPair, aQueue} from '../helpers/resources.ts';
import {aStream, aTopic} from '../helpers/topic-and-stream.ts';

/** How each kind of layer is opened: a new kind does not compile until it stands here. */
const ways: Readonly<Record<Layer['type'], ReadonlyArray<readonly string[]>>> = {
	filter: [['1', '/', 'o']],
	palette: [
		['1', ':'],
		['1', 'a'],
		['4', ':', 'r', 'e', 'd'],
	],
	help: [
		['1', '?'],
		['3', 'enter', '?'],
	],
	details: [
		['1', 'd'],
		['2', 'd'],
		['3', 'd'],
		['1', '$'],
	],
	sheet: [
		['1', 's'],
		['1', 'v'],
		['1', 'g', 'down', 'R'],
		['2', 's'],
		['3', 't'],
		['3', 's'],
	],
	gate: [['1', ':', 'p', 'u', 'r', 'g', 'e', 'enter']],
	doctor: [['1', 'w']],
	contexts: [['1', 'c']],
	mfa: [],
};

test('whatever lies over a place writes nothing for a minute while nothing changes', async () => {
	let ask: ((serial: string) => Promise<string>) | undefined;
	await using app = await startTestConsole({
		prepare: async ({sqs, sns, kinesis}) => {
			await aDeadLetterPair(sqs, 'orders', {deadMessages: ['gone wrong']});
			await aQueue(sqs, 'mail', {messages: ['one', 'two']});
			await aTopic(sns, 'events');
			await aStream(kinesis, 'clicks', {records: [['a', 'one']]});
		},
		contexts: {askMfaBy: by => void (ask = by)},
	});
	const written: string[] = [];
	const watch = async (name: string, type: Layer['type']): Promise<void> => {
		expect(app.state().layer?.type).toBe(type);
		await app.advance(60_000 - (app.clock.nowMs() % 60_000));
		await app.advance(1000);
		const before = paintFrame(app.state());
		for (let step = 0; step < 14; step++) await app.advance(4000);
		paintFrame(app.state()).forEach((row, index) => {
			if (row !== before[index]) written.push(`${name}: ${row}`);
		});
	};
	await app.press('0', '2', '3', '1');
	for (let turn = 0; turn < 12; turn++) await app.advance(31_000);

	for (const [type, openings] of Object.entries(ways) as Array<[Layer['type'], ReadonlyArray<readonly string[]>]>) {
		for (const keys of openings) {
			await app.press(...keys);
			await watch(keys.join(' '), type);
			await app.press('esc', 'esc', 'esc', 'esc');
		}
	}
	void ask?.('arn:aws:iam::123456789012:mfa/jo').catch(() => {});
	await watch('mfa', 'mfa');

	expect(written).toEqual([]);
}, 30_000);
