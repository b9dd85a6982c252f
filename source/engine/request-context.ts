import type {ActionContext, EngineOptions, Protocol} from './action.ts';
import type {Exchange} from './exchange.ts';
import {pathOf} from './routing.ts';
import type {Clock, EpochMs} from '../shared/clock.ts';
import type {Random} from '../shared/random.ts';

/** What every request's context has in common. */
export type ContextEnvironment = {
	readonly clock: Clock;
	readonly random: Random;
	readonly options: EngineOptions;
	/** Where the engine listens, for clients that do not say how they reached it. */
	readonly url: () => string;
};

/** An action's view of its request. A class, because one is made for every request. */
export class RequestContext implements ActionContext<unknown> {
	readonly state: unknown;
	readonly stateOfAccount: (accountId: string) => unknown;
	readonly accountId: string;
	readonly region: string;
	readonly nowMs: EpochMs;
	readonly requestId: string;
	readonly protocol: Protocol;
	readonly #exchange: Exchange;
	readonly #environment: ContextEnvironment;

	constructor(
		environment: ContextEnvironment,
		exchange: Exchange,
		request: {
			state: unknown;
			stateOfAccount: (accountId: string) => unknown;
			accountId: string;
			region: string;
			requestId: string;
			protocol: Protocol;
		},
	) {
		this.#environment = environment;
		this.#exchange = exchange;
		this.state = request.state;
		this.stateOfAccount = request.stateOfAccount;
		this.accountId = request.accountId;
		this.region = request.region;
		this.requestId = request.requestId;
		this.protocol = request.protocol;
		this.nowMs = environment.clock.nowMs();
	}

	get clock(): Clock {
		return this.#environment.clock;
	}

	get random(): Random {
		return this.#environment.random;
	}

	get options(): EngineOptions {
		return this.#environment.options;
	}

	get endpointUrl(): string {
		return this.#exchange.origin ?? this.#environment.url();
	}

	get path(): string {
		return pathOf(this.#exchange.target);
	}

	// Fields, not methods, because handlers take them out of the context by destructuring.
	readonly header = (name: string): string | undefined => this.#exchange.header(name);
	readonly onClientGone = (callback: () => void): (() => void) => this.#exchange.onClientGone(callback);
}
