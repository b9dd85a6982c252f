import {describe, expect, test} from 'vitest';
import {lineText} from '../../../source/console/line.ts';
import type {SheetDefinition} from '../../../source/console/sheet-definition.ts';
import {currentPlace, listOf, type SheetLayer, type State} from '../../../source/console/state.ts';
import {keySheet} from '../../../source/console/streams/key-sheet.ts';
import {putSheet} from '../../../source/console/streams/put-sheet.ts';
import {splitSheet} from '../../../source/console/streams/split-sheet.ts';
import {tailSheet} from '../../../source/console/streams/tail-sheet.ts';
import {tailOf} from '../../../source/console/streams/tail-state.ts';
import {hashKeySpace} from '../../../source/rules/hash-key.ts';
import {after, aState, aSummary, nowMs, shardId, someShards} from './a-state.ts';

function aSheet(kind: string, subject: Readonly<Record<string, string>>, values: Readonly<Record<string, string>>): SheetLayer {
	return {type: 'sheet', kind, subject, values, focus: 0, cursor: 0, plan: {status: 'loading'}, openedAtMs: nowMs};
}

function withShards(): State {
	return after(
		aState({place: {type: 'stream', name: 'clicks', tab: 'shards'}}),
		{type: 'streams/read', stream: 'clicks', summary: aSummary(), atMs: nowMs},
		{type: 'streams/shards', stream: 'clicks', shards: {status: 'ready', value: someShards(4)}},
	);
}

function extraText(definition: SheetDefinition, sheet: SheetLayer, state: State): string {
	return (definition.extra?.(sheet, state) ?? []).map(lineText).join('\n');
}

describe('the sheet of a split', () => {
	const quarter = hashKeySpace / 4n;
	const sheet = (values: Readonly<Record<string, string>>, half?: bigint): SheetLayer =>
		aSheet(
			'split',
			{stream: 'clicks', shard: shardId(1), start: String(quarter), end: String(quarter * 2n - 1n), ...(half && {half: String(half)})},
			values,
		);

	test('shows both parts of a split in the middle', () => {
		const middle = sheet({at: 'middle'});

		expect(extraText(splitSheet, middle, withShards())).toContain('lower  12.5 %  0x4000000000000000…');
		expect(extraText(splitSheet, middle, withShards())).toContain('upper  12.5 %  0x6000000000000000…');
		expect(splitSheet.command(middle, withShards())).toBe('sluice split clicks 1');
		expect(splitSheet.problem(middle, withShards())).toBeUndefined();
	});

	test('shows both parts while a key is typed, and says what is wrong with one outside', () => {
		const typed = sheet({at: 'key', key: String(quarter + quarter / 4n)});
		expect(extraText(splitSheet, typed, withShards())).toMatch(/lower {2}6\.3 %[^]*upper {2}18\.8 %/);
		expect(splitSheet.command(typed, withShards())).toBe(`sluice split clicks 1 --at ${quarter + quarter / 4n}`);

		expect(splitSheet.problem(sheet({at: 'key', key: '5'}), withShards())).toBe(`Hash key: too low: from ${quarter + 2n} (0x400000…) on.`);
		expect(splitSheet.problem(sheet({at: 'key', key: String(quarter * 2n)}), withShards())).toContain('Hash key: too high');
		expect(splitSheet.problem(sheet({at: 'key', key: ''}), withShards())).toBe('Hash key: type a whole number.');
	});

	test('← and → move the key by a 64th of the shard, from wherever it is, and no further than its ends', () => {
		const size = quarter;
		const press = (layer: SheetLayer, key: string): SheetLayer => ({...layer, values: splitSheet.press?.(layer, key) ?? layer.values});

		const right = press(sheet({at: 'middle'}), 'right');
		expect(splitSheet.command(right, withShards())).toBe(`sluice split clicks 1 --at ${quarter + size / 2n + size / 64n}`);
		expect(splitSheet.command(press(press(right, 'left'), 'left'), withShards())).toBe(
			`sluice split clicks 1 --at ${quarter + size / 2n - size / 64n}`,
		);

		let last = right;
		for (let presses = 0; presses < 40; presses++) last = press(last, 'right');
		expect(splitSheet.problem(last, withShards())).toBeUndefined();
		expect(press(last, 'right').values).toEqual(last.values);
		expect(splitSheet.press?.(right, 'down')).toBeUndefined();
	});

	test('offers the half of the load only where a sample knows it', () => {
		const optionsOf = (layer: SheetLayer): readonly string[] =>
			splitSheet.fields(layer, withShards()).flatMap(field => (field.type === 'choice' ? field.options.map(option => option.value) : []));

		expect(optionsOf(sheet({at: 'middle'}))).toEqual(['middle', 'key']);
		expect(optionsOf(sheet({at: 'load'}, quarter + 77n))).toEqual(['middle', 'load', 'key']);
		expect(splitSheet.command(sheet({at: 'load'}, quarter + 77n), withShards())).toBe(`sluice split clicks 1 --at ${quarter + 77n}`);
	});

	test('leads to the gate with what was chosen', () => {
		const state = splitSheet.submit(sheet({at: 'key', key: String(quarter + 99n)}), withShards()).state;

		expect(state.layer).toMatchObject({
			type: 'gate',
			operation: 'split',
			request: {stream: 'clicks', shardId: shardId(1), at: quarter + 99n},
		});
	});
});

