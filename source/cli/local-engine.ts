import type {EngineWorkerOptions} from '../engine/worker-messages.ts';
import {SluiceError} from '../shared/errors.ts';
import type {Invocation} from './command.ts';

/** Where `sluice engine` and `--local` listen unless told otherwise: the port that local AWS tools share. */
export const defaultPort = 4566;

const bugsMax = 10;

/** An engine to work on: one of our own in a thread, or one that was running already. */
export type LocalEngine = {
	readonly url: string;
	/** What a person should know about how it came to be. */
	readonly notes: readonly string[];
	/** Started by this process, and ended with it. */
	readonly isOurs: boolean;
	/** What went wrong inside an engine of ours, the first ten. */
	readonly bugs: readonly string[];
	/** Ends the engine when it is ours. */
	close(): Promise<void>;
};

type Options = Pick<Invocation, 'engineWorkerUrl'> & {
	/** Default: 4566. */
	readonly usualPort?: number;
	/** Of an engine of ours; one that was running already has its own. */
	readonly settings?: Omit<EngineWorkerOptions, 'port'>;
};

/** Attaches to the sluice engine on the usual port, or starts one there, or on a free port where something else listens. */
export async function attachOrStartEngine(options: Options): Promise<LocalEngine> {
	const url = `http://127.0.0.1:${options.usualPort ?? defaultPort}`;
	if (await isSluiceEngine(url))
		return {url, notes: [`Attached to the engine at ${url}.`], isOurs: false, bugs: [], close: () => Promise.resolve()};
	return startEngine(options);
}

/** Starts an engine on the usual port, or a free one where that is taken. A port that was asked for is not exchanged: then the failure is the answer. */
export async function startEngine(options: Options & {readonly port?: number}): Promise<LocalEngine> {
	const {engineWorkerUrl, port, usualPort = defaultPort, settings} = options;
	try {
		return await startOwnEngine(engineWorkerUrl, {...settings, port: port ?? usualPort});
	} catch (error) {
		if (port !== undefined || !(error instanceof SluiceError && error.code === 'port-in-use')) throw error;
		const engine = await startOwnEngine(engineWorkerUrl, {...settings, port: 0});
		return {...engine, notes: [`Port ${usualPort} is taken, so this engine listens at ${engine.url}.`]};
	}
}

async function startOwnEngine(workerUrl: URL, options: EngineWorkerOptions): Promise<LocalEngine> {
	const {startEngineWorker} = await import('../engine/start-worker.ts');
	const bugs: string[] = [];
	const onBug = (message: string): void => {
		if (bugs.length < bugsMax) bugs.push(message);
	};
	const worker = await startEngineWorker(workerUrl, {...options, onBug});
	return {url: worker.url, notes: [], isOurs: true, bugs, close: () => worker.close()};
}

/** Whether a sluice engine answers there. Nothing, something else, and something silent are all a no. */
function isSluiceEngine(url: string): Promise<boolean> {
	return new Promise(resolve => {
		const request = process.getBuiltinModule('node:http').get(`${url}/_sluice/health`, {timeout: 500, agent: false}, response => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (chunk: string) => {
				text += chunk;
				// A health answer is short; whatever says more is not ours.
				if (text.length > 10_000) request.destroy();
			});
			response.on('end', () => resolve(text.includes('"engine":"sluice"')));
			response.on('error', () => resolve(false));
			response.on('close', () => resolve(false));
		});
		request.on('timeout', () => request.destroy());
		request.on('error', () => resolve(false));
	});
}
