import {Worker} from 'node:worker_threads';
import {SluiceError} from '../shared/errors.ts';
import type {EngineWorkerMessage, EngineWorkerOptions} from './worker-messages.ts';

export type EngineWorker = {
	readonly url: string;
	readonly port: number;
	/** Stops the engine and its thread. */
	close(): Promise<void>;
};

/**
Runs the engine in a thread of its own, so that its traffic never stalls a keypress.

@param workerUrl The thread's entry: `worker.ts`, or `engine-worker.js` in the bundle.
@param options.onBug Told of failures inside the engine, and of the thread's own end.

Rejects with the engine's SluiceError, as `port-in-use`, or with `engine-failed` when the thread cannot start.
*/
export function startEngineWorker(
	workerUrl: URL,
	options: EngineWorkerOptions & {readonly onBug?: (message: string) => void} = {},
): Promise<EngineWorker> {
	const {onBug, ...workerData} = options;
	return new Promise((resolve, reject) => {
		// What a library prints there must not reach the screen that the console draws on.
		const worker = new Worker(workerUrl, {workerData, stdout: true, stderr: true});
		worker.stdout.resume();
		worker.stderr.setEncoding('utf8').on('data', (text: string) => onBug?.(text));
		const exited = new Promise<void>(done => worker.once('exit', () => done()));
		worker.on('error', error => {
			reject(
				new SluiceError(`The engine's thread stopped: ${error instanceof Error ? error.message : String(error)}.`, {
					code: 'engine-failed',
					nextSteps: ['Run `sluice engine` to see the whole error.'],
					cause: error,
				}),
			);
			onBug?.(error instanceof Error ? (error.stack ?? error.message) : String(error));
		});
		worker.on('message', (message: EngineWorkerMessage) => {
			switch (message.type) {
				case 'listening':
					// The console's own work decides when the process ends.
					worker.unref();
					resolve({
						url: message.url,
						port: message.port,
						async close() {
							worker.ref();
							worker.postMessage({type: 'close'});
							await exited;
						},
					});
					return;
				case 'failed':
					reject(new SluiceError(message.message, {code: message.code, nextSteps: message.nextSteps}));
					return;
				case 'bug':
					onBug?.(`${message.service} ${message.action} (request ${message.requestId}): ${message.message}`);
			}
		});
	});
}