describe('the sheet of a tail', () => {
	const sheet = (from: string, shard?: string): SheetLayer =>
		aSheet('tail', {stream: 'clicks', ...(shard && {shard})}, {from, shards: 'one'});

	test.each([
		['latest', 'Only what arrives from now on.'],
		['', 'Only what arrives from now on.'],
		['oldest', 'Everything that the stream still holds'],
		['-15m', 'What arrived since 2026-11-25 03:02:31Z.'],
		['14:30', 'What arrived since 2026-11-24 14:30:00Z.'],
	])('says what "%s" means', (from, words) => {
		expect(extraText(tailSheet, sheet(from), withShards())).toContain(words);
		expect(tailSheet.problem(sheet(from), withShards())).toBeUndefined();
	});

	test('names the nearest right form of a wrong one, and does not start', () => {
		expect(tailSheet.problem(sheet('latst'), withShards())).toBe('"latst" is no place to start from.');
		expect(extraText(tailSheet, sheet('latst'), withShards())).toContain('Did you mean latest?');
	});

	test('starts the tail and goes to it', () => {
		const {effects, state} = tailSheet.submit(aSheet('tail', {stream: 'clicks'}, {from: '-15m'}), withShards());

		expect(currentPlace(state)).toEqual({type: 'stream', name: 'clicks', tab: 'tail'});
		expect(state.layer).toBeUndefined();
		expect(tailOf(state, 'clicks')).toMatchObject({
			status: 'reading',
			start: {from: '-15m', position: {type: 'time', atMs: nowMs - 900_000}},
		});
		expect(effects.map(effect => effect.id)).toEqual(['tail/clicks']);
	});

	test('reads one shard only when it was opened from there', () => {
		const one = sheet('latest', shardId(6));

		expect(tailSheet.command(one, withShards())).toBe('sluice tail clicks --from latest --shard 6');
		expect(tailOf(tailSheet.submit(one, withShards()).state, 'clicks')?.start.shardIds).toEqual([shardId(6)]);
	});
});

describe('the sheet of a put', () => {
	const sheet = (values: Readonly<Record<string, string>>): SheetLayer =>
		aSheet('put', {stream: 'clicks'}, {key: '', data: '', hash: '', ...values});

	test('says where the record will go while its key is typed', () => {
		expect(extraText(putSheet, sheet({key: 'truck_17', data: '{}'}), withShards())).toContain('10B of 1.0M with its key   goes to shard 2');
		expect(extraText(putSheet, sheet({key: 'truck_17', hash: '5'}), withShards())).toContain('goes to shard 0');
	});

	test('needs a key of at most 256 characters, a hash key below 2^128, and no more than the stream takes', () => {
		expect(putSheet.problem(sheet({}), withShards())).toBe('Partition key: 1 to 256 characters.');
		expect(putSheet.problem(sheet({key: 'k'.repeat(257)}), withShards())).toBe('Partition key: 1 to 256 characters.');
		expect(putSheet.problem(sheet({key: 'k'.repeat(256)}), withShards())).toBeUndefined();
		expect(putSheet.problem(sheet({key: 'k', hash: 'x'}), withShards())).toContain('Hash key: a whole number');
		const limit = 1024 * 1024;
		expect(putSheet.problem(sheet({key: 'k', data: 'x'.repeat(limit - 1)}), withShards())).toBeUndefined();
		expect(putSheet.problem(sheet({key: 'k', data: 'x'.repeat(limit)}), withShards())).toContain('1,048,577 bytes with its key');
	});

	test('leads to the gate with the record', () => {
		const {layer} = putSheet.submit(sheet({key: 'k', data: 'é', hash: '7'}), withShards()).state;

		expect(layer).toMatchObject({
			operation: 'put',
			request: {stream: 'clicks', record: {partitionKey: 'k', data: Buffer.from('é'), explicitHashKey: '7'}},
		});
	});
});

describe('which shard has a key', () => {
	const sheet = (key: string): SheetLayer => aSheet('shard of a key', {stream: 'clicks'}, {key});

	test('is told while the key is typed', () => {
		const text = extraText(keySheet, sheet('truck_17'), withShards());

		expect(text).toContain('0x96466e634175df4b72d1db46a3cad184');
		expect(text).toMatch(/shard {4}2/);
	});

	test('puts the cursor on that shard', () => {
		const {state} = keySheet.submit(sheet('truck_17'), withShards());

		expect(listOf(state, {type: 'stream', name: 'clicks', tab: 'shards'}).cursorId).toBe(shardId(2));
	});

	test('needs a key, and the shards', () => {
		expect(keySheet.problem(sheet(''), withShards())).toBe('Partition key: 1 to 256 characters.');
		expect(keySheet.problem(sheet('a'), aState())).toBe('Its shards are not read yet.');
	});
});
