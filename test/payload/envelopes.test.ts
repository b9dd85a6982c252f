import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {decodePayload, decodeTitle, type DecodeStep} from '../../source/payload/decode.ts';

function detailsOf(payload: unknown): DecodeStep['details'] {
	return decodePayload(JSON.stringify(payload)).steps.at(-1)?.details ?? [];
}

const logs = {
	messageType: 'DATA_MESSAGE',
	owner: '123456789012',
	logGroup: '/aws/lambda/orders',
	logStream: '2026/11/25/[$LATEST]a1b2',
	subscriptionFilters: ['errors'],
	logEvents: [{id: '1', timestamp: 1795500000000, message: 'ERROR no stock'}],
};

const event = {
	version: '0',
	id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
	'detail-type': 'Order Placed',
	source: 'shop.orders',
	account: '123456789012',
	time: '2026-11-25T03:12:04Z',
	region: 'eu-west-1',
	resources: [],
	detail: {total: 99.5},
};

const upload = {
	Records: [
		{
			eventSource: 'aws:s3',
			eventTime: '2026-11-25T03:12:04.000Z',
			eventName: 'ObjectCreated:Put',
			s3: {bucket: {name: 'uploads'}, object: {key: 'a/b.csv', size: 1024}},
		},
	],
};

const pointer = ['software.amazon.payloadoffloading.PayloadS3Pointer', {s3BucketName: 'large', s3Key: '0f3c'}];

describe('envelopes are named', () => {
	test.each([
		['CloudWatch Logs', logs, 'CloudWatch Logs › JSON'],
		['a control message', {...logs, messageType: 'CONTROL_MESSAGE'}, 'CloudWatch Logs control message › JSON'],
		['EventBridge', event, 'EventBridge › JSON'],
		['S3', upload, 'S3 › JSON'],
		['the test of S3', {Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'uploads'}, 'S3 › JSON'],
		['a pointer', pointer, 'pointer to S3 › JSON'],
		['an old pointer', ['com.amazon.sqs.javamessaging.MessageS3Pointer', {s3BucketName: 'large', s3Key: '0f3c'}], 'pointer to S3 › JSON'],
		[
			'EventBridge in SNS',
			{Type: 'Notification', TopicArn: 'arn:aws:sns:eu-west-1:123456789012:t', Message: JSON.stringify(event)},
			'SNS › EventBridge › JSON',
		],
	])('%s', (_, payload, title) => {
		expect(decodeTitle(decodePayload(JSON.stringify(payload)))).toBe(title);
	});

	test('and left on, for their members are what is looked for', () => {
		const text = JSON.stringify(event);

		expect(decodePayload(text).text).toBe(text);
	});

	test('CloudWatch Logs come in gzip', () => {
		expect(decodeTitle(decodePayload(gzipSync(JSON.stringify(logs))))).toBe('gzip › CloudWatch Logs › JSON');
	});
});

describe('envelopes tell', () => {
	test('where logs come from and how many', () => {
		expect(detailsOf(logs)).toEqual([
			['log group', '/aws/lambda/orders'],
			['log stream', '2026/11/25/[$LATEST]a1b2'],
			['account', '123456789012'],
			['events', '1'],
		]);
	});

	test('that a control message is no log', () => {
		expect(detailsOf({...logs, messageType: 'CONTROL_MESSAGE'})).toEqual([
			['note', 'CloudWatch Logs sent it to see whether the destination works; it is no log.'],
		]);
	});

	test('what an event is and who sent it', () => {
		expect(detailsOf(event)).toEqual([
			['detail-type', 'Order Placed'],
			['source', 'shop.orders'],
			['account', '123456789012'],
			['region', 'eu-west-1'],
			['time', '2026-11-25T03:12:04Z'],
			['id', '6a7e8feb-b491-4cf7-a9f1-bf3703467718'],
		]);
	});

	test('which object of which bucket', () => {
		expect(detailsOf({Records: [...upload.Records, ...upload.Records]})).toEqual([
			['event', 'ObjectCreated:Put'],
			['bucket', 'uploads'],
			['key', 'a/b.csv'],
			['size', '1024'],
			['time', '2026-11-25T03:12:04.000Z'],
			['records', '2'],
		]);
	});

	test('where the message is that a pointer points to', () => {
		expect(detailsOf(pointer)).toEqual([
			['bucket', 'large'],
			['key', '0f3c'],
		]);
	});
});

describe('what only looks like an envelope is JSON', () => {
	test.each([
		['logs of another type', {...logs, messageType: 'OTHER'}],
		['logs without a type', {logEvents: []}],
		['an event without a source', {...event, source: 1}],
		['an event without detail', {'detail-type': 'a', source: 'b'}],
		['records of another service', {Records: [{eventSource: 'aws:sqs', note: 'aws:s3'}]}],
		['records that are none', {Records: 1, note: 'aws:s3'}],
		['no records', {Records: [], note: 'aws:s3'}],
		['another test', {Service: 'Amazon S4', Event: 's3:TestEvent'}],
		['a pointer to nowhere', ['software.amazon.payloadoffloading.PayloadS3Pointer', {s3Key: 'a'}]],
		['a pointer of another class', ['com.example.MyS3Pointer', {s3BucketName: 'a', s3Key: 'b'}]],
		['a pointer alone', ['software.amazon.payloadoffloading.PayloadS3Pointer']],
	])('%s', (_, payload) => {
		expect(decodeTitle(decodePayload(JSON.stringify(payload)))).toBe('JSON');
	});
});
