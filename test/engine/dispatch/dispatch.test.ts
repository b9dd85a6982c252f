import {describe, expect, test} from 'vitest';
import {openHttp2, openRaw} from '../http/connection.ts';
import {startToy, toyHeaders} from '../http/toy-service.ts';

const authorization = (scope: string): string => `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;

function post(url: string, action: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
	return fetch(url, {method: 'POST', headers: {...toyHeaders(action), ...headers}, body});
}

describe('account, region and endpoint', () => {
	test('come from the credential scope and the Host header', async () => {
		await using toy = await startToy();

		const response = await post(toy.url, 'Echo', '{}', {authorization: authorization('123456789012/20261125/eu-west-1/sqs/aws4_request')});

		expect(await response.json()).toEqual({Region: 'eu-west-1', Account: '123456789012', Endpoint: toy.url});
	});

	test.each([
		['AKIDEXAMPLE/20261125/eu-west-1/sqs/aws4_request', 'eu-west-1', '000000000000'],
		['AKIDEXAMPLE/20261125/sqs/aws4_request', 'us-east-1', '000000000000'],
		['AKIDEXAMPLE', 'us-east-1', '000000000000'],
	])('the scope %s means %s and account %s', async (scope, region, account) => {
		await using toy = await startToy();

		const response = await post(toy.url, 'Echo', '{}', {authorization: authorization(scope)});

		expect(await response.json()).toMatchObject({Region: region, Account: account});
	});

	test.each([
		['eu-west-1', 'eu-west-1'],
		['eu-west-3, us-east-1', 'eu-west-3'],
		['*', 'us-east-1'],
		['', 'us-east-1'],
	])('of SigV4A, whose scope has no region, are told by the region set "%s": %s', async (regionSet, region) => {
		await using toy = await startToy();

		const response = await post(toy.url, 'Echo', '{}', {
			authorization: `AWS4-ECDSA-P256-SHA256 Credential=123456789012/20261125/sqs/aws4_request, SignedHeaders=host, Signature=0`,
			'x-amz-region-set': regionSet,
		});

		expect(await response.json()).toMatchObject({Region: region, Account: '123456789012'});
	});

	test('belong to each request, whoever called before', async () => {
		await using toy = await startToy();
		const regions = ['eu-west-1', 'eu-west-1', 'eu-west-12', 'eu-west-1', 'us-west-2'];

		const seen: unknown[] = [];
		for (const region of regions) {
			const response = await post(toy.url, 'Echo', '{}', {authorization: authorization(`AKID/20261125/${region}/sqs/aws4_request`)});
			seen.push(((await response.json()) as {Region: string}).Region);
		}

		expect(seen).toEqual(regions);
	});

	test('an unsigned request is for us-east-1 and the default account', async () => {
		await using toy = await startToy();

		const response = await post(toy.url, 'Echo', '{}');

		expect(await response.json()).toMatchObject({Region: 'us-east-1', Account: '000000000000'});
	});

	test('a presigned query string counts as a signature', async () => {
		await using toy = await startToy();

		const response = await post(
			`${toy.url}/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=111122223333%2F20261125%2Feu-west-3%2Fsqs%2Faws4_request`,
			'Echo',
			'{}',
		);

		expect(await response.json()).toMatchObject({Region: 'eu-west-3', Account: '111122223333'});
	});

	test('over HTTP/2 the endpoint is the authority', async () => {
		await using toy = await startToy();
		using http2 = openHttp2(toy.url);

		const {body} = await http2.post({...toyHeaders('Echo'), ':authority': 'engine.test:4566'}, '{}');

		expect(JSON.parse(body)).toMatchObject({Endpoint: 'http://engine.test:4566'});
	});
});

describe('every answer', () => {
	test.each([
		['a success', 'Echo', '{}', 200],
		['a refusal', 'Echo', '{"Count":11}', 400],
		['an unknown operation', 'Nothing', '{}', 400],
		['a crash', 'Crash', '{}', 500],
	])('of %s has its request id and content type', async (_, action, body, status) => {
		await using toy = await startToy();

		const response = await post(toy.url, action, body);

		expect(response.status).toBe(status);
		expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
		expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
		expect(response.headers.get('content-length')).not.toBeNull();
	});
});

describe('bad input in JSON', () => {
	test.each(['{"Text"', '[]', '"x"', ''])('the body %j is a SerializationException', async body => {
		await using toy = await startToy();

		const response = await post(toy.url, 'Echo', body);

		expect(response.status).toBe(400);
		expect(response.headers.get('x-amzn-query-error')).toBe('Malformed;Sender');
		expect(await response.json()).toEqual({__type: 'toy#SerializationException'});
	});

	test('a member of the wrong type is told in words of AWS', async () => {
		await using toy = await startToy();

		const response = await post(toy.url, 'Echo', '{"Text":7}');

		expect(await response.json()).toEqual({
			__type: 'toy#SerializationException',
			Message: 'class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String',
		});
	});

	test('a broken constraint is told by the service', async () => {
		await using toy = await startToy();

		const response = await post(toy.url, 'Echo', '{"Count":11}');

		expect(response.headers.get('x-amzn-query-error')).toBe('Invalid;Sender');
		expect(await response.json()).toEqual({__type: 'toy#Invalid', message: 'count'});
	});

	test('an operation that AWS has and the engine lacks is told by name', async () => {
		await using toy = await startToy();

		const response = await post(toy.url, 'PurgeQueue', '{}');

		expect(await response.json()).toEqual({__type: 'toy#UnknownOperationException', message: 'not implemented by sluice: PurgeQueue'});
	});

	test('an operation that AWS does not have either is told as the service does', async () => {
		await using toy = await startToy();

		const response = await post(toy.url, 'ListEverything', '{}');

		expect(await response.json()).toEqual({__type: 'toy#UnknownOperationException', message: 'no ListEverything'});
	});

	test('an unknown service is an unknown operation, and is said to be lacking', async () => {
		await using toy = await startToy();

		const response = await post(toy.url, 'Echo', '{}', {'x-amz-target': 'DynamoDB_20120810.ListTables'});

		expect(response.status).toBe(400);
		expect(await response.json()).toEqual({
			__type: 'UnknownOperationException',
			message: 'not implemented by sluice: DynamoDB_20120810.ListTables',
		});
	});

	test.each([
		['application/json', 404, '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}'],
		['text/plain', 404, '<UnknownOperationException/>\n'],
	])('a target with the content type %s is not read', async (contentType, status, body) => {
		await using toy = await startToy();

		const response = await post(toy.url, 'Echo', '{}', {'content-type': contentType});

		expect(response.status).toBe(status);
		expect(await response.text()).toBe(body);
	});

	test('a target is read on any path, because some clients send to the URL of the queue', async () => {
		await using toy = await startToy();

		const response = await post(`${toy.url}/000000000000/orders`, 'Echo', '{"Text":"x"}');

		expect(await response.json()).toMatchObject({Text: 'x'});
	});
});

describe('Query', () => {
	test.each(['POST', 'GET'])('parameters of a %s are read from the query string', async method => {
		await using toy = await startToy();

		const response = await fetch(`${toy.url}/?Action=Echo&Text=a+b`, {method});

		expect(response.headers.get('content-type')).toBe('text/xml');
		expect(await response.text()).toContain('<EchoResponse xmlns="http://toy/"><EchoResult><Text>a b</Text>');
	});

	test('parameters may be split between query string and body', async () => {
		await using toy = await startToy();

		const response = await fetch(`${toy.url}/?Action=Echo`, {method: 'POST', body: new URLSearchParams({Text: 'x'})});

		expect(await response.text()).toContain('<Text>x</Text>');
	});

	test('an error is XML, with the code that Query clients know', async () => {
		await using toy = await startToy();

		const response = await fetch(`${toy.url}/?Action=Echo&Count=11`);
		const text = await response.text();

		expect(response.status).toBe(400);
		expect(text).toContain('<Error><Type>Sender</Type><Code>Invalid</Code><Message>count</Message><Detail/></Error>');
		expect(text).toContain(`<RequestId>${response.headers.get('x-amzn-requestid')}</RequestId>`);
	});
});

describe('what names no operation', () => {
	test.each([
		['s3', 'my-bucket'],
		['cloudformation', '?Action=CreateStack'],
	])('but was signed for %s, which the engine lacks, is told so', async (service, path) => {
		await using toy = await startToy();
		const authorization = `AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

		const response = await fetch(`${toy.url}/${path}`, {headers: {authorization}});

		expect(response.status).toBe(404);
		expect(await response.text()).toBe(
			`<UnknownOperationException>\n  <Message>not implemented by sluice: ${service}</Message>\n</UnknownOperationException>\n`,
		);
	});

	test('a GET is a 404', async () => {
		await using toy = await startToy();

		const response = await fetch(`${toy.url}/000000000000/orders`);

		expect(response.status).toBe(404);
		expect(await response.text()).toBe('<UnknownOperationException/>\n');
	});

	test('a POST is a 403', async () => {
		await using toy = await startToy();

		const response = await fetch(toy.url, {method: 'POST', body: 'hello', headers: {'content-type': 'text/plain'}});

		expect(response.status).toBe(403);
		expect(await response.text()).toContain('Unable to determine service/operation name to be authorized');
	});

	test('RPC v2 CBOR is a 404 that its clients can read', async () => {
		await using toy = await startToy();

		const response = await fetch(`${toy.url}/service/GraniteServiceVersion20100801/operation/PutMetricData`, {
			method: 'POST',
			headers: {'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor'},
		});

		expect(response.status).toBe(404);
		expect(response.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
		expect(Buffer.from(await response.arrayBuffer()).toString('latin1')).toBe('\u00A1f__typex\u0019UnknownOperationException');
	});
});

