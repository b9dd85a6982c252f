import {gzipSync} from 'node:zlib';
import {cbor, tag} from '@smithy/core/cbor';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createManualClock} from '../../../source/shared/clock.ts';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';
import {startMs} from './call.ts';

let engine: TestEngine;
beforeAll(async () => {
	engine = await startTestEngine({clock: createManualClock(startMs)});
});
afterAll(() => engine.close());

const authorization = 'AWS4-HMAC-SHA256 Credential=test/20261125/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0';

function json(action: string, input: object, headers: Record<string, string> = {}): Promise<Response> {
	const text = JSON.stringify(input);
	return engine.send('/', {
		method: 'POST',
		headers: {
			authorization,
			'x-amz-target': `GraniteServiceVersion20100801.${action}`,
			'content-type': 'application/x-amz-json-1.0',
			'x-amzn-query-mode': 'true',
			...headers,
		},
		body: headers['content-encoding'] === 'gzip' ? new Uint8Array(gzipSync(text)) : text,
	});
}

function query(parameters: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
	const text = new URLSearchParams({Version: '2010-08-01', ...parameters}).toString();
	return engine.send('/', {
		method: 'POST',
		headers: {authorization, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...headers},
		body: headers['content-encoding'] === 'gzip' ? new Uint8Array(gzipSync(text)) : text,
	});
}

