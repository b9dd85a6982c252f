import {gzipSync} from 'node:zlib';
import {cbor} from '@smithy/core/cbor';
import fc from 'fast-check';
import type {Shape, StructureShape} from '../../../source/engine/shape.ts';
import {services} from '../../../source/engine/services.ts';

/** A request as it goes over the wire. */
export type WireRequest = {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
};

const anySignature =
	'AWS4-HMAC-SHA256 Credential=test/20261125/us-east-1/sqs/aws4_request, SignedHeaders=host;x-amz-date, Signature=0123456789abcdef';

/** Texts that mean something somewhere, and such as only a stranger would send. Nothing here leads off this machine. */
const texts = fc.oneof(
	fc.constantFrom(
		'',
		'orders',
		'orders.fifo',
		'http://localhost/000000000000/orders',
		'/000000000000/orders.fifo',
		'arn:aws:sqs:us-east-1:000000000000:orders',
		'arn:aws:sns:us-east-1:000000000000:events',
		'arn:aws:sns:us-east-1:000000000000:events:00000000-0000-0000-0000-000000000000',
		'arn:aws:kinesis:us-east-1:000000000000:stream/clicks',
		'arn:aws:kinesis:us-east-1:111111111111:stream/clicks',
		'clicks',
		'shardId-000000000000',
		'TRIM_HORIZON',
		'sqs',
		'email',
		'a@example.com',
		'All',
		'RedrivePolicy',
		'Policy',
		'{"a":[{"numeric":["<",1]}]}',
		'{"Statement":[{"Effect":"Deny"}]}',
		'[]',
		'null',
		'1e400',
		'-1',
		'9'.repeat(40),
		'__proto__',
		'constructor',
		'\u0000',
		'\uD800',
		'🚰',
		'<&>"\r\n',
		'x'.repeat(3000),
	),
	fc.string({maxLength: 20}),
);

const strangeValue = fc.oneof(
	texts,
	fc.constantFrom(null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, [], {}, [[]], [null], {__type: 'x'}),
	fc.jsonValue({maxDepth: 3}),
);

/** Mostly what the shape wants; now and then something else. */
function valueOf(shape: Shape): fc.Arbitrary<unknown> {
	return fc.oneof({weight: 12, arbitrary: fittingValue(shape)}, {weight: 1, arbitrary: strangeValue});
}

function fittingValue(shape: Shape): fc.Arbitrary<unknown> {
	switch (shape.type) {
		case 'string':
			return shape.values ? fc.constantFrom(...shape.values) : texts;
		case 'integer':
		case 'long':
		case 'double':
		case 'timestamp':
			return fc.oneof(fc.integer({min: -1, max: 20}), fc.integer());
		case 'boolean':
			return fc.boolean();
		case 'blob':
			return fc.base64String({maxLength: 40});
		case 'list':
			return fc.array(valueOf(shape.member as Shape), {maxLength: 3});
		case 'map':
			return fc.dictionary(texts, valueOf(shape.value as Shape), {maxKeys: 3});
		case 'structure':
			return inputOf(shape);
	}
}

function inputOf({required, optional}: StructureShape): fc.Arbitrary<Record<string, unknown>> {
	const members = {...required, ...optional} as Readonly<Record<string, Shape>>;
	return fc.record(Object.fromEntries(Object.entries(members).map(([name, shape]) => [name, valueOf(shape)])), {requiredKeys: []});
}

type Operation = {readonly target: string; readonly action: string; readonly version: string; readonly input: Record<string, unknown>};

const operation: fc.Arbitrary<Operation> = fc.oneof(
	...services.flatMap(service =>
		service.actions.map(action =>
			inputOf(action.input).map(input => ({
				target: `${service.json?.targetPrefix ?? 'None'}.${action.name}`,
				action: action.name,
				version: service.query?.version ?? '2013-12-02',
				input,
			})),
		),
	),
);

/** Cuts a body short, changes a byte of it, or leaves it as it is. */
function damaged(body: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
	return fc.tuple(body, fc.constantFrom('whole', 'whole', 'cut', 'changed'), fc.nat(), fc.nat(255)).map(([bytes, how, at, byte]) => {
		if (bytes.length === 0 || how === 'whole') return bytes;
		if (how === 'cut') return bytes.subarray(0, at % bytes.length);
		const copy = Buffer.from(bytes);
		copy[at % copy.length] = byte;
		return copy;
	});
}

const post = (headers: Record<string, string>, body: Buffer, path = '/'): WireRequest => ({
	method: 'POST',
	path,
	headers: {authorization: anySignature, 'x-amz-date': '20261125T031204Z', ...headers},
	body,
});

const jsonType = fc.constantFrom('application/x-amz-json-1.0', 'application/x-amz-json-1.1', 'application/x-amz-json-1.1; charset=utf-8');

