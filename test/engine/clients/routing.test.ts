import {request} from 'node:http';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {startTestEngine, type TestEngine} from '../../helpers/engine.ts';

/*
One port for all services: how a Query request is known to be for one of the two that know AddPermission, and who it is from.
*/

let engine: TestEngine;

beforeAll(async () => {
	engine = await startTestEngine();
});

afterAll(() => engine.close());

/** Sends a GET whose Host header may be anybody's, which `fetch` does not allow. */
function ask(path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
	return new Promise((resolve, reject) => {
		request({host: '127.0.0.1', port: engine.port, path, headers}, response => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (chunk: string) => {
				text += chunk;
			});
			response.on('end', () => resolve(text));
		})
			.on('error', reject)
			.end();
	});
}

const scope = (service: string): string =>
	`AWS4-HMAC-SHA256 Credential=AKID/20261125/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
const add = '/?Action=AddPermission';

test.each([
	['the scope of the signature', 'sns', add, {authorization: scope('sns')}],
	['the scope of the signature', 'queue', add, {authorization: scope('sqs')}],
	['the scope before the version', 'sns', `${add}&Version=2012-11-05`, {authorization: scope('sns')}],
	['the version', 'sns', `${add}&Version=2010-03-31`, {}],
	['the version', 'queue', `${add}&Version=2012-11-05`, {}],
	['the version before the host', 'sns', `${add}&Version=2010-03-31`, {host: 'sqs.us-east-1.amazonaws.com'}],
	['the host', 'sns', add, {host: 'sns.us-east-1.amazonaws.com'}],
	['the host', 'sns', add, {host: 'sns.us-east-1.localhost.localstack.cloud:4566'}],
	['the host', 'queue', add, {host: 'sqs.us-east-1.amazonaws.com'}],
	['the old host', 'queue', add, {host: 'queue.amazonaws.com'}],
	['the path of a queue', 'queue', '/000000000000/orders?Action=AddPermission', {}],
])('%s says that it is for %s: %s %o', async (_what, service, path, headers) => {
	expect(await ask(path, headers)).toContain(`xmlns="http://${service}.amazonaws.com/doc/`);
});

test.each([
	['as SDKs write it', ', '],
	['as old clients write it', ','],
])('a signature is read %s', async (_how, separator) => {
	const authorization = [
		'AWS4-HMAC-SHA256 Credential=111122223333/20261125/eu-west-1/sqs/aws4_request',
		'SignedHeaders=host',
		'Signature=0',
	];

	const xml = await ask('/?Action=CreateQueue&QueueName=orders', {authorization: authorization.join(separator)});

	expect(xml).toContain('/111122223333/orders</QueueUrl>');
});

test('a queue’s URL has the host by which it was asked for', async () => {
	const xml = await ask('/?Action=CreateQueue&QueueName=orders', {host: 'engine.test:4566'});

	expect(xml).toContain('<QueueUrl>http://engine.test:4566/000000000000/orders</QueueUrl>');
	expect(engine.bugs).toEqual([]);
});
