import type {EpochMs} from '../shared/clock.ts';
import type {ServiceDefinition, StateEnvironment, Wiring} from './action.ts';

/** The state of every service, account and region; made when first asked for. */
export type Regions = {
	state<State>(service: ServiceDefinition<State>, accountId: string, region: string): State;
	/** The same, without making it. */
	existingState<State>(service: ServiceDefinition<State>, accountId: string, region: string): State | undefined;
	/** A service's states of all accounts and regions. */
	existingStates<State>(service: ServiceDefinition<State>): readonly State[];
	/** Throws all states away, and ends what goes on in them. */
	clear(nowMs: EpochMs): void;
};

type Held = {readonly service: ServiceDefinition<unknown>; readonly accounts: Map<string, Map<string, unknown>>};

/** @param localWiring What services of one account and region reach each other by, beside what is wired for all. */
export function createRegions(
	environment: Omit<StateEnvironment, 'accountId' | 'region'>,
	localWiring: (accountId: string, region: string) => Partial<Wiring> = () => ({}),
): Regions {
	const services = new Map<string, Held>();

	function held(service: ServiceDefinition<unknown>): Held {
		let found = services.get(service.id);
		if (!found) {
			found = {service, accounts: new Map()};
			services.set(service.id, found);
		}
		return found;
	}

	return {
		state<State>(service: ServiceDefinition<State>, accountId: string, region: string): State {
			// What a service's own functions are given is what they made, see below.
			const states = child(held(service as ServiceDefinition<unknown>).accounts, accountId);
			let state = states.get(region);
			if (state === undefined) {
				const wiring = {...environment.wiring, ...localWiring(accountId, region)};
				state = service.createState({...environment, wiring, accountId, region});
				states.set(region, state);
			}
			// Only `createState` of the same service puts something under its id.
			return state as State;
		},
		existingState<State>(service: ServiceDefinition<State>, accountId: string, region: string): State | undefined {
			return services.get(service.id)?.accounts.get(accountId)?.get(region) as State | undefined;
		},
		existingStates<State>(service: ServiceDefinition<State>): readonly State[] {
			const accounts = [...(services.get(service.id)?.accounts.values() ?? [])];
			return accounts.flatMap(states => [...states.values()]) as State[];
		},
		clear(nowMs) {
			const thrownAway = [...services.values()];
			// First of all, so that what ends does not find the others still there.
			services.clear();
			for (const {service, accounts} of thrownAway) {
				for (const states of accounts.values()) for (const state of states.values()) service.endState?.(state, nowMs);
			}
		},
	};
}

/** The map under a key. One level a name, because a joined key would be built for every request. */
function child<Value>(parent: Map<string, Map<string, Value>>, key: string): Map<string, Value> {
	let found = parent.get(key);
	if (!found) {
		found = new Map();
		parent.set(key, found);
	}
	return found;
}
