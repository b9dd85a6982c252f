import {describe, expect, test} from 'vitest';
import {isAborted, translateError, type Failure} from '../../source/aws/errors.ts';
import {parseDenial} from '../../source/aws/denied.ts';
import type {SessionContext} from '../../source/aws/session.ts';
import {SluiceError} from '../../source/shared/errors.ts';

const context: SessionContext = {name: 'prod-eu', profile: 'prod-eu', target: 'aws', region: 'eu-west-1', isProd: true};

/** What an SDK client throws when AWS answers with an error. */
function awsError(fields: {name: string; Code?: string; message?: string; status?: number; service?: string}): Error {
	const {name, Code, message = 'no', status = 400} = fields;
	return Object.assign(new Error(message), {
		name,
		...(Code && {Code}),
		$fault: 'client',
		$metadata: {httpStatusCode: status, requestId: 'r-1'},
	});
}

function translate(error: unknown, failure: Partial<Failure> = {}): SluiceError {
	return translateError(error, {service: 'sqs', action: 'GetQueueAttributes', about: 'orders', context, isAborted: false, ...failure});
}

describe('who asks', () => {
	test('no credentials: says how to log in', () => {
		const error = translate(Object.assign(new Error('Could not load credentials from any providers'), {name: 'CredentialsProviderError'}));

		expect(error).toMatchObject({
			code: 'no-credentials',
			message: 'No credentials were found for prod-eu.',
			nextSteps: ['Log in: aws sso login --profile prod-eu, or aws configure --profile prod-eu', 'Or work without AWS: sluice --local.'],
		});
	});

	test.each([
		[
			Object.assign(new Error('The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login.'), {
				name: 'CredentialsProviderError',
			}),
		],
		[awsError({name: 'ExpiredToken', message: 'The security token included in the request is expired', status: 403})],
		[awsError({name: 'ExpiredTokenException', message: 'The security token included in the request is expired'})],
		[awsError({name: 'UnauthorizedException', status: 401})],
	])('an old login: %s', thrown => {
		expect(translate(thrown)).toMatchObject({
			code: 'login-expired',
			message: 'The login of prod-eu has ended.',
			nextSteps: ['Log in again: aws sso login --profile prod-eu', 'Then try again; nothing was lost.'],
		});
	});

	test.each(['InvalidClientTokenId', 'UnrecognizedClientException', 'SignatureDoesNotMatch'])('a wrong key: %s', name => {
		expect(translate(awsError({name, message: 'The security token included in the request is invalid.'})).code).toBe('bad-credentials');
	});

	test.each([
		['20261125T031204Z is now earlier than 20261125T031404Z (20261125T031904Z - 5 min.)', 'This machine is 7 min behind AWS.'],
		['20261125T031904Z is still later than 20261125T031704Z (20261125T031204Z + 5 min.)', 'This machine is 7 min ahead of AWS.'],
		['20261125T030000Z is now earlier than 20261125T031204Z', "This machine's clock differs too much from AWS's."],
	])('how far a clock is off is told: %s', (times, message) => {
		expect(translate(awsError({name: 'InvalidSignatureException', message: `Signature expired: ${times}`}))).toMatchObject({
			code: 'clock-skew',
			message,
		});
	});

	test('a clock that is off is told from a wrong secret', () => {
		const message = 'Signature expired: 20261125T030000Z is now earlier than 20261125T031204Z';

		expect(translate(awsError({name: 'InvalidSignatureException', message})).code).toBe('clock-skew');
		expect(
			translate(awsError({name: 'InvalidSignatureException', message: 'The request signature we calculated does not match'})).code,
		).toBe('bad-credentials');
	});
});

describe('denied', () => {
	const message =
		'User: arn:aws:sts::123456789012:assumed-role/oncall/jo is not authorized to perform: kinesis:ListShards on resource: arn:aws:kinesis:eu-west-1:123456789012:stream/clicks because no identity-based policy allows the kinesis:ListShards action';

	test.each(['AccessDenied', 'AccessDeniedException', 'AuthorizationError'])(
		'%s names the permission, the resource and the reason',
		name => {
			const error = translate(awsError({name, message, status: 403}), {service: 'kinesis', action: 'ListShards', about: 'clicks'});

			expect(error).toMatchObject({
				code: 'denied',
				message: 'You may not kinesis:ListShards on arn:aws:kinesis:eu-west-1:123456789012:stream/clicks.',
				nextSteps: [
					'Ask for the permission kinesis:ListShards on arn:aws:kinesis:eu-west-1:123456789012:stream/clicks.',
					"AWS's reason: no identity-based policy allows the kinesis:ListShards action.",
				],
			});
		},
	);

	test('without AWS’s sentence the action and the name have to do', () => {
		expect(translate(awsError({name: 'AccessDenied', message: 'Access denied'})).message).toBe(
			'You may not sqs:GetQueueAttributes on orders.',
		);
	});

	test('an explicit deny is read as the reason', () => {
		const text =
			'User: arn:aws:iam::1:user/jo is not authorized to perform: sqs:purgequeue on resource: arn:aws:sqs:eu-west-1:1:orders with an explicit deny in a service control policy';

		expect(parseDenial(text)).toEqual({
			permission: 'sqs:purgequeue',
			resource: 'arn:aws:sqs:eu-west-1:1:orders',
			reason: 'an explicit deny in a service control policy',
		});
	});

	test('a key that may not be used is not the queue’s fault', () => {
		expect(translate(awsError({name: 'KmsAccessDenied', Code: 'KMS.AccessDeniedException'}))).toMatchObject({
			code: 'kms-denied',
			nextSteps: ['Ask for kms:Decrypt (to read) and kms:GenerateDataKey (to send) on its key.'],
		});
	});
});

