import {openSession} from '../../source/aws/connect.ts';
import type {Session} from '../../source/aws/session.ts';
import {createEngine, type Engine} from '../../source/engine/index.ts';
import {createManualClock, type ManualClock} from '../../source/shared/clock.ts';
import {createSeededRandom, type Random} from '../../source/shared/random.ts';

/** An engine in this process and a session on it, both on one clock that stands still until it is advanced. */
export type OnEngine = {
	readonly engine: Engine;
	readonly session: Session;
	readonly clock: ManualClock;
	readonly random: Random;
	close(): Promise<void>;
};

export async function startOnEngine(seed = 1): Promise<OnEngine> {
	const clock = createManualClock();
	const random = createSeededRandom(seed);
	const engine = await createEngine({clock, random, kinesisDelayMs: 500, enforceLimits: true});
	const environment = {AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test'};
	const session = openSession({target: 'engine', endpointUrl: engine.url}, {clock, environment, mode: 'CHANGE'});
	return {
		engine,
		session,
		clock,
		random,
		async close() {
			session.close();
			await engine.close();
		},
	};
}