export const jsonRequest = fc
	.tuple(operation, jsonType)
	.chain(([{target, input}, contentType]) =>
		damaged(fc.constant(Buffer.from(JSON.stringify(input)))).map(body => post({'x-amz-target': target, 'content-type': contentType}, body)),
	);

export const queryRequest = operation.chain(({action, version, input}) => {
	const form = new URLSearchParams({Action: action, Version: version});
	flatten(input, '', form);
	return fc.tuple(damaged(fc.constant(Buffer.from(form.toString()))), fc.boolean(), texts).map(([body, isInPath, queue]) => {
		const path = /^\/[\x21-\x7E]*$/.test(queue) ? queue : '/';
		if (!isInPath) return post({'content-type': 'application/x-www-form-urlencoded'}, body, path);
		// What cannot stand in a request line is the raw requests' affair.
		const question = body.toString('latin1').replaceAll(/[^\x21-\x7E]/g, '%');
		return {...post({}, Buffer.alloc(0), `${path}?${question}`), method: 'GET'};
	});
});

/** `Name.member.1`, as Query clients write it; sometimes in ways that no client does. */
function flatten(value: unknown, name: string, form: URLSearchParams): void {
	if (Array.isArray(value)) {
		value.forEach((item, index) => flatten(item, `${name}.${index % 2 === 0 ? 'member.' : ''}${index + 1}`, form));
	} else if (typeof value === 'object' && value !== null) {
		for (const [key, item] of Object.entries(value)) flatten(item, name === '' ? key : `${name}.${key}`, form);
	} else form.append(name, String(value));
}

const oddNames = [
	'A.1',
	'A.0',
	'A.-1',
	'A.99999999999',
	'A..1',
	'.A',
	'A.',
	'A.1.A.1.A.1',
	'__proto__.1',
	'constructor.prototype',
	'A=B',
	'%',
];

/** Parameters that clash, count wrongly or name what nobody should. */
export const oddFormRequest = fc
	.tuple(
		fc.constantFrom(
			'SendMessageBatch',
			'ReceiveMessage',
			'Publish',
			'CreateTopic',
			'SetQueueAttributes',
			'PublishBatch',
			'TagResource',
			'',
		),
		fc.array(
			fc.tuple(
				fc.constantFrom(
					...oddNames,
					...['SendMessageBatchRequestEntry', 'AttributeName', 'Attribute', 'Tags.member', 'MessageAttributes.entry'].flatMap(name =>
						oddNames.map(odd => odd.replace('A', name)),
					),
				),
				texts,
			),
			{maxLength: 8},
		),
	)
	.map(([action, parameters]) => {
		const text = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join('&');
		return post({'content-type': 'application/x-www-form-urlencoded'}, Buffer.from(`Action=${action}&${text}`));
	});

export const cborRequest = operation.chain(({target, input}) =>
	damaged(fc.constant(Buffer.from(cbor.serialize(input)))).map(body =>
		post({'x-amz-target': target, 'content-type': 'application/x-amz-cbor-1.1'}, body),
	),
);

/** Too much of nothing: a kilobyte that unfolds to more than any body may have. */
const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024));

