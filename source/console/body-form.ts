import type {Action} from './action.ts';
import {step} from './effects.ts';
import {keep} from './preferences.ts';
import type {State} from './state.ts';

/** How a body is shown: decoded and laid out, as it was sent, or as bytes. */
export type BodyForm = 'pretty' | 'raw' | 'hex';

const forms: readonly BodyForm[] = ['pretty', 'raw', 'hex'];

/** Things whose form is kept; of more, the one chosen first is forgotten. */
const keptMax = 200;

export function bodyFormOf(state: State, thing: string): BodyForm {
	return state.bodyForms[thing] ?? 'pretty';
}

/**
`v` in a viewer: the next form, kept for the thing that the body is in.

@param options.thingOf What the choice is kept for, such as `queue orders`; undefined where no body is shown.
*/
export function bodyFormAction(options: {id: string; places: Action['places']; thingOf: (state: State) => string | undefined}): Action {
	const {id, places, thingOf} = options;
	return {
		id,
		places,
		label: 'View: pretty, raw, hex',
		keys: ['v'],
		danger: 'free',
		unavailable: state => (thingOf(state) === undefined ? 'no body is shown' : undefined),
		perform(state) {
			const thing = thingOf(state);
			if (thing === undefined) return step(state);
			const form = forms[(forms.indexOf(bodyFormOf(state, thing)) + 1) % forms.length] ?? 'pretty';
			const {[thing]: _before, ...others} = state.bodyForms;
			const bodyForms = Object.fromEntries([...Object.entries(others), [thing, form] as const].slice(-keptMax));
			return step({...state, bodyForms}, keep({bodies: bodyForms}));
		},
	};
}
