import type {Action, AwsError, EngineOptions, ServiceDefinition, Wiring} from '../../../source/engine/action.ts';
import {defaultEngineOptions} from '../../../source/engine/action.ts';
import {kinesisService} from '../../../source/engine/kinesis/service.ts';
import type {KinesisState} from '../../../source/engine/kinesis/state.ts';
import {validate} from '../../../source/engine/validate.ts';
import {createManualClock, type ManualClock} from '../../../source/shared/clock.ts';
import {createSeededRandom} from '../../../source/shared/random.ts';

export const accountId = '000000000000';
export const region = 'us-east-1';

/** What an action answered. Tests know its shape; the wire has its own tests. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Answer = any;

export type KinesisCaller = {
	readonly clock: ManualClock;
	readonly state: KinesisState;
	/** Validates and handles, as the dispatcher does. Throws what the action throws. */
	call(name: string, input?: Readonly<Record<string, unknown>>): Answer;
	/** The error of a call that must fail. */
	refused(name: string, input?: Readonly<Record<string, unknown>>): {code: string; message: string};
	/** A stream that is ACTIVE. */
	aStream(options?: {name?: string; shardCount?: number}): string;
	/** `arn:aws:kinesis:us-east-1:000000000000:stream/<name>` */
	arnOf(name: string): string;
	/** Puts one record and returns where it went. */
	put(options: {stream: string; key?: string; text?: string; hashKey?: string}): {ShardId: string; SequenceNumber: string};
	iterator(options: {stream: string; shardId?: string} & Readonly<Record<string, unknown>>): string;
	/** All records of a shard from its oldest, as texts. */
	texts(stream: string, shardId?: string): string[];
};

/** Kinesis without a wire, on a clock that stands still until it is advanced. */
export function createCaller(options: Partial<EngineOptions> = {}, wiring: Partial<Wiring> = {}): KinesisCaller {
	const clock = createManualClock();
	const random = createSeededRandom(7);
	const engineOptions = {...defaultEngineOptions, ...options};
	const service: ServiceDefinition<KinesisState> = kinesisService;
	const state = service.createState({
		accountId,
		region,
		clock,
		random,
		options: engineOptions,
		wiring: {deliverToQueue: () => undefined, ...wiring},
	});
	const actions = new Map<string, Action<KinesisState>>(service.actions.map(action => [action.name, action]));

	function call(name: string, input: Readonly<Record<string, unknown>> = {}): Answer {
		const action = actions.get(name);
		if (!action) throw service.unknownActionError(name);
		const violations = validate(action.input, input);
		if (violations.length > 0) throw service.violationError(violations);
		return action.handle(input, {
			state,
			accountId,
			region,
			nowMs: clock.nowMs(),
			clock,
			random,
			options: engineOptions,
			endpointUrl: 'http://127.0.0.1:4566',
			requestId: random.uuid(),
			protocol: 'json',
			path: '/',
			header: () => undefined,
			onClientGone: () => () => {},
		});
	}

	function refused(name: string, input?: Readonly<Record<string, unknown>>): {code: string; message: string} {
		try {
			call(name, input);
		} catch (error) {
			const {code, message} = error as AwsError;
			return {code, message};
		}
		throw new Error(`${name} was not refused`);
	}

	function iterator({stream, shardId = 'shardId-000000000000', ...rest}: {stream: string; shardId?: string}): string {
		return call('GetShardIterator', {StreamName: stream, ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON', ...rest}).ShardIterator;
	}

	return {
		clock,
		state,
		call,
		refused,
		iterator,
		aStream({name = 'orders', shardCount = 1} = {}) {
			call('CreateStream', {StreamName: name, ShardCount: shardCount});
			clock.advance(engineOptions.kinesisDelayMs);
			return name;
		},
		arnOf: name => `arn:aws:kinesis:${region}:${accountId}:stream/${name}`,
		put({stream, key = 'key', text = '', hashKey}) {
			return call('PutRecord', {StreamName: stream, PartitionKey: key, Data: base64(text), ExplicitHashKey: hashKey});
		},
		texts(stream, shardId) {
			const {Records: records} = call('GetRecords', {ShardIterator: iterator({stream, ...(shardId === undefined ? {} : {shardId})})});
			return records.map((record: {Data: string}) => Buffer.from(record.Data, 'base64').toString());
		},
	};
}

/** Data as the domain takes it. */
export function base64(text: string): string {
	return Buffer.from(text).toString('base64');
}
