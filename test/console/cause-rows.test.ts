import {expect, test} from 'vitest';
import {causeLines} from '../../source/console/queues/cause-rows.ts';
import {lineText} from '../../source/console/line.ts';
import type {Cause} from '../../source/operations/message-groups.ts';

const minuteMs = 60_000;
const nowMs = 10_000 * minuteMs;

/** A cause of messages that were sent so many minutes ago. */
function aCause(minutesAgo: readonly number[], values: ReadonlyArray<readonly [field: string, value: string]>) {
	const sent = minutesAgo.map((minutes, index) => [`${values.join()}/${index}`, nowMs - minutes * minuteMs] as const);
	const times = sent.map(([, atMs]) => atMs);
	const cause: Cause = {
		values: values.map(([field, value]) => ({field, value})),
		messageIds: new Set(sent.map(([id]) => id)),
		firstSentAtMs: Math.min(...times),
		lastSentAtMs: Math.max(...times),
	};
	return {cause, sent};
}

function textOf(made: ReadonlyArray<ReturnType<typeof aCause>>, columns = 80): readonly string[] {
	const sentAtMs = new Map(made.flatMap(({sent}) => sent));
	return causeLines(
		made.map(({cause}) => cause),
		{nowMs, sentAtMs, columns},
	).map(row => lineText(row));
}

const validation = aCause(
	[3060, 40, 9, 5, 1],
	[
		['attr.errorCode', 'VALIDATION'],
		['.total', 'null'],
	],
);
const timeout = aCause([5582, 5581, 5580, 5580], [['attr.errorCode', 'TIMEOUT']]);
const refunds = aCause(
	[1560, 1560],
	[
		['attr.errorCode', '(absent)'],
		['.total', '(absent)'],
		['from', 'refunds'],
	],
);

test('each cause has what its messages have, then what they lack, and whether they still come', () => {
	expect(textOf([validation, timeout, refunds], 90)).toEqual([
		' Looks like 3 causes:',
		'    5  VALIDATION, .total is null              since 2d03h, still coming: 3 in 10 min',
		'    4  TIMEOUT                                 all within 2m, 3d21h ago; over',
		'    2  from refunds, no errorCode, no .total   1d02h ago; over',
		' Redriving the 4 and the 2 is likely to work; the 5 will come back.',
	]);
});

test('where room is short what a cause is gives way, never whether it still comes', () => {
	const long = aCause(
		[30, 3],
		[
			['attr.errorCode', 'A'.repeat(40)],
			['.b', 'c'.repeat(40)],
		],
	);

	for (const columns of [80, 93, 120]) {
		const [, row = ''] = textOf([long], columns);
		expect(row).toMatch(/… {3}since 30m, still coming: 1 in 10 min$/);
		expect(row.length).toBeLessThan(columns);
	}
});

test('what was silent for a shorter time than it went on is not called over', () => {
	expect(textOf([aCause([100, 49], [['.a', '1']])])[1]).toContain('since 1h40m, last 49m ago');
	expect(textOf([aCause([100, 50], [['.a', '1']])])[1]).toContain('all within 50m, 1h40m ago; over');
	expect(textOf([aCause([11, 10], [['.a', '1']])])[1]).toContain('over');
	expect(textOf([aCause([11, 9], [['.a', '1']])])[1]).toContain('still coming');
});

test('nothing is said of a redrive while nothing comes, and two causes of one size are not told apart by it', () => {
	expect(textOf([timeout, refunds])).toHaveLength(3);
	expect(textOf([validation]).at(-1)).toBe(' They still come: what is redriven now is likely to come back.');
	expect(textOf([validation, aCause([900, 900, 900, 900, 900], [['attr.errorCode', 'X']])]).at(-1)).toBe(
		' Redriving what is over is likely to work; what still comes will come back.',
	);
});
