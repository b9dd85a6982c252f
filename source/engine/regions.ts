import type {ServiceDefinition, StateEnvironment} from './action.ts';

/** The state of every service, account and region; made when first asked for. */
export type Regions = {
	state<State>(service: ServiceDefinition<State>, accountId: string, region: string): State;
	/** The same, without making it. */
	existingState<State>(service: ServiceDefinition<State>, accountId: string, region: string): State | undefined;
};

export function createRegions(environment: Omit<StateEnvironment, 'accountId' | 'region'>): Regions {
	const services = new Map<string, Map<string, Map<string, unknown>>>();
	return {
		state<State>(service: ServiceDefinition<State>, accountId: string, region: string): State {
			const states = child(child(services, service.id), accountId);
			let state = states.get(region);
			if (state === undefined) {
				state = service.createState({...environment, accountId, region});
				states.set(region, state);
			}
			// Only `createState` of the same service puts something under its id.
			return state as State;
		},
		existingState<State>(service: ServiceDefinition<State>, accountId: string, region: string): State | undefined {
			return services.get(service.id)?.get(accountId)?.get(region) as State | undefined;
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