describe('a bug in the engine', () => {
	test.each(['Crash', 'CrashLater'])('in %s is answered in the protocol and reported', async action => {
		await using toy = await startToy();

		const json = await post(toy.url, action, '{}');
		const query = await fetch(`${toy.url}/?Action=${action}`);

		expect(json.status).toBe(500);
		expect(json.headers.get('x-amzn-query-error')).toBe('InternalFailure;Receiver');
		expect(await json.json()).toMatchObject({__type: 'InternalFailure'});
		expect(query.status).toBe(500);
		expect(await query.text()).toContain('<Type>Receiver</Type><Code>InternalFailure</Code>');
		expect(toy.bugs).toMatchObject([
			{service: 'sqs', action, error: {name: 'TypeError'}, requestId: json.headers.get('x-amzn-requestid')},
			{service: 'sqs', action, error: {name: 'TypeError'}, requestId: query.headers.get('x-amzn-requestid')},
		]);
	});
});

describe("the engine's own paths", () => {
	test('health tells engine, version and services', async () => {
		await using toy = await startToy();

		const response = await fetch(`${toy.url}/_sluice/health`);

		expect(response.headers.get('content-type')).toBe('application/json');
		expect(await response.json()).toEqual({engine: 'sluice', version: '1.2.3', services: ['sqs']});
	});

	test('the certificate of SNS is served without a signature', async () => {
		await using toy = await startToy();

		const response = await fetch(`${toy.url}/toy.pem`);
		const other = await fetch(`${toy.url}/other.pem`);

		expect(await response.text()).toBe('a certificate');
		expect(other.status).toBe(404);
	});

	test('an unknown one is a 404', async () => {
		await using toy = await startToy();

		const response = await fetch(`${toy.url}/_sluice/nothing`);

		expect(response.status).toBe(404);
		expect(await response.json()).toEqual({message: 'There is nothing at /_sluice/nothing.'});
	});
});

