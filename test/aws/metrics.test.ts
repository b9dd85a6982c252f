import {describe, expect, test} from 'vitest';
import {metricsUsd, type MetricQuery} from '../../source/aws/metric.ts';
import {createManualClock} from '../../source/shared/clock.ts';
import {startTestEngine} from '../helpers/engine.ts';
import {startRefusingProxy} from '../helpers/refusing-proxy.ts';
import {openTestSession} from './test-session.ts';

const startMs = Date.UTC(2026, 10, 25, 3, 12, 0);

function sent(queueName: string): MetricQuery {
	return {namespace: 'AWS/SQS', name: 'NumberOfMessagesSent', dimensions: {QueueName: queueName}, statistic: 'Sum'};
}

describe('metrics', () => {
	test('each metric has its values oldest first, and none where nothing happened', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});
		const {url} = await session.queues.create('orders', {});
		await session.queues.send(url, {body: 'one'});
		clock.advance(60_000);
		await session.queues.send(url, {body: 'two'});
		await session.queues.send(url, {body: 'three'});

		const reading = await session.metrics.read([sent('orders'), sent('no-such-queue')], {
			fromMs: startMs,
			toMs: startMs + 120_000,
			periodSeconds: 60,
		});

		expect(reading).toEqual({
			status: 'known',
			value: [
				[
					{atMs: startMs, value: 1},
					{atMs: startMs + 60_000, value: 2},
				],
				[],
			],
		});
	});

	test('500 go in a call, the rest in the next, and each is counted for its price', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});
		const {url} = await session.queues.create('orders', {});
		await session.queues.send(url, {body: 'one'});
		const queries = [...Array.from({length: 500}, (_, index) => sent(`q-${index}`)), sent('orders')];

		const reading = await session.metrics.read(queries, {fromMs: startMs, toMs: startMs + 60_000, periodSeconds: 60});

		const calls = session.calls().filter(({action}) => action === 'GetMetricData');
		expect(calls.map(({quantity}) => quantity ?? 0).toSorted((a, b) => a - b)).toEqual([1, 500]);
		expect(reading.status === 'known' && reading.value.at(-1)).toEqual([{atMs: startMs, value: 1}]);
	});

	test('nothing is asked for nothing', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});

		const reading = await session.metrics.read([], {fromMs: startMs, toMs: startMs + 60_000, periodSeconds: 60});

		expect(reading).toEqual({status: 'known', value: []});
		expect(session.callCount()).toBe(0);
	});

	test('a missing permission is an answer that names it', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using proxy = await startRefusingProxy(engine.url);
		await using session = openTestSession(proxy.url, {clock});
		proxy.refuse('GetMetricData', 'denied');

		const reading = await session.metrics.read([sent('orders')], {fromMs: startMs, toMs: startMs + 60_000, periodSeconds: 60});

		expect(reading).toMatchObject({status: 'not-allowed', error: {code: 'denied'}});
		expect(reading.status === 'not-allowed' && reading.error.message).toContain('cloudwatch:GetMetricData');
	});

	test('it is allowed in READ-ONLY', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock, isReadOnly: true});

		const reading = await session.metrics.read([sent('orders')], {fromMs: startMs, toMs: startMs + 60_000, periodSeconds: 60});

		expect(reading.status).toBe('known');
	});

	test('5,000 metrics cost five cents', () => {
		expect(metricsUsd(5000)).toBeCloseTo(0.05);
	});
});

describe('functions', () => {
	const arn = 'arn:aws:sqs:us-east-1:000000000000:orders';

	test('a mapping comes in our words', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using proxy = await startRefusingProxy(engine.url);
		await using session = openTestSession(proxy.url, {clock});
		proxy.serveFunctions({
			timeoutSeconds: 10,
			mappings: {
				[arn]: [
					{
						UUID: 'u-1',
						EventSourceArn: arn,
						FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:orders-worker:live',
						State: 'Enabled',
						BatchSize: 10,
						ScalingConfig: {MaximumConcurrency: 5},
						FunctionResponseTypes: ['ReportBatchItemFailures'],
						FilterCriteria: {Filters: [{Pattern: '{"body":{"a":[1]}}'}]},
					},
				],
			},
		});

		const reading = await session.functions.mappings(arn);

		expect(reading).toMatchObject({
			status: 'known',
			value: [
				{
					functionName: 'orders-worker:live',
					isEnabled: true,
					batchSize: 10,
					concurrencyMax: 5,
					reportsBatchItemFailures: true,
					filters: ['{"body":{"a":[1]}}'],
				},
			],
		});
		expect(await session.functions.timeoutSeconds('orders-worker')).toEqual({status: 'known', value: 10});
	});

	test('a missing permission is an answer', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using proxy = await startRefusingProxy(engine.url);
		await using session = openTestSession(proxy.url, {clock});
		proxy.refuse('ListEventSourceMappings', 'denied');

		expect(await session.functions.mappings(arn)).toMatchObject({status: 'not-allowed', error: {code: 'denied'}});
	});

	test('an endpoint without Lambda is asked once', async () => {
		const clock = createManualClock(startMs);
		await using engine = await startTestEngine({clock});
		await using session = openTestSession(engine.url, {clock});

		expect((await session.functions.mappings(arn)).status).toBe('absent');
		expect((await session.functions.mappings(`${arn}-2`)).status).toBe('absent');
		expect(session.callCount()).toBe(1);
	});
});
