import type {CreateEngineOptions} from './index.ts';

/** What can cross to another thread: no clock, no functions. */
export type EngineWorkerOptions = Omit<CreateEngineOptions, 'clock' | 'random' | 'onBug'>;

/** What the engine's thread tells. */
export type EngineWorkerMessage =
	| {readonly type: 'listening'; readonly url: string; readonly port: number}
	| {readonly type: 'failed'; readonly message: string; readonly code: string; readonly nextSteps: readonly string[]}
	| {readonly type: 'bug'; readonly message: string; readonly service: string; readonly action: string; readonly requestId: string};