/** fetch sets these headers itself, so they are written by hand. */
async function getAsBrowser(port: number, headers: Readonly<Record<string, string>>): Promise<string> {
	const {socket, until} = await openRaw(port);
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	socket.write(`GET /?Action=Echo HTTP/1.1\r\nHost: x\r\n${lines.join('')}\r\n`);
	const head = await until('\r\n\r\n');
	socket.destroy();
	return head;
}

describe('web pages', () => {
	const preflight = {
		method: 'OPTIONS',
		headers: {origin: 'http://app.test', 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-amz-target'},
	};

	test('may not call unless an option names them', async () => {
		await using toy = await startToy();

		const asked = await fetch(toy.url, preflight);
		const called = await post(toy.url, 'Echo', '{}', {origin: 'http://app.test'});

		expect(asked.status).toBe(403);
		expect(asked.headers.get('access-control-allow-origin')).toBeNull();
		expect(called.status).toBe(403);
		expect(called.headers.get('access-control-allow-origin')).toBeNull();
		expect(await called.text()).toBe(
			'Web pages of http://app.test may not call this engine, unless its option allowedOrigins names them.\n',
		);
	});

	test('of another site may not send forms or load pictures, which browsers do without asking', async () => {
		await using toy = await startToy();
		const url = `${toy.url}/?Action=Echo&Text=x`;

		const form = await fetch(url, {method: 'POST', headers: {origin: 'http://app.test'}});
		const [picture, link] = await Promise.all(
			['no-cors', 'navigate'].map(mode => getAsBrowser(toy.port, {'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode})),
		);

		expect(form.status).toBe(403);
		expect(picture).toMatch(/^HTTP\/1.1 403 /);
		expect(link).toMatch(/^HTTP\/1.1 200 /);
	});

	test('of the engine itself may call it', async () => {
		await using toy = await startToy();

		const called = await post(toy.url, 'Echo', '{}', {origin: toy.url});

		expect(called.status).toBe(200);
	});

	test.each([['http://app.test'], ['*']])('may call where the option says %s', async allowed => {
		await using toy = await startToy({allowedOrigins: [allowed]});

		const asked = await fetch(toy.url, preflight);
		const called = await post(toy.url, 'Echo', '{}', {origin: 'http://app.test'});

		expect(asked.status).toBe(200);
		expect(Object.fromEntries(asked.headers)).toMatchObject({
			'access-control-allow-origin': 'http://app.test',
			'access-control-allow-methods': 'POST',
			'access-control-allow-headers': 'x-amz-target',
			'access-control-max-age': '172800',
		});
		expect(called.headers.get('access-control-allow-origin')).toBe('http://app.test');
	});

	test('of another origin may not call', async () => {
		await using toy = await startToy({allowedOrigins: ['http://other.test']});

		const asked = await fetch(toy.url, preflight);

		expect(asked.status).toBe(403);
	});
});