describe('what AWS says of things', () => {
	test.each([
		[
			'sqs',
			'QueueDoesNotExist',
			'The specified queue does not exist.',
			'queue-not-found',
			'Queue "orders" does not exist in eu-west-1, or is hidden from you.',
		],
		['sqs', 'ResourceNotFoundException', 'Task does not exist.', 'move-task-not-found', 'There is no such message move task on orders.'],
		[
			'sqs',
			'ResourceNotFoundException',
			"The resource that you specified for the SourceArn parameter doesn't exist.",
			'queue-not-found',
			'Queue "orders" or its destination does not exist in eu-west-1.',
		],
		['sns', 'NotFoundException', 'Topic does not exist', 'topic-not-found', 'Topic "orders" does not exist in eu-west-1.'],
		['sns', 'NotFoundException', 'Subscription does not exist', 'subscription-not-found', 'The subscription does not exist any more.'],
		[
			'kinesis',
			'ResourceNotFoundException',
			'Stream orders under account 123456789012 not found.',
			'stream-not-found',
			'Stream "orders" does not exist in eu-west-1.',
		],
		[
			'kinesis',
			'ResourceNotFoundException',
			'Shard shardId-000000000009 in stream orders under account 123456789012 does not exist',
			'shard-not-found',
			'There is no such shard in orders.',
		],
		[
			'sqs',
			'PurgeQueueInProgress',
			'Only one PurgeQueue operation on orders is allowed every 60 seconds.',
			'purge-in-progress',
			'Queue "orders" was purged less than 60 seconds ago.',
		],
		[
			'sqs',
			'InvalidParameterValueException',
			'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
			'move-task-running',
			'A message move task from orders is running already.',
		],
		[
			'sqs',
			'InvalidParameterValueException',
			'Source queue must be configured as a Dead Letter Queue.',
			'not-a-dead-letter-queue',
			'orders is the dead-letter queue of no queue, so AWS does not redrive it.',
		],
		[
			'sqs',
			'InvalidParameterValueException',
			'Value AQEB for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.',
			'receipt-handle-expired',
			'The receipt handle of this message of orders has expired.',
		],
		[
			'kinesis',
			'ExpiredIteratorException',
			'Iterator expired.',
			'iterator-expired',
			'The shard iterator of orders is older than 5 minutes.',
		],
		[
			'kinesis',
			'ResourceInUseException',
			'Stream orders under account 123456789012 not ACTIVE, instead in state UPDATING',
			'stream-busy',
			'orders is being changed already; it must be ACTIVE first.',
		],
		[
			'kinesis',
			'ResourceInUseException',
			'Stream orders under account 123456789012 already exists.',
			'stream-exists',
			'Stream "orders" exists already.',
		],
		[
			'kinesis',
			'LimitExceededException',
			'Rate exceeded for stream orders under account 123456789012.',
			'throttled',
			'AWS is throttling GetQueueAttributes on orders.',
		],
		[
			'kinesis',
			'LimitExceededException',
			'This request would exceed the shard limit',
			'limit-exceeded',
			'GetQueueAttributes would exceed a limit of this account.',
		],
	] as const)('%s %s “%s”: %s', (service, name, message, code, sentence) => {
		const error = translate(awsError({name, message}), {service});

		expect(error).toMatchObject({code, message: sentence, call: {service, awsCode: name, requestId: 'r-1'}});
	});

	test.each([
		'RequestThrottled',
		'ThrottlingException',
		'Throttling',
		'Throttled',
		'ThrottledException',
		'TooManyRequestsException',
		'RequestLimitExceeded',
		'ProvisionedThroughputExceededException',
		'SlowDown',
	])('%s is a throttle', name => {
		expect(translate(awsError({name})).code).toBe('throttled');
	});

	test('AWS’s query code is kept, for scripts that know it', () => {
		const error = translate(awsError({name: 'QueueDoesNotExist', Code: 'AWS.SimpleQueueService.NonExistentQueue'}));

		expect(error.call?.awsCode).toBe('AWS.SimpleQueueService.NonExistentQueue');
	});

	test('a failure of AWS itself is told from a refusal', () => {
		expect(translate(awsError({name: 'InternalFailure', status: 500}))).toMatchObject({
			code: 'aws-failed',
			message: 'AWS had a failure of its own during GetQueueAttributes (500).',
		});
	});

	test('what has no sentence of its own is quoted, without control characters and cut', () => {
		const error = translate(awsError({name: 'InvalidAttributeName', message: `Unknown \u001B[2J\u202EAttribute\n${'x'.repeat(400)}`}));

		expect(error.code).toBe('refused');
		expect(error.message).toMatch(/^AWS refused GetQueueAttributes: Unknown {2}\[2J Attribute x+…$/);
		expect(error.message.length).toBeLessThanOrEqual(335);
	});
});

describe('no answer', () => {
	test.each(['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ETIMEDOUT', 'ERR_HTTP2_ERROR'])('%s: the endpoint does not answer', code => {
		const local: SessionContext = {
			name: 'local',
			target: 'engine',
			region: 'us-east-1',
			endpointUrl: 'http://127.0.0.1:4566',
			isProd: false,
		};
		const error = translate(Object.assign(new Error('connect'), {code}), {context: local});

		expect(error).toMatchObject({
			code: 'unreachable',
			message: `Cannot reach http://127.0.0.1:4566 (${code}).`,
			nextSteps: ['Start the engine: sluice engine'],
		});
	});

	test('a code inside a cause or an aggregate is found', () => {
		const inner = Object.assign(new Error('connect'), {code: 'ECONNREFUSED'});

		expect(translate(new AggregateError([inner], 'all failed')).code).toBe('unreachable');
		expect(translate(new Error('wrapped', {cause: inner})).code).toBe('unreachable');
	});

	test.each([
		['eu-west-1', 'sqs.eu-west-1.amazonaws.com', 'Check the network. Not every region has every service.'],
		['eu-wst-1', 'sqs.eu-wst-1.amazonaws.com', 'Check the region: eu-wst-1 is none that sluice knows.'],
		['cn-north-1', 'sqs.cn-north-1.amazonaws.com.cn', 'Check the network. Not every region has every service.'],
	])('a name that does not resolve in %s points at the network or the region', (region, host, step) => {
		const context: SessionContext = {name: 'prod-eu', target: 'aws', region, isProd: true};

		expect(translate(Object.assign(new Error('getaddrinfo'), {code: 'ENOTFOUND'}), {context})).toMatchObject({
			code: 'unreachable',
			message: `Cannot reach ${host} (ENOTFOUND).`,
			nextSteps: [step],
		});
	});

	test('a wrong endpoint says which and where it comes from', () => {
		const origin = '~/.aws/config line 12';
		const context: SessionContext = {
			name: 'ls',
			target: 'aws',
			region: 'eu-west-1',
			endpoints: {sqs: {url: 'http://127.0.0.1:9', origin}},
			isProd: false,
		};

		expect(translate(Object.assign(new Error(), {code: 'ECONNREFUSED'}), {context})).toMatchObject({
			message: 'Cannot reach http://127.0.0.1:9 (ECONNREFUSED).',
			nextSteps: expect.arrayContaining([`The endpoint comes from ${origin}.`]),
		});
		expect(translate(new SyntaxError('Unexpected token <'), {context}).nextSteps).toContain(`The endpoint comes from ${origin}.`);
	});

	test('a certificate that is not trusted says so', () => {
		expect(translate(Object.assign(new Error('self-signed'), {code: 'DEPTH_ZERO_SELF_SIGNED_CERT'})).code).toBe('untrusted-certificate');
	});

	test('something that is not AWS says so', () => {
		expect(translate(new SyntaxError('Unexpected token <')).code).toBe('not-aws');
	});
});

describe('stopping', () => {
	test('whatever is thrown after an abort is the abort', () => {
		expect(translate(new Error('socket hang up'), {isAborted: true}).code).toBe('aborted');
	});

	test('an abort is recognised in both its forms', () => {
		expect(isAborted(translate(Object.assign(new Error(), {name: 'AbortError'})))).toBe(true);
		expect(isAborted(AbortSignal.abort().reason)).toBe(true);
		expect(isAborted(new Error('no'))).toBe(false);
	});

	test('an error that is translated already stays as it is', () => {
		const error = new SluiceError('x', {code: 'refused-by-mode'});

		expect(translate(error)).toBe(error);
	});
});

test('an iterator that is not valid any more is renewed like one that expired, and only where records are read', () => {
	const error = awsError({name: 'InvalidArgumentException', message: 'Invalid ShardIterator.'});

	expect(translate(error, {service: 'kinesis', action: 'GetRecords'}).code).toBe('iterator-expired');
	expect(translate(error, {service: 'kinesis', action: 'ListShards'}).code).toBe('refused');
});
