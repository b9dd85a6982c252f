import {afterAll, beforeAll} from 'vitest';
import {openSession} from '../../source/aws/connect.ts';
import type {Session} from '../../source/aws/session.ts';
import {createEngine, type Engine} from '../../source/engine/index.ts';
import {createSystemClock} from '../../source/shared/clock.ts';
import {type Run, type RunOptions, runSluice} from './run-sluice.ts';

/** An engine in the test, a session to prepare it and look into it, and the program as a process that works on it. */
export type OnEngine = {
	readonly session: Session;
	run(argv: readonly string[], options?: RunOptions): Promise<Run>;
	/** Creates a queue and answers its URL. */
	queue(name: string, attributes?: Readonly<Record<string, string>>): Promise<string>;
	/** Creates a stream and waits until it is ACTIVE. */
	stream(name: string, shardCount: number): Promise<void>;
};

/** One engine for all tests of a file; each uses names of its own. */
export function useEngine(): OnEngine {
	let engine: Engine;
	let session: Session;
	beforeAll(async () => {
		const clock = createSystemClock();
		engine = await createEngine({clock, kinesisDelayMs: 0});
		const environment = {AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test'};
		session = openSession({target: 'engine', endpointUrl: engine.url}, {clock, environment, mode: 'CHANGE'});
	});
	afterAll(async () => {
		session.close();
		await engine.close();
	});
	return {
		get session() {
			return session;
		},
		run: (argv, options) => runSluice([...argv, '--endpoint-url', engine.url], options),
		queue: async (name, attributes = {}) => (await session.queues.create(name, attributes)).url,
		async stream(name, shardCount) {
			await session.streams.create({name, shardCount});
			while ((await session.streams.summary(name)).status !== 'ACTIVE') await new Promise(resolve => setImmediate(resolve));
		},
	};
}