/** Compressed as clients do with long bodies, whole, damaged or not at all; in every protocol, though only some read it. */
export const compressedRequest = operation.chain(({target, action, version, input}) => {
	const form = new URLSearchParams({Action: action, Version: version});
	flatten(input, '', form);
	const kinds: ReadonlyArray<{headers: Record<string, string>; body: Buffer; path?: string}> = [
		{headers: {'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target}, body: Buffer.from(JSON.stringify(input))},
		{headers: {'content-type': 'application/x-www-form-urlencoded'}, body: Buffer.from(form.toString())},
		{headers: {'content-type': 'application/x-amz-cbor-1.1', 'x-amz-target': target}, body: Buffer.from(cbor.serialize(input))},
		{
			headers: {'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor'},
			path: `/service/GraniteServiceVersion20100801/operation/${action}`,
			body: Buffer.from(cbor.serialize(input)),
		},
	];
	return fc
		.tuple(
			fc.constantFrom(...kinds),
			fc.oneof(
				{weight: 30, arbitrary: fc.constant('packed')},
				{weight: 10, arbitrary: fc.constant('plain')},
				{weight: 1, arbitrary: fc.constant('bomb')},
			),
			fc.constantFrom('gzip', 'gzip', 'GZIP', 'deflate', 'gzip, gzip', ''),
		)
		.chain(([{headers, body, path}, how, encoding]) =>
			damaged(fc.constant(how === 'packed' ? gzipSync(body) : how === 'bomb' ? bomb : body)).map(bytes =>
				post({...headers, 'content-encoding': encoding}, bytes, path),
			),
		);
});

/** A body of one protocol under the name of another. */
export const mistakenTypeRequest = operation.chain(({target, action, version, input}) => {
	const form = new URLSearchParams({Action: action, Version: version});
	flatten(input, '', form);
	return fc
		.tuple(
			fc.constantFrom(
				'application/x-amz-json-1.0',
				'application/x-amz-json-1.1',
				'application/x-amz-cbor-1.1',
				'application/x-www-form-urlencoded',
				'application/cbor',
				'application/json',
				'multipart/form-data; boundary=x',
				'APPLICATION/X-AMZ-JSON-1.1 ; charset=x',
			),
			fc.constantFrom(Buffer.from(JSON.stringify(input)), Buffer.from(form.toString()), Buffer.from(cbor.serialize(input))),
			fc.boolean(),
		)
		.map(([contentType, body, hasTarget]) => post({'content-type': contentType, ...(hasTarget && {'x-amz-target': target})}, body));
});

const nested = (open: string, close: string, depth: number): Buffer => Buffer.from(open.repeat(depth) + close.repeat(depth));

/** Bodies that are about nothing: noise, depth without end, lengths that lie. */
export const strangeBodyRequest = fc
	.tuple(
		fc.constantFrom(
			'application/x-amz-json-1.0',
			'application/x-amz-json-1.1',
			'application/x-amz-cbor-1.1',
			'application/json',
			'text/html',
		),
		fc.constantFrom('AmazonSQS.SendMessage', 'Kinesis_20131202.PutRecords', 'AmazonSQS', 'AmazonSQS.', '.', 'Nobody.Knows', ''),
		fc.oneof(
			fc.uint8Array({maxLength: 60}).map(bytes => Buffer.from(bytes)),
			fc.constantFrom(
				nested('[', ']', 100_000),
				nested('{"a":', '}', 50_000),
				Buffer.from(`\uFEFF{}`),
				Buffer.from('{"a":1,"a":2}'),
				Buffer.from('{"__proto__":{"QueueUrl":"orders"}}'),
				Buffer.from('9b7fffffffffffffff', 'hex'),
				Buffer.from('bbffffffffffffffff', 'hex'),
				Buffer.from('5b00000000ffffffff00', 'hex'),
				Buffer.from('9f'.repeat(50_000), 'hex'),
				Buffer.from('d9d9f7a1', 'hex'),
				Buffer.from('ff', 'hex'),
			),
		),
	)
	.map(([contentType, target, body]) => post({'content-type': contentType, 'x-amz-target': target}, body));

const headerText = fc.string({
	unit: fc.oneof(
		fc.integer({min: 0x20, max: 0x7e}).map(code => String.fromCharCode(code)),
		fc.constant('é'),
	),
	maxLength: 40,
});

/** Methods, paths and headers in any combination. */
export const strangeHeadRequest = fc
	.tuple(
		fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND'),
		fc.oneof(
			fc.constantFrom(
				'/',
				'//',
				'/?',
				'/?&=&&',
				'/?Action',
				'/?Action=',
				'/?%',
				'/../..',
				'/000000000000/orders?Action=ReceiveMessage',
				'/000000000000/?Action=ReceiveMessage',
				'/_sluice/queues//messages',
				'/_sluice/queues/orders/messages?count=-1',
				'/_sluice/outbox?account=__proto__&region=x',
				'/_sluice/queues/%00/messages',
				'/service/GraniteServiceVersion20100801/operation/PutMetricData',
				'/SimpleNotificationService-x.pem',
				'*',
			),
			fc.webPath().map(path => (path.startsWith('/_sluice/reset') ? '/' : path || '/')),
		),
		fc.record(
			{
				authorization: fc.oneof(
					headerText,
					fc.constantFrom('AWS4-HMAC-SHA256 Credential=', 'AWS4-HMAC-SHA256 Credential=//////, x', anySignature),
				),
				host: headerText,
				'content-type': fc.oneof(headerText, fc.constantFrom('application/x-amz-cbor-1.1', 'application/x-www-form-urlencoded', ';;;')),
				'x-amz-target': fc.oneof(headerText, fc.constantFrom('AmazonSQS.ListQueues', 'Kinesis_20131202.ListStreams')),
				'x-amz-date': headerText,
				accept: headerText,
				origin: fc.constantFrom('null', 'http://example.com', '::', ''),
				'smithy-protocol': fc.constantFrom('rpc-v2-cbor', 'x'),
				'accept-encoding': fc.constant('gzip'),
				'x-amzn-trace-id': headerText,
				expect: fc.constantFrom('100-continue', 'tea'),
				// Nearly all that fits into 64 KiB of headers.
				'x-amz-security-token': fc.integer({min: 0, max: 60_000}).map(length => 'a'.repeat(length)),
			},
			{requiredKeys: []},
		),
		fc.constantFrom('', '{}', 'Action=ListQueues', 'Action=SendMessage&MessageBody=%ff%00'),
	)
	.map(([method, path, headers, body]) => ({method, path, headers, body: Buffer.from(body)}));