async function rpc(action: string, input: object, headers: Record<string, string> = {}): Promise<{response: Response; body: unknown}> {
	const bytes = cbor.serialize(input);
	const response = await engine.send(`/service/GraniteServiceVersion20100801/operation/${action}`, {
		method: 'POST',
		headers: {authorization, 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor', accept: 'application/cbor', ...headers},
		body: new Uint8Array(headers['content-encoding'] === 'gzip' ? gzipSync(bytes) : bytes),
	});
	return {response, body: cbor.deserialize(new Uint8Array(await response.arrayBuffer()))};
}

const seconds = startMs / 1000;
const statistics = (name: string): object => ({
	Namespace: 'Shop',
	MetricName: name,
	StartTime: seconds,
	EndTime: seconds + 60,
	Period: 60,
	Statistics: ['Sum', 'Average'],
});

describe('AWS JSON', () => {
	test('puts and reads with times in seconds', async () => {
		const put = await json('PutMetricData', {Namespace: 'Shop', MetricData: [{MetricName: 'json', Value: 1.5, Timestamp: seconds + 0.5}]});

		expect([put.status, await put.text()]).toEqual([200, '{}']);
		const read = await json('GetMetricStatistics', statistics('json'));
		expect(await read.json()).toEqual({Label: 'json', Datapoints: [{Timestamp: seconds, Unit: 'None', Sum: 1.5, Average: 1.5}]});
	});

	test('a long body may be compressed', async () => {
		const MetricData = Array.from({length: 500}, () => ({MetricName: 'gzip', Value: 1}));
		await json('PutMetricData', {Namespace: 'Shop', MetricData}, {'content-encoding': 'gzip'});

		const read = await json('GetMetricStatistics', statistics('gzip'));

		expect(await read.json()).toMatchObject({Datapoints: [{Sum: 500}]});
	});

	test('an error tells the code of the Query protocol too', async () => {
		const response = await json('GetMetricStatistics', {...statistics('json'), Period: 90});

		expect(response.status).toBe(400);
		expect(response.headers.get('x-amzn-query-error')).toBe('InvalidParameterValue;Sender');
		expect(await response.json()).toEqual({
			__type: 'com.amazonaws.cloudwatch#InvalidParameterValueException',
			message: 'The parameter Period must be a multiple of 60.',
		});
	});

	test('what cannot be read, or is no operation, or one that the engine lacks, is said', async () => {
		const bad = await json('PutMetricData', {Namespace: 1});
		const unknown = await json('PutMetrics', {});
		const lacking = await json('PutMetricAlarm', {});

		expect(await bad.json()).toMatchObject({__type: 'SerializationException'});
		expect(await unknown.json()).toEqual({
			__type: 'UnknownOperationException',
			message: 'Could not find operation PutMetrics for version 2010-08-01',
		});
		expect(await lacking.json()).toEqual({__type: 'UnknownOperationException', message: 'not implemented by sluice: PutMetricAlarm'});
	});
});

describe('Query', () => {
	const values = {
		Action: 'PutMetricData',
		Namespace: 'Shop',
		'MetricData.member.1.MetricName': 'query',
		'MetricData.member.1.Dimensions.member.1.Name': 'Shop',
		'MetricData.member.1.Dimensions.member.1.Value': 'Bern',
		'MetricData.member.1.Values.member.1': '1',
		'MetricData.member.1.Values.member.2': '2.5',
		'MetricData.member.1.Counts.member.1': '4',
		'MetricData.member.1.Counts.member.2': '2',
		'MetricData.member.1.Timestamp': '2026-11-25T03:00:10Z',
	};

	test('puts lists and reads XML', async () => {
		const put = await query(values);
		expect([put.status, await put.text()]).toEqual([
			200,
			expect.stringMatching(
				/^<\?xml version="1.0"\?><PutMetricDataResponse xmlns="http:\/\/monitoring\.amazonaws\.com\/doc\/2010-08-01\/"><ResponseMetadata>/,
			),
		]);

		const read = await query({
			Action: 'GetMetricStatistics',
			Namespace: 'Shop',
			MetricName: 'query',
			'Dimensions.member.1.Name': 'Shop',
			'Dimensions.member.1.Value': 'Bern',
			StartTime: '2026-11-25T03:00:00Z',
			EndTime: '2026-11-25T03:01:00Z',
			Period: '60',
			'Statistics.member.1': 'Sum',
			'ExtendedStatistics.member.1': 'p90',
		});

		expect(await read.text()).toContain(
			'<GetMetricStatisticsResult><Label>query</Label><Datapoints><member><Timestamp>2026-11-25T03:00:00.000Z</Timestamp><Unit>None</Unit><Sum>9</Sum><ExtendedStatistics><entry><key>p90</key><value>2.5</value></entry></ExtendedStatistics></member></Datapoints></GetMetricStatisticsResult>',
		);
	});

	test('a body may be compressed', async () => {
		const put = await query({...values, 'MetricData.member.1.MetricName': 'query-gzip'}, {'content-encoding': 'gzip'});

		expect(put.status).toBe(200);
		expect(await (await query({Action: 'ListMetrics', MetricName: 'query-gzip'})).text()).toContain('<MetricName>query-gzip</MetricName>');
	});

	test('an error is XML with its code', async () => {
		const response = await query({Action: 'GetMetricStatistics'});

		expect(response.status).toBe(400);
		expect(await response.text()).toContain(
			'<Type>Sender</Type><Code>MissingParameter</Code><Message>The parameter Namespace is required.',
		);
	});
});

describe('RPC v2 CBOR', () => {
	test('puts and reads, with seconds under their tag', async () => {
		const put = await rpc('PutMetricData', {
			Namespace: 'Shop',
			MetricData: [{MetricName: 'cbor', Value: 2, Timestamp: tag({tag: 1, value: seconds + 0.25})}],
		});
		expect(put.response.status).toBe(200);
		expect(put.response.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
		expect(put.response.headers.get('content-type')).toBe('application/cbor');

		const read = await rpc('GetMetricData', {
			StartTime: tag({tag: 1, value: seconds}),
			EndTime: tag({tag: 1, value: seconds + 60}),
			MetricDataQueries: [{Id: 'm', MetricStat: {Metric: {Namespace: 'Shop', MetricName: 'cbor'}, Period: 60, Stat: 'Sum'}}],
		});

		expect(read.body).toEqual({
			MetricDataResults: [{Id: 'm', Label: 'cbor', Timestamps: [tag({tag: 1, value: seconds})], Values: [2], StatusCode: 'Complete'}],
			Messages: [],
		});
	});

	test('a statistic set of the Kinesis Client Library, compressed', async () => {
		const datum = {
			MetricName: 'RecordsProcessed',
			Dimensions: [{Name: 'Operation', Value: 'ProcessTask'}],
			Timestamp: tag({tag: 1, value: seconds}),
			StatisticValues: {SampleCount: 2, Sum: 10, Minimum: 0, Maximum: 10},
			Unit: 'Count',
		};

		const put = await rpc('PutMetricData', {Namespace: 'my-consumer', MetricData: [datum]}, {'content-encoding': 'gzip'});

		expect(put.response.status).toBe(200);
		const {body} = await rpc('ListMetrics', {Namespace: 'my-consumer'});
		expect(body).toEqual({
			Metrics: [{Namespace: 'my-consumer', MetricName: 'RecordsProcessed', Dimensions: [{Name: 'Operation', Value: 'ProcessTask'}]}],
		});
	});

	test('an error has its type in the body and its Query code in a header', async () => {
		const {response, body} = await rpc('PutMetricData', {Namespace: 'Shop'});

		expect(response.status).toBe(400);
		expect(response.headers.get('x-amzn-query-error')).toBe('MissingParameter;Sender');
		expect(body).toEqual({
			__type: 'com.amazonaws.cloudwatch#MissingRequiredParameterException',
			message: 'The parameter MetricData is required.',
		});
	});

	test('what is no CBOR, or compressed and broken, is refused', async () => {
		const send = (headers: Record<string, string>): Promise<Response> =>
			engine.send('/service/GraniteServiceVersion20100801/operation/ListMetrics', {
				method: 'POST',
				headers: {'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor', ...headers},
				body: new Uint8Array([0xff, 0x00]),
			});

		for (const response of [await send({}), await send({'content-encoding': 'gzip'})]) {
			expect(response.status).toBe(400);
			expect(cbor.deserialize(new Uint8Array(await response.arrayBuffer()))).toEqual({__type: 'SerializationException'});
		}
	});

	test.each(['/service/AmazonSQS/operation/ListQueues', '/service/GraniteServiceVersion20100801', '/service/None/operation/ListMetrics'])(
		'%s names no operation that is spoken',
		async path => {
			const response = await engine.send(path, {
				method: 'POST',
				headers: {'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor'},
				body: new Uint8Array([0xa0]),
			});

			expect(response.status).toBe(404);
			expect(cbor.deserialize(new Uint8Array(await response.arrayBuffer()))).toEqual({__type: 'UnknownOperationException'});
		},
	);
});

test('none of this met a bug', () => {
	expect(engine.bugs).toEqual([]);
});
