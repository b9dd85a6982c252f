import {describe, expect, test} from 'vitest';
import {actions} from '../../../source/console/actions.ts';
import {frameLines} from '../../../source/console/frame.ts';
import {sheetLayer} from '../../../source/console/layers/sheet.ts';
import {lineText, lineWidth} from '../../../source/console/line.ts';
import type {StreamTab} from '../../../source/console/place.ts';
import {listOf, withList, type SheetLayer, type State} from '../../../source/console/state.ts';
import {keysFirst} from '../../../source/console/streams/pane.ts';
import {after, aState, aSummary, nowMs, someShards} from './a-state.ts';

const sizes = [
	[80, 24],
	[120, 40],
	[200, 50],
] as const;

function atTab(tab: StreamTab, [columns, rows]: readonly [number, number]): State {
	const consumers = ['fraud-check', 'warehouse-loader-of-the-production-region'].map(name => ({
		name,
		arn: `arn:aws:kinesis:us-east-1:000000000000:stream/clicks/consumer/${name}:1795624653`,
		status: 'ACTIVE' as const,
		createdAtMs: nowMs - 3_600_000,
	}));
	return after(
		aState({columns, rows, place: {type: 'stream', name: 'clicks', tab}}),
		{type: 'streams/read', stream: 'clicks', summary: aSummary(), atMs: nowMs},
		{type: 'streams/shards', stream: 'clicks', shards: {status: 'ready', value: someShards(4)}},
		{type: 'streams/told', stream: 'clicks', consumers: {status: 'ready', value: consumers}},
	);
}

function screen(state: State): string {
	const lines = frameLines(state);
	for (const line of lines) expect(lineWidth(line)).toBe(state.size.columns);
	return lines.map(line => lineText(line).trimEnd()).join('\n');
}

/** What is written over several rows, in one. */
function flat(text: string): string {
	return text.replaceAll(/\s+/g, ' ');
}

function aSheet(kind: string, values: Readonly<Record<string, string>>): SheetLayer {
	const subject = {stream: 'clicks', suffix: 'ab12', setting: 'encryption'};
	return {type: 'sheet', kind, subject, values, focus: 0, cursor: 0, plan: {status: 'loading'}, openedAtMs: nowMs};
}

describe.each(sizes)('at %d by %d', (...size) => {
	test('what is to be known about consumers is said whole, and beside their names', () => {
		const shown = screen(atTab('consumers', size));

		expect(flat(shown)).toContain('2 consumers of 20, each with 2 MiB/s of each shard for itself. Each is billed for 4 shards.');
		expect(flat(shown)).toContain('BEHIND is known to CloudWatch only, minutes later, of those that read by fan-out.');
		expect(shown).toMatch(/^ {3}NAME {16,40}STATUS/m);
	});

	test('what the setting under the cursor may be is said whole', () => {
		const state = atTab('settings', size);
		const place = {type: 'stream', name: 'clicks', tab: 'settings'} as const;

		const shown = screen(withList(state, place, {...listOf(state, place), cursorId: 'encryption'}));

		expect(shown).toContain('none, or a KMS key: alias/aws/kinesis, an alias, an id or an ARN');
	});

	test.each(['reshard', 'stream setting', 'consumer', 'fan-out', 'create stream', 'put', 'tail'])(
		'nothing is cut off on the sheet "%s"',
		kind => {
			const shown = screen({...atTab('shards', size), layer: aSheet(kind, {from: 'latest'})});

			// The account alone, which the session has not been told.
			expect(shown.slice(shown.indexOf('\n'))).not.toContain('…');
		},
	);
});

describe('the keys line', () => {
	test('begins with actions that there are', () => {
		const ids = new Set(actions.map(({id}) => id));

		expect(
			Object.values(keysFirst)
				.flat()
				.filter(id => !ids.has(id)),
		).toEqual([]);
	});

	test('of a tail begins with pausing it, where it starts, and its filter', () => {
		expect(
			screen(atTab('tail', [80, 24]))
				.split('\n')
				.at(-1),
		).toMatch(/^ f pause {2}t time {2}\/ filter {2}/);
	});

	test('of a sheet names only keys that do something', () => {
		const state = atTab('shards', [80, 24]);
		const area = {columns: 80, rows: 18};
		const keys = (kind: string, values: Readonly<Record<string, string>>): readonly string[] =>
			(sheetLayer.view(state, aSheet(kind, values), area)?.keys ?? []).map(([key]) => key);

		expect(keys('reshard', {count: '4'})).toEqual(['⏎', 'esc']);
		expect(keys('put', {key: '', data: '', hash: ''})).toEqual(['⏎', 'tab', 'esc']);
		expect(keys('fan-out', {consumer: ''})).toEqual(['⏎', '↑↓', 'space', 'esc', 'y']);
	});
});
