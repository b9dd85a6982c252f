import type {ServiceDefinition, StateEnvironment} from './action.ts';

/** The state of every service, account and region; made when first asked for. */
export type Regions = {
	state<State>(service: ServiceDefinition<State>, accountId: string, region: string): State;
};

export function createRegions(environment: Omit<StateEnvironment, 'accountId' | 'region'>): Regions {
	const states = new Map<string, Map<string, unknown>>();
	return {
		state<State>(service: ServiceDefinition<State>, accountId: string, region: string): State {
			let ofService = states.get(service.id);
			if (!ofService) {
				ofService = new Map();
				states.set(service.id, ofService);
			}
			const key = `${accountId}/${region}`;
			let state = ofService.get(key);
			if (state === undefined) {
				state = service.createState({...environment, accountId, region});
				ofService.set(key, state);
			}
			// Only `createState` of the same service puts something under its id.
			return state as State;
		},
	};
}
