import {expect, test} from 'vitest';
import {callCost, formatUsd} from '../../source/operations/call-cost.ts';

test('calls cost by service, metrics by how many were asked for, and reading streams nothing', () => {
	const {lines, usd} = callCost([
		{service: 'sqs', action: 'GetQueueAttributes', count: 1_000_000, quantity: 0},
		{service: 'sns', action: 'ListTopics', count: 2_000_000, quantity: 0},
		{service: 'kinesis', action: 'GetRecords', count: 500, quantity: 0},
		{service: 'cloudwatch', action: 'GetMetricData', count: 2, quantity: 1000},
		{service: 'sts', action: 'GetCallerIdentity', count: 1, quantity: 0},
	]);

	expect(lines.map(({action, usd: each}) => [action, each === undefined ? undefined : Number(each.toFixed(4))])).toEqual([
		['ListTopics', 1],
		['GetQueueAttributes', 0.4],
		['GetMetricData', 0.01],
		['GetRecords', undefined],
		['GetCallerIdentity', undefined],
	]);
	expect(usd).toBeCloseTo(1.41);
});

test.each([
	[0, '$0.00'],
	[0.004, 'under $0.01'],
	[0.01, '$0.01'],
	[12.345, '$12.35'],
])('%d dollars are told as %s', (usd, text) => {
	expect(formatUsd(usd)).toBe(text);
});
