import {sleep} from '../shared/clock.ts';
import {SluiceError} from '../shared/errors.ts';
import type {Effect, EffectTools, Shelf, ShelfItem} from './effects.ts';

/** What every effect is given, before it has a signal of its own. */
export type SharedTools = Omit<EffectTools, 'signal' | 'sleep' | 'resting' | 'shelf'>;

/** Runs effects, one under each id, and knows when nothing is under way. */
export class EffectRunner {
	readonly #tools: SharedTools;
	readonly #onBug: (error: unknown) => void;
	readonly #running = new Map<string, AbortController>();
	readonly #shelved = new Map<string, ShelfItem>();
	/** Work that has begun to change something: leaving waits for its next safe point. */
	readonly #changes = new Set<Promise<void>>();
	readonly #idleWaiters: Array<() => void> = [];
	#busyCount = 0;

	constructor(tools: SharedTools, options: {onBug: (error: unknown) => void}) {
		this.#tools = tools;
		this.#onBug = options.onBug;
	}

	/** Ends what ran under the id before, then starts the effect. */
	start(effect: Effect): void {
		this.#running.get(effect.id)?.abort(new SluiceError('Cancelled.', {code: 'aborted'}));
		this.#running.delete(effect.id);
		if (effect.type === 'cancel') return;
		const controller = new AbortController();
		this.#running.set(effect.id, controller);
		const done = this.#perform(effect.run, controller.signal).finally(() => {
			if (this.#running.get(effect.id) === controller) this.#running.delete(effect.id);
			this.#changes.delete(done);
		});
		if (effect.isChange) this.#changes.add(done);
	}

	/** A key was pressed. */
	touch(): void {
		for (const item of this.#shelved.values()) item.touch?.();
	}

	/** Resolves when every effect has ended or is resting. */
	idle(): Promise<void> {
		return this.#busyCount === 0 ? Promise.resolve() : new Promise(resolve => void this.#idleWaiters.push(resolve));
	}

	/** Ends everything; answers what the things on the shelf have to tell. */
	async end(): Promise<readonly string[]> {
		for (const controller of this.#running.values()) controller.abort(new SluiceError('Leaving.', {code: 'aborted'}));
		this.#running.clear();
		await Promise.allSettled(this.#changes);
		const items = [...this.#shelved.values()];
		this.#shelved.clear();
		const told = await Promise.all(items.map(item => item.end()));
		return told.filter(text => text !== undefined);
	}

	async #perform(work: (tools: EffectTools) => Promise<void>, signal: AbortSignal): Promise<void> {
		this.#changeBusy(1);
		try {
			await work(this.#toolsFor(signal));
		} catch (error) {
			// An effect reports its own expected failures; one that was cancelled has nothing to say.
			if (!signal.aborted) this.#onBug(error);
		} finally {
			this.#changeBusy(-1);
		}
	}

	#toolsFor(signal: AbortSignal): EffectTools {
		const resting: EffectTools['resting'] = async promise => {
			this.#changeBusy(-1);
			try {
				return await promise;
			} finally {
				this.#changeBusy(1);
			}
		};
		const shelf: Shelf = {
			put: (key, item) => void this.#shelved.set(key, item),
			get: key => this.#shelved.get(key),
			take: key => {
				const item = this.#shelved.get(key);
				this.#shelved.delete(key);
				return item;
			},
		};
		return {...this.#tools, signal, shelf, resting, sleep: durationMs => resting(sleep(this.#tools.clock, durationMs, {signal}))};
	}

	#changeBusy(delta: number): void {
		this.#busyCount += delta;
		if (this.#busyCount === 0) for (const resolve of this.#idleWaiters.splice(0)) resolve();
	}
}
