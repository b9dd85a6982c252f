import {parentPort, workerData} from 'node:worker_threads';
import {SluiceError} from '../shared/errors.ts';
import {createEngine} from './index.ts';
import type {EngineWorkerMessage, EngineWorkerOptions} from './worker-messages.ts';

/** The engine in a thread of its own: `workerData` has its options, and one message says where it listens or why it does not. */
async function run(): Promise<void> {
	const post = (message: EngineWorkerMessage): void => parentPort?.postMessage(message);
	try {
		// Whoever starts the thread passes these options; see `startEngineWorker`.
		const options = workerData as EngineWorkerOptions;
		const engine = await createEngine({
			...options,
			onBug: ({error, ...bug}) =>
				post({type: 'bug', ...bug, message: error instanceof Error ? (error.stack ?? error.message) : String(error)}),
		});
		parentPort?.once('message', () => void engine.close().then(() => parentPort?.close()));
		post({type: 'listening', url: engine.url, port: engine.port});
	} catch (error) {
		const known = error instanceof SluiceError ? error : undefined;
		post({
			type: 'failed',
			message: error instanceof Error ? error.message : String(error),
			code: known?.code ?? 'engine-failed',
			nextSteps: known?.nextSteps ?? [],
		});
		parentPort?.close();
	}
}

void run();
