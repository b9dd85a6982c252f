import {describe, expect, test} from 'vitest';
import {parseTailStart} from '../../source/operations/tail-start.ts';
import {UsageError} from '../../source/shared/errors.ts';

const nowMs = Date.UTC(2026, 10, 25, 3, 12, 4);

const time = (iso: string) => ({type: 'time', atMs: Date.parse(iso)});

describe('what is understood', () => {
	test.each([
		['latest', {type: 'latest'}],
		[' Latest ', {type: 'latest'}],
		['now', {type: 'latest'}],
		['oldest', {type: 'oldest'}],
		['TRIM_HORIZON', {type: 'oldest'}],
		['-15m', time('2026-11-25T02:57:04Z')],
		['15m', time('2026-11-25T02:57:04Z')],
		['-1h30m', time('2026-11-25T01:42:04Z')],
		['2d', time('2026-11-23T03:12:04Z')],
		['90s', time('2026-11-25T03:10:34Z')],
		['03:12', time('2026-11-25T03:12:00Z')],
		['3:12:04', time('2026-11-25T03:12:04Z')],
		['03:12:05', time('2026-11-24T03:12:05Z')],
		['14:30', time('2026-11-24T14:30:00Z')],
		['14:30Z', time('2026-11-24T14:30:00Z')],
		['2026-11-24', time('2026-11-24T00:00:00Z')],
		['2026-11-24T14:30', time('2026-11-24T14:30:00Z')],
		['2026-11-24 14:30:05', time('2026-11-24T14:30:05Z')],
		['2026-11-24T14:30:05.123Z', time('2026-11-24T14:30:05.123Z')],
		['2026-11-25T04:12:04+01:00', time('2026-11-25T03:12:04Z')],
		[
			'49680540351939551116909553218617691133250210867263307778',
			{type: 'at-sequence-number', sequenceNumber: '49680540351939551116909553218617691133250210867263307778'},
		],
	])('%s', (text, position) => {
		expect(parseTailStart(text, nowMs)).toEqual(position);
	});
});

describe('what is not, with the nearest right form', () => {
	test.each([
		['15', '-15m'],
		['15 min', '-15m'],
		['15min', '-15m'],
		['last 3 hours', '-3h'],
		['an hour', '-1h'],
		['yesterday', '-1d'],
		['14.30', '14:30'],
		['14h30', '14:30'],
		['25:10', '23:10'],
		['14:75', '14:59'],
		['latst', 'latest'],
		['old', 'oldest'],
		['2026/11/24', '2026-11-25T14:30Z'],
		['2026-13-01', '2026-11-25T14:30Z'],
		['', 'latest, oldest, -15m, 14:30 or a time like 2026-11-25T14:30Z'],
		['constructor', 'latest, oldest, -15m, 14:30 or a time like 2026-11-25T14:30Z'],
	])('%s', (text, nearest) => {
		let thrown: unknown;
		try {
			parseTailStart(text, nowMs);
		} catch (error) {
			thrown = error;
		}

		expect(thrown).toBeInstanceOf(UsageError);
		expect(thrown).toMatchObject({message: `"${text}" is no place to start from.`, nextSteps: [`Did you mean ${nearest}?`]});
	});

	test('a time to come', () => {
		expect(() => parseTailStart('2026-11-25T03:12:05Z', nowMs)).toThrow('2026-11-25T03:12:05Z is in the future.');
		expect(parseTailStart('2026-11-25T03:12:04Z', nowMs)).toEqual({type: 'time', atMs: nowMs});
	});
});
